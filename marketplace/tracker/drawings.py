"""The tracker's charts in the words of the page's language, each with what it says in a sentence and its table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from marketplace.charts import Line, Lines, Span, Spans, Stack, Tick, draw, stacks
from marketplace.formats import date_short
from marketplace.i18n import gettext as _
from marketplace.i18n import ngettext
from marketplace.tracker.numbers.axis import within
from marketplace.tracker.numbers.evm import Measure
from marketplace.tracker.scales import amount_ticks, date_ticks, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from markupsafe import Markup

    from marketplace.tracker.numbers.ageing import Bucket
    from marketplace.tracker.numbers.curve import Point, Scope
    from marketplace.tracker.numbers.trend import Estimate, Forecast

WIDE, NARROW = 560, 210  # of the field between the axes, in pixels
TALL = 260
SQUARE, SMALL = 400, 200  # of a trend chart, whose line must lie at 45°
TICKS, FEW = 8, 3
DRAWN_ROWS = 40  # of a Gantt chart; its table has all
DRAWN_MILESTONES = 6  # as many as there are colours and shapes
NAMES, SHORT_NAMES = 240, 100  # pixels of the names beside a Gantt chart
NUM = "num"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart for wide pages and for telephones, as the macro `chart` of components/data.html takes it."""

    title: str
    alt: str
    drawn: tuple[Markup, Markup]
    columns: tuple[str | tuple[str, str], ...]
    rows: tuple[tuple[str, ...], ...]
    series: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Trend:
    """A milestone and what was expected of it; `code` is how people call it: M-1."""

    code: str
    name: str
    points: tuple[Forecast, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GanttRow:
    """A line of the WBS as a row; one without dates is in the table only."""

    name: str
    level: int = 1
    starts_on: date | None = None
    due_on: date | None = None
    baseline_starts_on: date | None = None
    baseline_due_on: date | None = None
    percent: int = 0
    critical: bool = False
    summary: bool = False


def s_curve(points: Sequence[Point], measure: Measure, as_of: date) -> Drawing | None:
    """Draw planned value, earned value and actual cost by week; None without a baseline."""
    if not points:
        return None
    word = words_of(measure)
    actual = _("Actual cost (AC)") if measure == Measure.YEN else _("Actual effort (AC)")
    lines = (
        Line("PV", tuple((each.on.toordinal(), each.pv) for each in points), dash=1),
        Line("EV", tuple((each.on.toordinal(), each.ev) for each in points if each.ev is not None)),
        Line("AC", tuple((each.on.toordinal(), each.ac) for each in points if each.ac is not None), dash=2),
    )
    now = next((each for each in points if each.on == as_of), points[-1])
    return Drawing(
        _("S-curve"),
        _(
            "On %(day)s %(pv)s was planned, %(ev)s earned and %(ac)s used; the numbers follow.",
            day=date_short(as_of), pv=word(now.pv), ev=word(now.ev or 0), ac=word(now.ac or 0),
        ),
        _curves(lines, (points[0].on, points[-1].on), measure, as_of),
        (_("Day"), ("PV", NUM), ("EV", NUM), ("AC", NUM)),
        tuple(
            (date_short(each.on), *(_or_dash(amount, measure) for amount in (each.pv, each.ev, each.ac)))
            for each in points
        ),
        (_("Planned value (PV)"), _("Earned value (EV)"), actual),
    )  # fmt: skip


def burn_up(points: Sequence[Scope], measure: Measure | None = None) -> Drawing | None:
    """Draw what there is to do and what of it is done, by week; without a measure they are work items."""
    if not points:
        return None
    word, last = words_of(measure), points[-1]
    lines = (
        Line(_("Scope"), tuple((each.on.toordinal(), each.scope) for each in points), dash=1),
        Line(_("Done"), tuple((each.on.toordinal(), each.done) for each in points)),
    )
    return Drawing(
        _("Burn-up"),
        _(
            "On %(day)s %(done)s of %(scope)s was done; the numbers follow.",
            day=date_short(last.on), done=word(last.done), scope=word(last.scope),
        ),
        _curves(lines, (points[0].on, last.on), measure),
        (_("Day"), (_("Scope"), NUM), (_("Done"), NUM)),
        tuple((date_short(each.on), word(each.scope), word(each.done)) for each in points),
        (_("Scope"), _("Done")),
    )  # fmt: skip


def milestone_trend(trends: Sequence[Trend], as_of: date) -> Drawing | None:
    """Draw when each milestone was expected, report by report, under the line where both days are the same."""
    told = [each for each in trends if each.points]
    if not told:
        return None
    shown = sorted(told, key=lambda each: (each.points[-1].forecast_on < as_of, each.points[-1].forecast_on))
    shown = [each for each in told if each in shown[:DRAWN_MILESTONES]]
    first = min(each.as_of for trend in shown for each in trend.points)
    expected = [within(each.forecast_on) for trend in shown for each in trend.points]
    first, last = min(first, *expected), max(as_of, *expected) + timedelta(days=7)
    even = Line("", ((first.toordinal(), first.toordinal()), (last.toordinal(), last.toordinal())), quiet=True)
    lines = [
        Line(
            each.code,
            tuple((point.as_of.toordinal(), within(point.forecast_on).toordinal()) for point in each.points),
            marked=True,
        )
        for each in shown
    ]
    moved = [each for each in told if each.points[-1].forecast_on > each.points[0].forecast_on]
    return Drawing(
        _("Milestone trend"),
        ngettext(
            "%(num)d milestone is expected later than at first; the days follow.",
            "%(num)d milestones are expected later than at first; the days follow.",
            len(moved),
        ),
        (_square((even, *lines), (first, last), SQUARE), _square((even, *lines), (first, last), SMALL)),
        (_("Milestone"), _("Report of"), _("Expected on")),
        tuple(
            (f"{each.code} {each.name}", date_short(point.as_of), date_short(point.forecast_on))
            for each in told
            for point in each.points
        ),
        tuple(f"{each.code} {each.name}" for each in shown),
        _("Across: the day of the report; upwards: the day expected. A level line holds its day, a rising one slips; "
          "where it meets the slanting line, the milestone is reached."),
    )  # fmt: skip


def gantt(rows: Sequence[GanttRow], as_of: date) -> Drawing | None:
    """Draw the work items with what was agreed beneath them; None while no item has dates."""
    dated = [each for each in rows if each.starts_on or each.due_on]
    if not dated:
        return None
    level = max((each for each in (1, 2, 3) if sum(row.level <= each for row in dated) <= DRAWN_ROWS), default=1)
    shown = [row for row in dated if row.level <= level][:DRAWN_ROWS]
    spans = tuple(_span(each) for each in shown)
    ends = (
        min(each.agreed[0] if each.agreed else each.first for each in spans),
        max(each.agreed[1] if each.agreed else each.last for each in spans),
    )
    ends = (min(ends[0], *(each.first for each in spans)), max(ends[1], *(each.last for each in spans)))
    critical = [each for each in rows if each.critical and not each.summary]
    return Drawing(
        _("Gantt chart"),
        ngettext(
            "%(num)d work item lies on the critical path; the dates follow.",
            "%(num)d work items lie on the critical path; the dates follow.",
            len(critical),
        ),
        (_spans(spans, ends, as_of, WIDE, NAMES), _spans(spans, ends, as_of, NARROW - 20, SHORT_NAMES)),
        (
            _("Work item"),
            _("Start"),
            _("To be done by"),
            _("Baseline start"),
            _("Baseline due"),
            ("%", NUM),
            _("Critical path"),
        ),
        tuple(_cells(each) for each in rows),
        (_("Done"), _("Still to do")),
        _("◆ and an outline: the critical path. Thin line below: the baseline.")
        + (_(" Drawn: %(count)s of %(all)s items.", count=len(shown), all=len(rows)) if len(shown) < len(rows) else ""),
    )


def ageing(buckets: Sequence[Bucket], kinds: Sequence[str]) -> Drawing:
    """Draw how many issues are open by how long they have been; `kinds` are the words of the buckets' counts."""
    total = sum(each.total for each in buckets)
    return Drawing(
        _("Open issues by age"),
        ngettext("%(num)d issue is open; the numbers follow.", "%(num)d issues are open; the numbers follow.", total),
        stacks([Stack(_days(each), tuple(map(float, each.counts)), str(each.total)) for each in buckets]),
        (_("Age"), *((str(each), NUM) for each in kinds), (_("Total"), NUM)),
        tuple((_days(each), *map(str, each.counts), str(each.total)) for each in buckets),
        tuple(str(each) for each in kinds),
    )


def estimate_words(estimate: Estimate) -> str:
    """Say when a milestone is reached by its trend, and the range."""
    if estimate.on is None:
        return _("At the present rate its day recedes as fast as time passes: no day can be estimated.")
    if estimate.earliest == estimate.latest:
        return _("By its trend it is reached on %(day)s.", day=date_short(estimate.on))
    if estimate.latest is None:
        return _(
            "By its trend it is reached on %(day)s, at the earliest on %(low)s; at the worst rate it recedes for ever.",
            day=date_short(estimate.on), low=date_short(estimate.earliest),
        )  # fmt: skip
    return _(
        "By its trend it is reached on %(day)s, probably between %(low)s and %(high)s.",
        day=date_short(estimate.on), low=date_short(estimate.earliest), high=date_short(estimate.latest),
    )  # fmt: skip


def _curves(
    lines: tuple[Line, ...], span: tuple[date, date], measure: Measure | None, mark: date | None = None
) -> tuple[Markup, Markup]:
    up = amount_ticks(max((y for line in lines for _x, y in line.points), default=0), measure)
    first, last = span
    ends = (first.toordinal(), max(last.toordinal(), first.toordinal() + 1))
    today = Tick(mark.toordinal(), _("Today")) if mark else None
    wide, narrow = (
        draw(Lines(lines, date_ticks(first, last, most), up, ends, width, TALL, today))
        for width, most in ((WIDE, TICKS), (NARROW, FEW))
    )
    return wide, narrow


def _square(lines: tuple[Line, ...], span: tuple[date, date], side: int) -> Markup:
    first, last = span
    ticks = date_ticks(first, last, TICKS if side == SQUARE else FEW)
    ends = (first.toordinal(), last.toordinal())
    return draw(Lines(lines, ticks, ticks, ends, side, side, up_ends=ends))


def _span(row: GanttRow) -> Span:
    start, due = row.starts_on or row.due_on, row.due_on or row.starts_on
    first, last = row.baseline_starts_on or row.baseline_due_on, row.baseline_due_on
    if start is None or due is None:
        raise ValueError(row)  # only dated rows are drawn
    return Span(
        row.name, *_days_of(start, due), row.percent / 100, _days_of(first, last) if first and last else None,
        critical=row.critical, summary=row.summary, level=row.level,
    )  # fmt: skip


def _days_of(first: date, last: date) -> tuple[int, int]:
    """Return a period from its first day to before the day after its last."""
    return within(first).toordinal(), within(last).toordinal() + 1


def _spans(rows: tuple[Span, ...], ends: tuple[int, int], as_of: date, width: int, names: int) -> Markup:
    first, last = (as_of + timedelta(days=each - as_of.toordinal()) for each in ends)
    mark = Tick(as_of.toordinal(), _("Today")) if first <= as_of <= last else None
    return draw(Spans(rows, date_ticks(first, last, TICKS if width == WIDE else FEW), ends, width, names, mark))


def _cells(row: GanttRow) -> tuple[str, ...]:
    days = (row.starts_on, row.due_on, row.baseline_starts_on, row.baseline_due_on)
    name = "\u3000" * (row.level - 1) + row.name
    return (name, *(date_short(each) for each in days), str(row.percent), _("On it") if row.critical else "—")


def _days(bucket: Bucket) -> str:
    if bucket.high is None:
        return _("%(low)s days and more", low=bucket.low)
    return _("%(low)s to %(high)s days", low=bucket.low, high=bucket.high)


def _or_dash(amount: int | None, measure: Measure) -> str:
    return "—" if amount is None else words_of(measure)(amount)
