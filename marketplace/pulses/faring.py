"""What is known of how contracts fare, for any number of them in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from marketplace.clock import TOKYO, today
from marketplace.db import db
from marketplace.pulses.health import LATEST, Fares, Health, health_of
from marketplace.pulses.models import Pulse, PulseAnswer
from marketplace.status_reports.indicators import PERIOD
from marketplace.status_reports.models import Edition, StatusReport
from marketplace.tracker.models import Decision, Project, RowChange
from marketplace.tracker.states import ProjectState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime
    from uuid import UUID

    from marketplace.contracts.models import Contract


def healths_of(contracts: Iterable[Contract], on: date | None = None) -> dict[UUID, Health]:
    """Return each contract's health on a day, by its id."""
    ids = [each.id for each in contracts]
    on = on or today()
    query = select(Project.id, Project.contract_id, Project.cadence, Project.started_at)
    query = query.where(Project.contract_id.in_(ids), Project.state == ProjectState.RUNNING)
    projects = {row.contract_id: row for row in db.session.execute(query)}
    of = [row.id for row in projects.values()]
    reports, decisions, entries, pulses = _reports(of), _decisions(of, on), _entries(of), _pulses(ids)
    found = {}
    for each in ids:
        known: dict[str, Any] = pulses.get(each, {})
        if (project := projects.get(each)) is not None:
            known = known | _of_reports(reports.get(project.id, []), on) | decisions.get(project.id, {})
            last = max(filter(None, (entries.get(project.id), project.started_at)), default=None)
            known |= {"period": PERIOD[project.cadence]}
            known |= {"quiet_days": (on - last.astimezone(TOKYO).date()).days} if last else {}
        found[each] = health_of(Fares(**known))
    return found


def _reports(ids: list[UUID]) -> Mapping[UUID, list[Any]]:
    """Each project's last reports, the newest first, with when they came first and the colours they came with last."""
    place = func.row_number().over(partition_by=StatusReport.project_id, order_by=StatusReport.number.desc())
    last = select(StatusReport.id, place.label("place")).where(StatusReport.project_id.in_(ids)).subquery()
    came = (
        select(func.min(Edition.submitted_at))
        .where(Edition.status_report_id == StatusReport.id)
        .correlate(StatusReport)
        .scalar_subquery()
    )
    query = (
        select(
            StatusReport.project_id, StatusReport.due_on, came.label("came_at"),
            Edition.content["ratings"].label("ratings"),
        )
        .join(last, last.c.id == StatusReport.id)
        .outerjoin(
            Edition, (Edition.status_report_id == StatusReport.id) & (Edition.number == StatusReport.edition)
        )
        .where(last.c.place <= LATEST + 1)
        .order_by(StatusReport.number.desc())
    )  # fmt: skip
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in db.session.execute(query):
        found[row.project_id].append(row)
    return found


def _of_reports(rows: list[Any], on: date) -> dict[str, Any]:
    due = [row for row in rows if row.came_at is not None or row.due_on < on][:LATEST]
    kept = sum(row.came_at is not None and row.came_at.astimezone(TOKYO).date() <= row.due_on for row in due)
    colours = [tuple(each["rag"] for each in row.ratings.values()) for row in rows if row.ratings]
    newest, before = [*colours, (), ()][:2]
    return {"due": len(due), "on_time": kept, "colours": newest, "colours_before": before}


def _decisions(ids: list[UUID], on: date) -> dict[UUID, dict[str, int]]:
    late = func.count().filter(Decision.decided_on.is_(None), Decision.due_on < on)
    query = select(Decision.project_id, func.count(), late).where(
        Decision.project_id.in_(ids), Decision.removed_at.is_(None)
    )
    rows = db.session.execute(query.group_by(Decision.project_id))
    return {row[0]: {"decisions": row[1], "overdue_decisions": row[2]} for row in rows}


def _entries(ids: list[UUID]) -> dict[UUID, datetime]:
    """When something was last written on each project's boards or reported of it."""
    found: dict[UUID, datetime] = {}
    written = select(RowChange.project_id, func.max(RowChange.at)).where(RowChange.project_id.in_(ids))
    reported = select(StatusReport.project_id, func.max(StatusReport.submitted_at)).where(
        StatusReport.project_id.in_(ids), StatusReport.submitted_at.is_not(None)
    )
    for query in (written.group_by(RowChange.project_id), reported.group_by(StatusReport.project_id)):
        for row in db.session.execute(query):
            found[row[0]] = max(filter(None, (row[1], found.get(row[0]))))
    return found


def _pulses(ids: list[UUID]) -> dict[UUID, dict[str, Any]]:
    """Each contract's newest answers of both sides; whether somebody wishes a call that nobody has read yet."""
    query = (
        select(Pulse.contract_id, Pulse.side, Pulse.day, Pulse.read_at, PulseAnswer.scores, PulseAnswer.call_me)
        .join(PulseAnswer, PulseAnswer.pulse_id == Pulse.id)
        .where(Pulse.contract_id.in_(ids))
    )
    means: dict[UUID, dict[Any, tuple[int, list[float]]]] = defaultdict(dict)
    calls: dict[UUID, bool] = defaultdict(bool)
    for row in db.session.execute(query.order_by(Pulse.day)):
        mean = sum(row.scores.values()) / len(row.scores)
        day, kept = means[row.contract_id].get(row.side, (0, []))
        means[row.contract_id][row.side] = (row.day, [*kept, mean] if row.day == day else [mean])
        calls[row.contract_id] |= row.call_me and row.read_at is None
    return {
        each: {
            "pulse": tuple(sum(kept) / len(kept) for _day, kept in sides.values()), "call_me": calls[each],
        }
        for each, sides in means.items()
    }  # fmt: skip
