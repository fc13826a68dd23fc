"""On which days reports are due. Pure."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING

from marketplace.business_days import business_day_before, is_business_day
from marketplace.tracker.states import Cadence

if TYPE_CHECKING:
    from collections.abc import Iterator

_WEEK = timedelta(days=7)


def due_days(start: date, cadence: Cadence, weekday: int) -> Iterator[date]:
    """Yield the due days from a start on, without end.

    Weekly and every other week on the weekday (Monday is 0), monthly on the last such weekday of a month; where that
    is a holiday, on the business day before it. Every other week counts from the first such day after the start.
    """
    if cadence is Cadence.MONTHLY:
        yield from _monthly(start, weekday)
        return
    day = start + timedelta(days=(weekday - start.weekday()) % 7)
    step = _WEEK if cadence is Cadence.WEEKLY else 2 * _WEEK
    while True:
        if (due := on_business_day(day)) >= start:
            yield due
        day += step


def _monthly(start: date, weekday: int) -> Iterator[date]:
    year, month = start.year, start.month
    while True:
        last = date(year, month, monthrange(year, month)[1])
        due = on_business_day(last - timedelta(days=(last.weekday() - weekday) % 7))
        if due >= start:
            yield due
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)  # noqa: PLR2004 - months of a year


def on_business_day(day: date) -> date:
    """Return the day itself, or the business day before it where banks and offices are closed."""
    return day if is_business_day(day) else business_day_before(day)
