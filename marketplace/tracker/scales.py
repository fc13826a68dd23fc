"""Where the axes of the tracker's charts have their words, and what these are."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil, floor, log10
from typing import TYPE_CHECKING

from marketplace.charts import Tick
from marketplace.formats import MONTHS, man
from marketplace.i18n import gettext as _
from marketplace.i18n import present_locale
from marketplace.tracker.numbers.evm import Measure

if TYPE_CHECKING:
    from collections.abc import Callable

HOUR = 60
STEPS = (1, 2, 5, 10)
DAYS = (7, 14)
MONTHS_APART = (1, 2, 3, 6, 12, 24, 60, 120, 240)


def date_ticks(first: date, last: date, most: int) -> tuple[Tick, ...]:
    """Return Mondays, every other Monday or the first days of months, so that there are not too many."""
    for step in DAYS:
        day = first + timedelta(days=-first.weekday() % 7)
        if (last - day).days // step + 1 <= most:
            days = [day + timedelta(days=step * n) for n in range((last - day).days // step + 1)]
            return tuple(Tick(each.toordinal(), _day(each)) for each in days)
    return _month_ticks(first, last, most)


def amount_ticks(highest: int, measure: Measure | None, steps: int = 4) -> tuple[Tick, ...]:
    """Return round amounts from nothing to above the highest: yen, hours for minutes, or plain numbers."""
    unit = HOUR if measure == Measure.MINUTES else 1
    least = max(highest, unit) / unit / steps
    scale = 10 ** floor(log10(least))
    step = max(1, next(ceil(each * scale) for each in STEPS if each * scale >= least))
    count = max(1, ceil(highest / unit / step))
    word = words_of(measure)
    return tuple(Tick(step * n * unit, word(step * n * unit)) for n in range(count + 1))


def words_of(measure: Measure | None) -> Callable[[int], str]:
    """Return what says an amount."""
    return {Measure.YEN: _yen, Measure.MINUTES: hours, None: "{:,}".format}[measure]


def hours(minutes: int) -> str:
    """Say minutes of work in hours: 12.5時間 or 12.5 h."""
    return _("%(hours)s h", hours=f"{minutes / HOUR:,.1f}".removesuffix(".0"))


def _yen(amount: int) -> str:
    return "0" if not amount else man(amount) if amount > 0 else f"−{man(-amount)}"


def _month_ticks(first: date, last: date, most: int) -> tuple[Tick, ...]:
    begin = first.year * 12 + first.month - 1 + (first.day > 1)
    end = last.year * 12 + last.month - 1
    step = next((each for each in MONTHS_APART if (end - begin) // each + 1 <= most), MONTHS_APART[-1])
    months = [date(n // 12, n % 12 + 1, 1) for n in range(begin + -begin % step, end + 1, step)]
    return tuple(Tick(each.toordinal(), _month(each, named=not at)) for at, each in enumerate(months))


def _day(day: date) -> str:
    return f"{day.month}/{day.day}" if present_locale() == "ja" else f"{day.day} {MONTHS[day.month - 1]}"


def _month(day: date, *, named: bool) -> str:
    """Say a month; its year with the first one and with January."""
    year = named or day.month == 1
    if present_locale() == "ja":
        return f"{day.year}/{day.month}" if year else f"{day.month}月"
    return f"{MONTHS[day.month - 1]}{f' ’{day:%y}' if year else ''}"
