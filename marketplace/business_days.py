"""Business days (営業日) in Japan: what "within five business days" means as a day of the calendar.

Not counted: Saturdays, Sundays, national holidays (国民の祝日に関する法律, as in force since 2022) and the turn of the
year from 29 December to 3 January (行政機関の休日に関する法律, article 1), when nobody answers.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from itertools import count, islice

DAY = timedelta(days=1)
SATURDAY, SUNDAY = 5, 6
FIXED = ((1, 1), (2, 11), (2, 23), (4, 29), (5, 3), (5, 4), (5, 5), (8, 11), (11, 3), (11, 23))
MONDAYS = ((1, 2), (7, 3), (9, 3), (10, 2))  # month, and which Monday of it: ハッピーマンデー


def _equinoxes(year: int) -> tuple[date, date]:
    """Return 春分の日 and 秋分の日 by the usual approximation, right from 1980 to 2099.

    The official days are announced each February for the year after; none has differed from it so far.
    """
    since = year - 1980
    drift = 0.242194 * since - since // 4
    return date(year, 3, int(20.8431 + drift)), date(year, 9, int(23.2488 + drift))


def _nth_monday(year: int, month: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + DAY * ((-first.weekday()) % 7 + 7 * (nth - 1))


@cache
def holidays(year: int) -> frozenset[date]:
    """Return the national holidays of a year, substitutes (振替休日) and days between two (国民の休日) among them."""
    named = {date(year, *day) for day in FIXED} | {_nth_monday(year, *monday) for monday in MONDAYS}
    named |= {*_equinoxes(year)}
    between = {day + DAY for day in named if day + DAY * 2 in named and day + DAY not in named}
    substitutes: set[date] = set()
    for sunday in (day for day in named if day.weekday() == SUNDAY):
        substitutes.add(next(day for n in count(1) if (day := sunday + DAY * n) not in named))
    return frozenset(named | substitutes | {day for day in between if day.weekday() != SUNDAY})


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
