"""Business days as numbers in a row, so that a plan of thousands of lines is added up in milliseconds."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date, timedelta
from functools import cache

from marketplace.business_days import SATURDAY, is_business_day

DAY = timedelta(days=1)
# Finding a year's holidays takes a tenth of a second: years that only a slip of the finger names are Monday to Friday.
KNOWN = range(2020, 2041)
EARLIEST, LATEST = 1990, 2100  # a day outside counts as the first or the last one inside


@cache
def _business_days(year: int) -> tuple[date, ...]:
    first = date(year, 1, 1)
    days = (first + DAY * n for n in range((date(year + 1, 1, 1) - first).days))
    return tuple(day for day in days if (is_business_day(day) if year in KNOWN else day.weekday() < SATURDAY))


def within(day: date) -> date:
    """Return a day, or the end of the axis beyond which it lies: a slip of the finger must not draw 8,000 years."""
    return min(max(day, date(EARLIEST, 1, 1)), date(LATEST, 12, 31))


class Axis:
    """The business days from the year of one day to the year of another, and on as far as it is asked for."""

    def __init__(self, first: date, last: date) -> None:
        self._year = min(max(first.year, EARLIEST), LATEST)
        self._days: list[date] = list(_business_days(self._year))
        while self._year < min(last.year, LATEST):
            self._grow()

    def number(self, day: date) -> int:
        """Return the number of a business day; of any other day, the number of the next one."""
        return bisect_left(self._days, day)

    def up_to(self, day: date) -> int:
        """Return how many business days of the axis there are up to a day, itself among them."""
        return bisect_right(self._days, day)

    def count(self, first: date, last: date) -> int:
        """Return how many business days a period has, both ends among them; 0 for one of holidays only."""
        return max(0, self.up_to(last) - self.number(first))

    def day(self, number: int) -> date:
        """Return the business day of a number; none lies beyond the ends of the axis."""
        while number >= len(self._days) and self._year < LATEST:
            self._grow()
        return self._days[min(max(number, 0), len(self._days) - 1)]

    def _grow(self) -> None:
        self._year += 1
        self._days.extend(_business_days(self._year))
