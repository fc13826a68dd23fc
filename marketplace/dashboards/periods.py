"""Which months a page of money is about: the last twelve, or a calendar year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from marketplace.clock import today
from marketplace.trade.due_dates import months_later
from marketplace.work_reports.months import last_of

if TYPE_CHECKING:
    from datetime import date

USUAL = 12  # months, this one the last


@dataclass(frozen=True, slots=True)
class Period:
    """The first days of the first and the last month, and the year that they are; None: the last twelve months."""

    first: date
    last: date
    year: int | None = None

    @property
    def months(self) -> list[date]:
        """Return the first day of every month, oldest first."""
        count = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month
        return [months_later(self.first, n) for n in range(count + 1)]

    @property
    def until(self) -> date:
        """Return the last day."""
        return last_of(self.last)


def years_since(first: date | None) -> list[int]:
    """Return the years that can be asked for, the newest first: from the first month of service until this year."""
    year = today().year
    return list(range(year, (first.year if first else year) - 1, -1))


def period_of(asked: str, years: list[int]) -> Period:
    """Return the year asked for if it is one of these, else the last twelve months."""
    for year in years:
        if asked == str(year):
            opening = today().replace(year=year, month=1, day=1)
            return Period(opening, opening.replace(month=12), year)
    month = today().replace(day=1)
    return Period(months_later(month, 1 - USUAL), month)
