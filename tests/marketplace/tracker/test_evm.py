"""Earned value against worked examples that others published, and PV along the business days of a baseline."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from marketplace.tracker.numbers.evm import EarnedValue, Measure, Work, earned_value, planned_values

CENT = Decimal("0.01")


def near(ratio: Decimal | None, places: Decimal = CENT) -> Decimal | None:
    return None if ratio is None else ratio.quantize(places)


def test_the_example_of_the_practice_standard() -> None:
    """Project Management Institute, Practice Standard for Earned Value Management (2005), the EZTech project."""
    value = EarnedValue(bac=150_000, pv=48_000, ev=32_000, ac=40_000)  # in the book: 150, 48, 32, 40
    assert (value.sv, value.cv) == (-16_000, -8_000)
    assert (near(value.spi), near(value.cpi)) == (Decimal("0.67"), Decimal("0.80"))
    assert (value.eac, value.vac, value.etc) == (187_500, -37_500, 147_500)
    assert near(value.tcpi) == Decimal("1.07")
    assert near(value.tcpi_of_eac) == Decimal("0.80")  # the CPI so far, as it must be by BAC / CPI


def test_the_move_of_an_open_textbook() -> None:
    """John's move, an open textbook: www.opentextbooks.org.hk/node/15891 and www.opentextbooks.org.hk/ditatopic/39239.

    In cents. SV -99.55, CV 7.60, SPI 0.62; the variance taken for atypical, ETC 1,371.90 and EAC 1,526.40.
    """
    value = EarnedValue(bac=162_10 + 1_371_90, pv=261_65, ev=162_10, ac=154_50)
    assert (value.sv, value.cv) == (-99_55, 7_60)
    assert near(value.spi) == Decimal("0.62")
    assert (value.bac - value.ev, value.eac_as_planned) == (1_371_90, 1_526_40)


def test_the_example_of_green_project_management() -> None:
    """Green Project Management (R. Maltzman, D. Shirley, CRC Press 2010), page 141: the book rounds CPI before EAC."""
    value = EarnedValue(bac=10_000, pv=5_000, ev=4_000, ac=6_500)
    assert (value.cv, value.sv, value.spi) == (-2_500, -1_000, Decimal("0.8"))
    assert value.cpi is not None
    assert str(value.cpi).startswith("0.6153")
    assert value.eac == 16_250
    assert round(10_000 / 0.6153) == 16_252  # what the book says


def test_the_examples_of_the_pra_package() -> None:
    """P. Govan, R package PRA, reference of sv, cv, spi, cpi, eac, etc and tcpi (paulgovan.github.io/PRA/reference)."""
    value = EarnedValue(bac=100_000, pv=40_000, ev=35_000, ac=36_000)
    assert (value.sv, value.cv, value.spi) == (-5_000, -1_000, Decimal("0.875"))
    assert near(value.cpi, Decimal("0.0000001")) == Decimal("0.9722222")
    late = EarnedValue(bac=100_000, pv=40_000, ev=35_000, ac=63_000)
    assert late.eac_as_planned == 128_000
    assert near(late.tcpi) == Decimal("1.76")


def test_the_breads_of_questpond() -> None:
    """Questpond, the bread project (geocities.ws/projectmanagementquestpond/earnedvalue.htm): TCPI 6.4 / 5 = 1.28."""
    value = EarnedValue(bac=800, pv=240, ev=160, ac=300)  # in cents
    assert (value.sv, value.cv, near(value.cpi), value.tcpi) == (-80, -140, Decimal("0.53"), Decimal("1.28"))


def test_both_indices_press_on_the_rest() -> None:
    """The formula and the car of tapuniversity.wordpress.com (26 November 2013); 450 + 100 / 1.1852 is summed by us."""
    value = EarnedValue(bac=500_00, pv=300_00, ev=400_00, ac=450_00)
    assert value.eac_under_pressure == 534_38  # 534.375


def test_nothing_is_divided_by_nothing() -> None:
    value = EarnedValue(bac=0, pv=0, ev=0, ac=0)
    assert [value.spi, value.cpi, value.eac, value.etc, value.vac, value.tcpi, value.tcpi_of_eac] == [None] * 7
    assert value.eac_under_pressure is None
    assert EarnedValue(bac=100, pv=50, ev=0, ac=10).eac is None  # nothing earned: no efficiency to go on with
    assert EarnedValue(bac=100, pv=50, ev=40, ac=120).tcpi is None  # the budget is used up
    assert EarnedValue(bac=100, pv=100, ev=100, ac=90).tcpi == 0


# Monday 2 to Friday 6 November 2026 has Culture Day (文化の日) on the Tuesday: four business days.
WEEK = Work(starts_on=date(2026, 11, 2), due_on=date(2026, 11, 6), cost=400)


@pytest.mark.parametrize(
    ("day", "value"),
    [(1, 0), (2, 100), (3, 100), (4, 200), (5, 300), (6, 400), (8, 400)],
)
def test_planned_value_grows_over_business_days(day: int, value: int) -> None:
    assert planned_values([WEEK], [date(2026, 11, day)]) == [value]


def test_a_line_of_one_day_and_one_of_holidays_only_are_worth_all_on_their_day() -> None:
    sunday = date(2026, 11, 8)
    lines = [Work(due_on=sunday, cost=100), Work(starts_on=date(2026, 11, 7), due_on=sunday, cost=10)]
    assert planned_values(lines, [date(2026, 11, 7), sunday]) == [0, 110]


def test_a_summary_is_not_counted_beside_its_parts() -> None:
    lines = [
        replace(WEEK, level=1, percent=10, cost=1_000, paid=900),  # the sum of its parts, typed or imported
        replace(WEEK, level=2, percent=50, cost=400, paid=500),
        replace(WEEK, level=2, percent=100, cost=600, paid=400),
        replace(WEEK, level=1, percent=50, cost=200, paid=50),  # its parts say nothing: it speaks for them
        replace(WEEK, level=2, cost=0),
    ]
    value = earned_value(lines, date(2026, 11, 4))
    assert (value.bac, value.pv, value.ev, value.ac) == (1_200, 600, 900, 950)
    assert value.measure == Measure.YEN


def test_work_counts_where_no_cost_is_planned_and_what_was_never_agreed_only_costs() -> None:
    lines = [replace(WEEK, cost=0, percent=33, effort=481, spent=200), Work(percent=80, effort=60, spent=90)]
    value = earned_value(lines, date(2026, 11, 2))
    assert value.measure == Measure.MINUTES
    assert (value.bac, value.pv, value.ev, value.ac, value.unplanned) == (481, 120, 159, 290, 1)
    assert earned_value([], date(2026, 11, 2)) == EarnedValue(measure=Measure.MINUTES, bac=0, pv=0, ev=0, ac=0)
