"""Yen are whole; shares are dated; nothing is guessed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from marketplace.money import DatedRate, NoRateError, Yen, at_days, fee_amounts, fee_percent, fee_range, rate_on

TABLE = (
    DatedRate(date(2023, 10, 1), Decimal("0.80")),
    DatedRate(date(2028, 10, 1), Decimal("0.50")),
    DatedRate(date(2026, 10, 1), Decimal("0.70")),
)


@pytest.mark.parametrize(
    ("day", "share"),
    [
        (date(2023, 10, 1), "0.80"),
        (date(2026, 9, 30), "0.80"),
        (date(2026, 10, 1), "0.70"),
        (date(2028, 9, 30), "0.70"),
        (date(2028, 10, 1), "0.50"),
        (date(2099, 1, 1), "0.50"),
    ],
)
def test_a_rate_is_valid_from_its_day_on(day: date, share: str) -> None:
    assert rate_on(day, TABLE) == Decimal(share)


def test_before_the_first_entry_there_is_no_rate_and_the_day_is_said() -> None:
    with pytest.raises(NoRateError, match="2023-09-30"):
        rate_on(date(2023, 9, 30), TABLE)
    with pytest.raises(NoRateError):
        rate_on(date(2026, 1, 1), ())


@pytest.mark.parametrize(
    ("monthly", "days", "amount"),
    [
        (2_150_000, 2, 860_000),
        (800_000, 3, 480_000),
        (1_200_000, 5, 1_200_000),
        (1_000_001, 3, 600_000),
        (999_999, 1, 199_999),
        (1_000_000, Decimal("2.5"), 500_000),
        (1_200_000, 0, 0),
        (0, 5, 0),
        (9_007_199_254_740_993, 5, 9_007_199_254_740_993),
    ],
)
def test_a_share_of_the_week_is_cut_to_the_yen(monthly: int, days: int | Decimal, amount: int) -> None:
    assert at_days(Yen(monthly), days) == amount


@pytest.mark.parametrize(
    ("order", "received", "percent"),
    [
        (1_350_000, 1_150_000, 15),
        (1_350_000, 1_200_000, 11),
        (2_500_000, 2_500_000, 0),
        (1_000_000, 1_100_000, -10),
        (1_000_000, 0, 100),
        (200, 199, 1),
        (1000, 996, 0),
        (0, 100, None),
        (None, 1_000_000, None),
        (1_000_000, None, None),
    ],
)
def test_a_fee_is_a_share_of_the_order(order: int | None, received: int | None, percent: int | None) -> None:
    assert fee_percent(_yen(order), _yen(received)) == percent


@pytest.mark.parametrize(
    ("low", "high", "fees"),
    [
        ((1_350_000, 1_150_000), (1_350_000, 1_200_000), [11, 15]),
        ((None, 1_150_000), (1_350_000, 1_200_000), [11, 15]),
        ((1_350_000, 1_150_000), (None, 1_200_000), [11, 15]),
        ((880_000, 750_000), (880_000, 750_000), [15]),
        ((880_000, 750_000), (None, None), [15]),
        ((None, None), (880_000, 750_000), [15]),
        ((None, 750_000), (None, 800_000), []),
        ((None, None), (None, None), []),
    ],
)
def test_a_range_of_fees_compares_ends_with_ends(
    low: tuple[int | None, int | None], high: tuple[int | None, int | None], fees: list[int]
) -> None:
    assert fee_range((_yen(low[0]), _yen(low[1])), (_yen(high[0]), _yen(high[1]))) == fees


@pytest.mark.parametrize(
    ("low", "high", "fees"),
    [
        ((1_300_000, 1_150_000), (1_350_000, 1_250_000), [100_000, 150_000]),
        ((1_350_000, 1_150_000), (1_350_000, 1_150_000), [200_000]),
        ((None, 1_150_000), (1_350_000, 1_200_000), [150_000, 200_000]),
        ((1_000_000, 0), (None, None), [1_000_000]),
        ((None, 750_000), (None, 800_000), []),
        ((880_000, None), (900_000, None), []),
    ],
)
def test_fees_in_yen_compare_ends_with_ends(
    low: tuple[int | None, int | None], high: tuple[int | None, int | None], fees: list[int]
) -> None:
    assert fee_amounts((_yen(low[0]), _yen(low[1])), (_yen(high[0]), _yen(high[1]))) == fees


def _yen(amount: int | None) -> Yen | None:
    return None if amount is None else Yen(amount)
