"""Milestone trend analysis (マイルストーン傾向分析): when a milestone is reached, judging by how its day has moved.

Each report says on its day when a milestone is expected. Where the line through these points meets the line on which
both days are the same (45°), the milestone is reached. The line is Theil's and Sen's (Theil 1950; Sen 1968): its slope
is the median of the slopes between every two points, so that one odd report moves it little; its height is the median
of what the points leave over. The range comes from the lower and the upper quartile of the same slopes: half of all
movements between two reports lie within it. A slope of 0 is a date that holds; at 1 the date recedes a day a day and
is never reached.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import combinations, pairwise
from statistics import median
from typing import TYPE_CHECKING

from marketplace.i18n import lazy_gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

LEAST = 3  # points of an estimate
LOOKED_AT = 12  # points of an estimate: older ones say nothing of how it goes now
FURTHEST = 365 * 5  # days: what would be later is not an estimate any more
REPORTS, MOVES = 4, 3  # a pattern: moved later in so many of the last reports
STEADY = 3  # reports that said the same before a cliff
NEAR, LATE = 14, 7  # a cliff: so many days before its day it moves by so many
STALE = 2  # periods


@dataclass(frozen=True, slots=True)
class Forecast:
    """What was expected on a day."""

    as_of: date
    forecast_on: date


@dataclass(frozen=True, slots=True)
class Estimate:
    """When a milestone is reached by its trend, and the range; None is never, at this rate."""

    on: date | None
    earliest: date | None
    latest: date | None
    points: int


class Sign(StrEnum):
    """What gives an early warning."""

    SLIPPING = "slipping"
    CLIFF = "cliff"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Flag:
    """An early warning and the sentence that explains it, with its numbers."""

    sign: Sign
    sentence: str


def estimate(points: Sequence[Forecast]) -> Estimate | None:
    """Return when a milestone will be reached; None where there are too few points to say."""
    kept = _ordered(points)[-LOOKED_AT:]
    if len(kept) < LEAST:
        return None
    now = kept[-1].as_of
    at = [(each.as_of - now).days for each in kept]
    to = [(each.forecast_on - now).days for each in kept]
    slopes = sorted((to[j] - to[i]) / (at[j] - at[i]) for i, j in combinations(range(len(kept)), 2))
    low, middle, high = (
        _meeting(at, to, _quantile(slopes, 0.25)),
        _meeting(at, to, median(slopes)),
        _meeting(at, to, _quantile(slopes, 0.75)),
    )
    days = sorted([low, middle, high], key=lambda each: FURTHEST + 1 if each is None else each)
    earliest, on, latest = (None if each is None else now + timedelta(days=each) for each in days)
    return Estimate(on, earliest, latest, len(kept))


def flags(points: Sequence[Forecast]) -> list[Flag]:
    """Return what the movements of a milestone warn of."""
    kept = _ordered(points)
    return [each for each in (_slipping(kept), _cliff(kept)) if each]


def stale(changed_on: date, as_of: date, period: int) -> Flag | None:
    """Return a warning where nothing at all has changed for so many reporting periods of so many days."""
    days = (as_of - changed_on).days
    periods = days // period
    if periods < STALE:
        return None
    sentence = _("Nothing has changed for %(days)s days: that is %(periods)s reports.", days=days, periods=periods)
    return Flag(Sign.STALE, sentence)


def _ordered(points: Sequence[Forecast]) -> list[Forecast]:
    """Return one point a day, the one given last."""
    return [by_day for _day, by_day in sorted({each.as_of: each for each in points}.items())]


def _meeting(at: Sequence[int], to: Sequence[int], slope: float) -> int | None:
    """Return on which day from the last report the line of this slope meets the 45° line; not before that report."""
    height = median(there - slope * here for here, there in zip(at, to, strict=True))
    if slope >= 1:
        return None if height > 0 else 0
    days = max(0, round(height / (1 - slope)))
    return days if days <= FURTHEST else None


def _quantile(ordered: Sequence[float], share: float) -> float:
    """Return a quantile, between two values in proportion."""
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def _moves(points: Sequence[Forecast]) -> list[int]:
    return [(after.forecast_on - before.forecast_on).days for before, after in pairwise(points)]


def _slipping(points: Sequence[Forecast]) -> Flag | None:
    recent = _moves(points)[-REPORTS:]
    later = [each for each in recent if each > 0]
    if len(later) < MOVES:
        return None
    sentence = _(
        "It was moved later in %(count)s of the last %(reports)s reports, by %(days)s days in all.",
        count=len(later),
        reports=len(recent),
        days=sum(later),
    )
    return Flag(Sign.SLIPPING, sentence)


def _cliff(points: Sequence[Forecast]) -> Flag | None:
    """Find the last move, if it came late and at once after a date that nobody had touched."""
    moves = _moves(points)
    last = max((index for index, each in enumerate(moves) if each), default=None)
    if last is None or moves[last] < LATE:
        return None
    before = points[last].forecast_on
    steady = 1
    while steady <= last and points[last - steady].forecast_on == before:
        steady += 1
    if steady < STEADY or (before - points[last + 1].as_of).days > NEAR:
        return None
    sentence = _(
        "It stood unchanged in %(reports)s reports and then, less than %(near)s days before its day or after it, "
        "was moved by %(days)s days.",
        reports=steady,
        near=NEAR + 1,
        days=moves[last],
    )
    return Flag(Sign.CLIFF, sentence)
