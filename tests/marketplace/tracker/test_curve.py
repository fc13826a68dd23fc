"""The S-curve and the burn-up by week."""

from __future__ import annotations

from datetime import date

from marketplace.tracker.numbers.curve import MOST, Known, Point, Scope, burn_up, s_curve
from marketplace.tracker.numbers.evm import Work, earned_value

# Ten business days: 5 to 9 and 13 to 19 October 2026; Monday the 12th is Sports Day.
WORK = Work(starts_on=date(2026, 10, 5), due_on=date(2026, 10, 19), percent=40, cost=1_000, paid=350)


def test_a_point_a_week_today_for_its_own_and_nothing_known_ahead() -> None:
    history = [Known(date(2026, 10, 8), 200, 180)]
    assert s_curve([WORK], history, date(2026, 10, 14)) == (
        Point(date(2026, 10, 2), 0, 0, 0),
        Point(date(2026, 10, 9), 500, 200, 180),
        Point(date(2026, 10, 14), 700, 400, 350),
        Point(date(2026, 10, 23), 1_000, None, None),
    )


def test_the_last_known_point_is_what_the_figures_say() -> None:
    day = date(2026, 11, 4)
    last = s_curve([WORK], [Known(day, 1, 1), Known(date(2026, 12, 1), 2, 2)], day)[-1]
    value = earned_value([WORK], day)
    assert last == Point(day, value.pv, value.ev, value.ac) == Point(day, 1_000, 400, 350)


def test_before_anything_was_kept_nothing_is_drawn_and_no_baseline_is_no_curve() -> None:
    points = s_curve([WORK], [], date(2026, 10, 21))
    assert [each.ev for each in points] == [0, None, None, 400]
    assert s_curve([], [], date(2026, 10, 14)) == ()
    assert s_curve([Work(percent=5, cost=10)], [], date(2026, 10, 14)) == ()
    early = s_curve([WORK], [], date(2026, 9, 30))
    assert early[0] == Point(date(2026, 9, 30), 0, 400, 350)


def test_a_plan_of_decades_has_a_bounded_number_of_points() -> None:
    work = Work(starts_on=date(2060, 10, 5), due_on=date(2078, 10, 18), cost=1_000)
    points = s_curve([work], [], date(2060, 10, 14))
    assert len(points) <= MOST + 2
    assert points[-1].pv == 1_000


def test_burn_up_keeps_the_last_of_each_week() -> None:
    history = [
        Scope(date(2026, 10, 19), 12, 6),
        Scope(date(2026, 10, 5), 10, 0),
        Scope(date(2026, 10, 8), 10, 3),
        Scope(date(2026, 12, 8), 99, 99),
    ]
    assert burn_up(history, date(2026, 10, 21)) == (
        Scope(date(2026, 10, 5), 10, 0),
        Scope(date(2026, 10, 9), 10, 3),
        Scope(date(2026, 10, 16), 10, 3),
        Scope(date(2026, 10, 21), 12, 6),
    )
    assert burn_up([], date(2026, 10, 21)) == ()
