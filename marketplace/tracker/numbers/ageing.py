"""How long issues have been open, and how each dimension's colour went from report to report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

BOUNDS: tuple[tuple[int, int | None], ...] = ((0, 7), (8, 14), (15, 30), (31, None))


@dataclass(frozen=True, slots=True)
class Opened:
    """An issue: since when it stands, how grave it is (states.Severity), and since when no more."""

    raised_on: date
    kind: str = ""
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Bucket:
    """So many days open, from and to (None: and more); how many, by kind in the order asked for."""

    low: int
    high: int | None
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """Return how many there are of all kinds."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Rated:
    """A report's colours: dimension → green, amber, red."""

    on: date
    colours: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class StripRow:
    """A dimension's colours, one a report (None: not rated), and since which report it has had its present one."""

    dimension: str
    colours: tuple[str | None, ...]
    since: date | None


@dataclass(frozen=True, slots=True)
class Strip:
    """The history of all dimensions: the reports' days and a row for each dimension."""

    days: tuple[date, ...] = ()
    rows: tuple[StripRow, ...] = ()


def ageing(issues: Sequence[Opened], as_of: date, kinds: Sequence[str] = ("",)) -> tuple[Bucket, ...]:
    """Return how many issues of each of these kinds were open at the end of a day, by how long they had been."""
    ages = [
        ((as_of - each.raised_on).days, each.kind)
        for each in issues
        if each.raised_on <= as_of and (each.closed_on is None or each.closed_on > as_of)
    ]
    return tuple(
        Bucket(
            low, high, tuple(sum(_within(age, low, high) and kind == wanted for age, kind in ages) for wanted in kinds)
        )
        for low, high in BOUNDS
    )


def strip(reports: Sequence[Rated], dimensions: Sequence[str], most: int = 13) -> Strip:
    """Return the colours of the last reports, oldest first; a quarter of weekly ones unless told."""
    ordered = sorted(reports, key=lambda each: each.on)
    shown = ordered[-most:]
    rows = tuple(
        StripRow(each, tuple(report.colours.get(each) for report in shown), _since(ordered, each))
        for each in dimensions
    )
    return Strip(tuple(report.on for report in shown), rows)


def _within(age: int, low: int, high: int | None) -> bool:
    return age >= low and (high is None or age <= high)


def _since(reports: Sequence[Rated], dimension: str) -> date | None:
    since, colour = None, None
    for report in reports:
        now = report.colours.get(dimension)
        if now != colour:
            since, colour = report.on, now
    return since if colour else None
