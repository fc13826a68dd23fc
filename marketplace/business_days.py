"""Business days (営業日) in Japan: what "within five business days" means as a day of the calendar.

Not counted: Saturdays, Sundays, national holidays (jpholiday: the act with its exceptions, such as the Olympic years)
and the turn of the year from 29 December to 3 January (行政機関の休日に関する法律, article 1), when nobody answers.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from itertools import count, islice

import jpholiday

DAY = timedelta(days=1)
SATURDAY = 5


@cache
def holidays(year: int) -> frozenset[date]:
    """Return the national holidays of a year, substitutes (振替休日) and days between two (国民の休日) among them."""
    return frozenset(day for day, _name in jpholiday.year_holidays(year))


def holiday_name(day: date) -> str:
    """Return what a national holiday is called, in Japanese; empty on any other day."""
    return str(jpholiday.is_holiday_name(day) or "")


def is_business_day(day: date) -> bool:
    """Tell whether offices in Japan work on this day."""
    turn_of_the_year = (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
    return day.weekday() < SATURDAY and not turn_of_the_year and day not in holidays(day.year)


def business_days_after(day: date, days: int) -> date:
    """Return the last day of a term of so many business days; `day` itself does not count (民法 140条)."""
    if days < 1:
        return day
    following = (each for n in count(1) if is_business_day(each := day + DAY * n))
    return next(islice(following, days - 1, None))


def business_day_before(day: date) -> date:
    """Return the last business day before a day."""
    return next(each for n in count(1) if is_business_day(each := day - DAY * n))


def business_days_between(first: date, last: date) -> int:
    """Return how many business days lie after `first` up to `last`: 0 for an answer on the same day."""
    return sum(is_business_day(first + DAY * n) for n in range(1, (last - first).days + 1))
