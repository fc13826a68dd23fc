"""Where amounts stand on a line from left to right, in percent: the little picture of a range among its like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from marketplace.rate_guidance.queries import Told

MARGIN = 0.18  # of the widest, left and right of it
LEAST = 1.5  # percent of the line that the narrowest range takes, to be seen


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the line: where it begins and how wide it is, both in percent."""

    left: float
    width: float


@dataclass(frozen=True, slots=True)
class Picture:
    """The middle half of postings alike, their median, and the posting's own range if it names one."""

    half: Stretch
    median: float
    own: Stretch | None


def picture(told: Told) -> Picture | None:
    """Lay the figures out on one line; None where there are none."""
    row = told.row
    if row is None or row.low is None or row.middle is None or row.high is None:
        return None
    ends = [row.low, row.high, *(told.own or ())]
    wide = max(max(ends) - min(ends), 1)
    first, whole = min(ends) - MARGIN * wide, (1 + 2 * MARGIN) * wide

    def at(yen: int) -> float:
        return float(round(100 * (yen - first) / whole, 2))

    def stretch(low: int, high: int) -> Stretch:
        return Stretch(at(low), max(LEAST, round(at(high) - at(low), 2)))

    return Picture(stretch(row.low, row.high), at(row.middle), stretch(*told.own) if told.own else None)
