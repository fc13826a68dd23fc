"""Points by week: the S-curve (PV, EV, AC) and the burn-up (scope, and what of it is done). A week ends on Friday."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import TYPE_CHECKING

from marketplace.tracker.numbers.axis import within
from marketplace.tracker.numbers.evm import earned_value, measure_of, planned_values, weighed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from marketplace.tracker.numbers.evm import Work

FRIDAY = 4
MOST = 160  # points of a curve: a plan of more weeks than these is drawn every second week, every third …


@dataclass(frozen=True, slots=True)
class Known:
    """What had been earned and used on a day that a report kept."""

    on: date
    ev: int
    ac: int


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the S-curve; EV and AC are None before anything was kept, and ahead of today."""

    on: date
    pv: int
    ev: int | None
    ac: int | None


@dataclass(frozen=True, slots=True)
class Scope:
    """How much there was to do on a day, and how much of it was done (lines, minutes or yen: the caller's)."""

    on: date
    scope: int
    done: int


def s_curve(works: Sequence[Work], history: Sequence[Known], as_of: date) -> tuple[Point, ...]:
    """Return the curve from the Friday before the baseline begins to its end, or to today where that is later.

    Today's own point is worked out from the lines as they stand; none without a baseline.
    """
    baseline = [each for each in weighed(works, measure_of(works)) if each.due_on]
    begins = [within(day) for each in baseline if (day := each.starts_on or each.due_on)]
    ends = [within(each.due_on) for each in baseline if each.due_on]
    if not begins:
        return ()
    now = earned_value(works, as_of)
    known = sorted((each for each in history if each.on < as_of), key=lambda each: each.on)
    known.append(Known(as_of, now.ev, now.ac))
    before = _friday(min(begins)) - timedelta(days=7)
    days = weeks(min(before, as_of), max(*ends, as_of), as_of)
    dates = [each.on for each in known]
    points = []
    for day, planned in zip(days, planned_values(works, days), strict=True):
        at = bisect_right(dates, day) - 1
        kept = known[at] if at >= 0 and day <= as_of else None
        if kept is None and day <= before:
            kept = Known(day, 0, 0)  # every curve begins at nothing
        points.append(Point(day, planned, kept.ev if kept else None, kept.ac if kept else None))
    return tuple(points)


def burn_up(history: Sequence[Scope], as_of: date) -> tuple[Scope, ...]:
    """Return scope and done at the end of each week since the first day kept; a week without its own has the last."""
    known = sorted((each for each in history if each.on <= as_of), key=lambda each: each.on)
    if not known:
        return ()
    dates = [each.on for each in known]
    days = [day for day in weeks(known[0].on, as_of, as_of) if known[0].on <= day <= as_of]
    days = days if days[0] == known[0].on else [known[0].on, *days]
    found = [known[bisect_right(dates, day) - 1] for day in days]
    return tuple(Scope(day, each.scope, each.done) for day, each in zip(days, found, strict=True))


def weeks(first: date, last: date, as_of: date) -> list[date]:
    """Return the Fridays from the week of one day to the week of another, and today, which stands for its week."""
    start, end = _friday(first), _friday(last)
    count = (end - start).days // 7 + 1
    step = ceil(count / MOST)
    fridays = [start + timedelta(days=7 * n) for n in range(0, count, step)]
    if fridays[-1] != end:
        fridays.append(end)
    return sorted({as_of, *(day for day in fridays if _friday(as_of) != day)})


def _friday(day: date) -> date:
    return day + timedelta(days=(FRIDAY - day.weekday()) % 7)
