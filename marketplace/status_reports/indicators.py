"""A project's numbers on one page: earned value, curves, trend, plan with its critical path, ageing; each explained."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from marketplace.clock import TOKYO
from marketplace.tracker import drawings
from marketplace.tracker.boards import ISSUES, MILESTONES, WORK_ITEMS, code
from marketplace.tracker.labels import SEVERITY
from marketplace.tracker.links import read_links
from marketplace.tracker.numbers.ageing import Opened, ageing
from marketplace.tracker.numbers.curve import Known, Scope, burn_up, s_curve
from marketplace.tracker.numbers.evm import EarnedValue, Work, earned_value
from marketplace.tracker.numbers.network import Task, network
from marketplace.tracker.numbers.trend import Flag, Forecast, estimate, flags, stale
from marketplace.tracker.queries import forecasts_of, rows_of
from marketplace.tracker.states import Cadence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from marketplace.tracker.drawings import Drawing, Trend
    from marketplace.tracker.models import Project

DONE = 100
PERIOD = {Cadence.WEEKLY: 7, Cadence.BIWEEKLY: 14, Cadence.MONTHLY: 31}  # days


@dataclass(frozen=True, slots=True)
class Warned:
    """Something that shows early, about one milestone or the whole board."""

    code: str
    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Indicators:
    """What the page shows; a drawing is None where there is nothing to draw."""

    value: EarnedValue
    warnings: tuple[Warned, ...]
    finishes: tuple[Warned, ...]  # by which day each open milestone may come, in words
    curve: Drawing | None
    growth: Drawing | None  # the burn-up
    trend: Drawing | None
    plan: Drawing | None
    ages: Drawing | None


def works_of(items: Sequence[Any]) -> list[Work]:
    """Return work items as earned value reads them: by their baseline, or where none was agreed by their plan."""
    return [
        Work(
            level=row.level, starts_on=row.baseline_starts_on or row.starts_on,
            due_on=row.baseline_due_on or row.due_on, percent=row.percent, paid=row.paid, spent=row.spent,
            cost=row.cost if row.baseline_cost is None else row.baseline_cost,
            effort=row.effort if row.baseline_effort is None else row.baseline_effort,
        )
        for row in items
    ]  # fmt: skip


def value_kept(items: Sequence[Any], on: date) -> dict[str, Any]:
    """Return earned value as an edition keeps it: the history that curves are drawn from."""
    value = earned_value(works_of(items), on)
    return {"measure": value.measure.value, "on": on.isoformat(), "ev": value.ev, "ac": value.ac, "bac": value.bac}


def gantt_rows(items: Sequence[Any]) -> list[drawings.GanttRow]:
    """Return the work items that have a due day as the plan is drawn, those on the critical path marked."""
    tasks = [
        Task(
            number=row.number, level=row.level, starts_on=row.starts_on, due_on=row.due_on,
            links=tuple(read_links(row.after) or ()), done=row.percent == DONE,
        )
        for row in items
        if row.due_on
    ]  # fmt: skip
    scheduled = {line.number: line for line in network(tasks).lines}
    return [
        drawings.GanttRow(
            name=row.name, level=row.level, starts_on=row.starts_on, due_on=row.due_on,
            baseline_starts_on=row.baseline_starts_on, baseline_due_on=row.baseline_due_on, percent=row.percent,
            critical=scheduled[row.number].critical, summary=scheduled[row.number].summary,
        )
        for row in items
        if row.number in scheduled
    ]  # fmt: skip


def _gantt(items: Sequence[Any], as_of: date) -> Drawing | None:
    rows = gantt_rows(items)
    return drawings.gantt(rows, as_of) if rows else None


def known_values(kept: Iterable[Mapping[str, Any]], value: EarnedValue) -> list[Known]:
    """Return what earlier editions kept in the measure of today."""
    return [
        Known(date.fromisoformat(each["on"]), each["ev"], each["ac"])
        for each in kept
        if each.get("measure") == value.measure.value
    ]


def scopes_of(kept: Iterable[Mapping[str, Any]], value: EarnedValue, as_of: date) -> list[Scope]:
    """Return scope and done of earlier editions in the measure of today, and of today."""
    before = [
        Scope(date.fromisoformat(each["on"]), each["bac"], each["ev"])
        for each in kept
        if each.get("measure") == value.measure.value and each["on"] < as_of.isoformat()
    ]
    return [*before, Scope(as_of, value.bac, value.ev)]


def _warnings(project: Project, trends: Sequence[Trend], rows: Sequence[Any], as_of: date) -> list[Warned]:
    found = [Warned(each.code, each.name, flag.sentence) for each in trends for flag in flags(each.points)]
    changed = max((row.changed_at.astimezone(TOKYO).date() for row in rows), default=None)
    old: Flag | None = stale(changed, as_of, PERIOD[project.cadence]) if changed else None
    return [*found, *([Warned("", project.name, old.sentence)] if old else [])]


def indicators_of(project: Project, kept: Iterable[Mapping[str, Any]], as_of: date) -> Indicators:
    """Return a project's numbers on a day; `kept` are the values that earlier editions kept, the oldest first."""
    kept = list(kept)
    items, milestones, issues = (rows_of(project, board) for board in (WORK_ITEMS, MILESTONES, ISSUES))
    works = works_of(items)
    value = earned_value(works, as_of)
    points = forecasts_of(project)
    trends = [
        drawings.Trend(code(MILESTONES, row), row.name, tuple(Forecast(on, day) for on, day in points[row.id]))
        for row in milestones
        if row.actual_on is None and row.id in points
    ]
    found = ((each, estimate(each.points)) for each in trends)
    opened = [Opened(row.raised_on, row.severity.value, row.closed_on) for row in issues]
    kinds = [each.value for each in SEVERITY]
    scopes = scopes_of(kept, value, as_of)
    curve = s_curve(works, known_values(kept, value), as_of) if value.bac else ()
    return Indicators(
        value=value,
        warnings=tuple(_warnings(project, trends, [*items, *milestones, *issues], as_of)),
        finishes=tuple(Warned(each.code, each.name, drawings.estimate_words(at)) for each, at in found if at),
        curve=drawings.s_curve(curve, value.measure, as_of),
        growth=drawings.burn_up(burn_up(scopes, as_of), value.measure) if len(scopes) > 1 else None,
        trend=drawings.milestone_trend(trends, as_of) if trends else None,
        plan=_gantt(items, as_of),
        ages=drawings.ageing(ageing(opened, as_of, kinds), [str(each) for each in SEVERITY.values()])
        if issues
        else None,
    )
