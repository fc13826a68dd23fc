"""Earned value (出来高管理): the published formulas, from a plan that was agreed and what has been done and spent.

Formulas and names: Project Management Institute, Practice Standard for Earned Value Management (2005), and A Guide to
the Project Management Body of Knowledge (PMBOK Guide), 6th edition, section 7.4.2.2 and table 7-1.

    SV = EV - PV    SPI = EV / PV        ETC = EAC - AC    TCPI (of BAC) = (BAC - EV) / (BAC - AC)
    CV = EV - AC    CPI = EV / AC        VAC = BAC - EAC   TCPI (of EAC) = (BAC - EV) / (EAC - AC)
    EAC = BAC / CPI                       the cost efficiency so far goes on (the usual one)
    EAC = AC + (BAC - EV)                 the rest goes as it was planned
    EAC = AC + (BAC - EV) / (CPI * SPI)   cost and schedule both press on the rest

Amounts are whole yen, or whole minutes of work where no cost is planned; indices are exact decimals, None where they
would be divided by nothing. Planned value grows evenly over the business days of a line's baseline.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from marketplace.tracker.numbers.axis import Axis
from marketplace.tracker.numbers.outline import carrying

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

HALF = Fraction(1, 2)


class Measure(StrEnum):
    """What value is measured in."""

    YEN = "yen"
    MINUTES = "minutes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A line of the WBS, in the order of the board: its baseline, how much is done, what was planned and used."""

    level: int = 1
    starts_on: date | None = None  # of the baseline, as is the next
    due_on: date | None = None
    percent: int = 0
    cost: int = 0
    paid: int = 0
    effort: int = 0
    spent: int = 0

    def planned(self, measure: Measure) -> int:
        """Return what the line was planned to take."""
        return self.cost if measure == Measure.YEN else self.effort

    def used(self, measure: Measure) -> int:
        """Return what the line has taken so far."""
        return self.paid if measure == Measure.YEN else self.spent


@dataclass(frozen=True, slots=True, kw_only=True)
class EarnedValue:
    """How a plan stands on a day: four amounts, from which the others follow."""

    measure: Measure = Measure.YEN
    bac: int  # budget at completion
    pv: int
    ev: int
    ac: int
    unplanned: int = 0  # lines with a value but no baseline: what they took is in AC, nothing else of them

    @property
    def sv(self) -> int:
        """Schedule variance: below 0 is behind the plan."""
        return self.ev - self.pv

    @property
    def cv(self) -> int:
        """Cost variance: below 0 is over the budget."""
        return self.ev - self.ac

    @property
    def spi(self) -> Decimal | None:
        """Schedule performance index: below 1 is behind the plan."""
        return _ratio(self.ev, self.pv)

    @property
    def cpi(self) -> Decimal | None:
        """Cost performance index: below 1 is over the budget."""
        return _ratio(self.ev, self.ac)

    @property
    def eac(self) -> int | None:
        """Estimate at completion, the cost efficiency going on: BAC / CPI."""
        return rounded(Fraction(self.bac * self.ac, self.ev)) if self.ev and self.ac else None

    @property
    def eac_as_planned(self) -> int:
        """Estimate at completion, the rest going as planned: AC + (BAC - EV)."""
        return self.ac + self.bac - self.ev

    @property
    def eac_under_pressure(self) -> int | None:
        """Estimate at completion with both indices: AC + (BAC - EV) / (CPI * SPI)."""
        if not (self.ev and self.ac and self.pv):
            return None
        return rounded(self.ac + Fraction((self.bac - self.ev) * self.ac * self.pv, self.ev**2))

    @property
    def etc(self) -> int | None:
        """Estimate to complete: what is still to be spent, by the usual EAC."""
        return None if self.eac is None else self.eac - self.ac

    @property
    def vac(self) -> int | None:
        """Variance at completion: below 0 the budget will not do, by the usual EAC."""
        return None if self.eac is None else self.bac - self.eac

    @property
    def tcpi(self) -> Decimal | None:
        """To-complete performance index of the budget; None once the budget is used up, when no index reaches it."""
        return _ratio(self.bac - self.ev, self.bac - self.ac) if self.bac > self.ac else None

    @property
    def tcpi_of_eac(self) -> Decimal | None:
        """To-complete performance index of the usual EAC."""
        return None if self.eac is None else _ratio(self.bac - self.ev, self.eac - self.ac)


def measure_of(works: Sequence[Work]) -> Measure:
    """Return what a plan is measured in: yen where any cost is planned, else minutes of work."""
    return Measure.YEN if any(each.cost for each in works) else Measure.MINUTES


def earned_value(works: Sequence[Work], as_of: date) -> EarnedValue:
    """Return how a plan stands at the end of a day."""
    measure = measure_of(works)
    lines = weighed(works, measure)
    within = [each for each in lines if each.due_on]
    return EarnedValue(
        measure=measure,
        bac=sum(each.planned(measure) for each in within),
        pv=planned_values(works, [as_of])[0],
        ev=rounded(sum((Fraction(each.planned(measure) * each.percent, 100) for each in within), Fraction())),
        ac=sum(each.used(measure) for each in lines),
        unplanned=len(lines) - len(within),
    )


def planned_values(works: Sequence[Work], days: Sequence[date]) -> list[int]:
    """Return PV at the end of each of these days."""
    measure = measure_of(works)
    spans = [
        (each.starts_on or each.due_on, each.due_on, each.planned(measure))
        for each in weighed(works, measure)
        if each.due_on
    ]
    if not spans or not days:
        return [0] * len(days)
    axis = Axis(min(first for first, _last, _value in spans), max(last for _first, last, _value in spans))
    lines = [(axis.number(first), axis.count(first, last), last, value) for first, last, value in spans]
    return [rounded(sum((_grown(line, axis.up_to(day), day) for line in lines), Fraction())) for day in days]


def weighed(works: Sequence[Work], measure: Measure) -> list[Work]:
    """Return the lines whose figures are added up: no summary beside its parts."""
    filled = [bool(each.planned(measure) or each.used(measure)) for each in works]
    carries = carrying([each.level for each in works], filled)
    return [each for each, counts in zip(works, carries, strict=True) if counts]


def rounded(amount: Fraction) -> int:
    """Round to a whole yen or minute, half upwards."""
    return floor(amount + HALF)


def _grown(line: tuple[int, int, date, int], reached: int, day: date) -> Fraction:
    number, count, last, value = line
    if day >= last:
        return Fraction(value)
    return Fraction(value * min(max(reached - number, 0), count), count) if count else Fraction()


def _ratio(above: int, below: int) -> Decimal | None:
    return Decimal(above) / Decimal(below) if below else None
