"""Business days in Japan against the calendar that the Cabinet Office published."""

from __future__ import annotations

from datetime import date

import pytest

from marketplace.business_days import business_days_after, holidays, is_business_day

# 内閣府「国民の祝日」について: the days of these years, as month/day.
PUBLISHED = {
    2024: "1/1 1/8 2/11 2/12 2/23 3/20 4/29 5/3 5/4 5/5 5/6 7/15 8/11 8/12 9/16 9/22 9/23 10/14 11/3 11/4 11/23",
    2025: "1/1 1/13 2/11 2/23 2/24 3/20 4/29 5/3 5/4 5/5 5/6 7/21 8/11 9/15 9/23 10/13 11/3 11/23 11/24",
    2026: "1/1 1/12 2/11 2/23 3/20 4/29 5/3 5/4 5/5 5/6 7/20 8/11 9/21 9/22 9/23 10/12 11/3 11/23",
    2027: "1/1 1/11 2/11 2/23 3/21 3/22 4/29 5/3 5/4 5/5 7/19 8/11 9/20 9/23 10/11 11/3 11/23",
}


@pytest.mark.parametrize("year", PUBLISHED)
def test_holidays_are_those_published(year: int) -> None:
    assert sorted(f"{day.month}/{day.day}" for day in holidays(year)) == sorted(PUBLISHED[year].split())


def test_a_day_between_two_holidays_is_one_too() -> None:
    assert date(2026, 9, 22) in holidays(2026)
    assert date(2032, 9, 21) in holidays(2032)
    assert not is_business_day(date(2026, 9, 22))


@pytest.mark.parametrize(
    ("day", "days", "last"),
    [
        (date(2026, 11, 22), 1, date(2026, 11, 24)),  # Sunday, then Labour Thanksgiving Day
        (date(2026, 11, 24), 5, date(2026, 12, 1)),
        (date(2026, 11, 20), 5, date(2026, 11, 30)),  # 23 November does not count
        (date(2026, 9, 18), 1, date(2026, 9, 24)),  # three holidays in a row after a weekend
        (date(2026, 12, 28), 1, date(2027, 1, 4)),  # the turn of the year
        (date(2026, 4, 28), 3, date(2026, 5, 7)),  # Golden Week
        (date(2026, 11, 25), 0, date(2026, 11, 25)),
    ],
)
def test_the_last_day_of_a_term(day: date, days: int, last: date) -> None:
    assert business_days_after(day, days) == last
    assert days == 0 or is_business_day(last)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 12, 28), True),
        (date(2026, 12, 29), False),
        (date(2027, 1, 3), False),
        (date(2027, 1, 4), True),
        (date(2026, 11, 21), False),
        (date(2026, 11, 20), True),
    ],
)
def test_business_days(day: date, works: bool) -> None:  # noqa: FBT001 - an expectation
    assert is_business_day(day) is works
