"""Milestone trends: the estimate with its range, and what gives an early warning."""

from __future__ import annotations

from datetime import date, timedelta

from marketplace.i18n import in_locale
from marketplace.tracker.numbers.trend import FURTHEST, Forecast, Sign, estimate, flags, stale

START = date(2026, 9, 4)


def reported(*days: int, every: int = 7) -> list[Forecast]:
    """Make weekly reports that expect a milestone so many days after the first."""
    return [Forecast(START + timedelta(days=every * n), START + timedelta(days=day)) for n, day in enumerate(days)]


def test_a_date_that_holds_is_the_estimate() -> None:
    found = estimate(reported(60, 60, 60, 60))
    assert found is not None
    assert (found.on, found.earliest, found.latest, found.points) == (*[START + timedelta(days=60)] * 3, 4)


def test_half_a_week_later_each_week_is_reached_at_twice_the_distance() -> None:
    found = estimate(reported(40, 43, 47, 50, 54, every=7))  # slope one half: the lines meet at 80
    assert found is not None
    assert found.on is not None
    assert abs((found.on - START).days - 80) <= 2
    assert found.earliest is not None
    assert found.latest is not None
    assert found.earliest < found.on < found.latest


def test_one_odd_report_moves_it_little() -> None:
    steady = estimate(reported(60, 60, 60, 60, 60, 60, 60))
    odd = estimate(reported(60, 60, 60, 130, 60, 60, 60))
    assert steady is not None
    assert odd is not None
    assert odd.on == steady.on


def test_a_day_that_recedes_a_day_a_day_is_never_reached_and_a_past_one_is_not_before_the_report() -> None:
    never = estimate(reported(40, 47, 54, 61))
    assert never is not None
    assert (never.on, never.earliest, never.latest) == (None, None, None)
    past = estimate(reported(3, 3, 3))
    assert past is not None
    assert past.on == START + timedelta(days=14)
    far = estimate([Forecast(START, START), Forecast(START + timedelta(1), START + timedelta(FURTHEST + 9))] * 2)
    assert far is None  # two days only, however often they are said


def test_too_few_points_say_nothing() -> None:
    assert estimate(reported(60, 67)) is None
    assert flags(reported(60)) == []


def test_a_pattern_of_slips() -> None:
    found = flags(reported(60, 60, 67, 67, 74, 84))
    assert [each.sign for each in found] == [Sign.SLIPPING]
    with in_locale("en"):
        assert str(found[0].sentence) == "It was moved later in 3 of the last 4 reports, by 24 days in all."
    with in_locale("ja"):
        assert str(found[0].sentence) == "直近4回の報告のうち3回で後ろ倒しとなり、合計24日延びています。"
    assert flags(reported(60, 67, 74, 74, 60, 67)) == []  # two of four


def test_a_cliff() -> None:
    found = flags(reported(30, 30, 30, 30, 51))  # at day 28, two days before
    assert [each.sign for each in found] == [Sign.CLIFF]
    with in_locale("en"):
        assert "unchanged in 4 reports" in str(found[0].sentence)
        assert "by 21 days" in str(found[0].sentence)
    assert flags(reported(90, 90, 90, 90, 111)) == []  # far ahead: that is what reports are for
    assert flags(reported(30, 30, 30, 30, 33)) == []  # a few days
    assert flags(reported(30, 23, 30, 30, 51)) == []  # had been touched


def test_silence() -> None:
    found = stale(date(2026, 11, 2), date(2026, 11, 18), 7)
    assert found is not None
    with in_locale("en"):
        assert str(found.sentence) == "Nothing has changed for 16 days: that is 2 reports."
    assert stale(date(2026, 11, 2), date(2026, 11, 15), 7) is None
    assert stale(date(2026, 11, 2), date(2026, 11, 18), 14) is None
