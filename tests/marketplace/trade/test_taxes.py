"""R23, R26, R28 to R30: taxes in whole yen, with the numbers of the trade's rules."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.money import NoRateError, Yen, rate_on
from marketplace.trade.refusal import Refusal
from marketplace.trade.taxes import (
    CONSUMPTION_TAX,
    UNREGISTERED_SHARE,
    Rounding,
    TaxedTotal,
    Withholding,
    consumption_tax,
    lost_credit,
    net_transfer,
    taxed_totals,
    withholding_tax,
)

TEN = Decimal("0.10")
TODAY = date(2026, 11, 22)
FLOOR, HALF_UP, CEIL = Rounding.FLOOR, Rounding.HALF_UP, Rounding.CEIL


@pytest.mark.parametrize(
    ("prices", "rounding", "tax"),
    [
        ([333_335] * 3, FLOOR, 100_000),
        ([333_335] * 3, HALF_UP, 100_001),
        ([333_335] * 3, CEIL, 100_001),
        ([105] * 3, FLOOR, 31),
        ([101], CEIL, 11),
        ([104], HALF_UP, 10),
    ],
)
def test_r23_tax_is_rounded_once_for_a_rate(prices: list[int], rounding: Rounding, tax: int) -> None:
    (total,) = taxed_totals([(Yen(price), TEN) for price in prices], rounding)
    assert total == TaxedTotal(TEN, Yen(sum(prices)), Yen(tax))
    assert total.gross == sum(prices) + tax


def test_r23_a_document_of_1_100_005() -> None:
    assert taxed_totals([(Yen(333_335), TEN)] * 3, FLOOR)[0].gross == 1_100_005


def test_r23_each_rate_has_its_own_sum_and_tax() -> None:
    lines = [(Yen(1_001), Decimal("0.08")), (Yen(333), TEN), (Yen(1_004), Decimal("0.08")), (Yen(500), Decimal(0))]
    assert taxed_totals(lines, FLOOR) == [
        TaxedTotal(TEN, Yen(333), Yen(33)),
        TaxedTotal(Decimal("0.08"), Yen(2_005), Yen(160)),
        TaxedTotal(Decimal(0), Yen(500), Yen(0)),
    ]
    assert taxed_totals([], FLOOR) == []


@given(net=st.integers(0, 10**10), rounding=st.sampled_from(Rounding))
def test_a_return_takes_back_what_was_charged(net: int, rounding: Rounding) -> None:
    charged = consumption_tax(Yen(net), TEN, rounding)
    assert consumption_tax(Yen(-net), TEN, rounding) == -charged
    assert abs(charged * 10 - net) < 10


@pytest.mark.parametrize(
    ("service_date", "share", "lost"),
    [
        (date(2023, 10, 1), "0.80", 16_000),
        (date(2026, 9, 30), "0.80", 16_000),
        (date(2026, 10, 1), "0.70", 24_000),
        (date(2028, 9, 30), "0.70", 24_000),
        (date(2028, 10, 1), "0.50", 40_000),
        (date(2030, 9, 30), "0.50", 40_000),
        (date(2030, 10, 1), "0.30", 56_000),
        (date(2031, 9, 30), "0.30", 56_000),
        (date(2031, 10, 1), "0", 80_000),
    ],
)
def test_r26_the_schedule_of_purchases_from_the_unregistered(service_date: date, share: str, lost: int) -> None:
    assert rate_on(service_date, UNREGISTERED_SHARE) == Decimal(share)
    assert lost_credit(Yen(80_000), service_date) == lost


def test_r26_less_than_a_yen_is_not_deductible() -> None:
    assert lost_credit(Yen(33), TODAY) == 10  # 23.1 deductible


@pytest.mark.parametrize(
    ("base", "withheld"),
    [
        (0, 0),
        (100_000, 10_210),
        (800_000, 81_680),
        (880_000, 89_848),
        (1_000_000, 102_100),
        (1_250_000, 153_150),
        (1_500_000, 204_200),
        (757_175, 77_307),
        (836_630, 85_419),
        (1_000_001, 102_100),
    ],
)
@pytest.mark.parametrize("category", [Withholding.ADVICE, Withholding.WRITING])
def test_r28_withholding_from_individuals(base: int, withheld: int, category: Withholding) -> None:
    assert withholding_tax(Yen(base), category, individual=True, on=TODAY) == withheld
    assert withholding_tax(Yen(base), category, individual=False, on=TODAY) == 0


def test_r28_a_contract_decided_as_none_withholds_nothing() -> None:
    assert withholding_tax(Yen(800_000), Withholding.NONE, individual=True, on=TODAY) == 0


@pytest.mark.parametrize("individual", [True, False])
def test_r28_an_undecided_contract_blocks_its_notice(individual: bool) -> None:  # noqa: FBT001 - parametrised
    with pytest.raises(Refusal) as refusal:
        withholding_tax(Yen(800_000), None, individual=individual, on=TODAY)
    assert str(refusal.value.message) == "この契約で源泉徴収を行うかどうかが、まだ決まっていません。"


def test_a_negative_payment_is_nobodys() -> None:
    with pytest.raises(ValueError, match="-1"):
        withholding_tax(Yen(-1), Withholding.ADVICE, individual=True, on=TODAY)


@given(base=st.integers(0, 5_000_000))
def test_withholding_never_falls_as_the_fee_grows(base: int) -> None:
    less, more = (
        withholding_tax(Yen(each), Withholding.ADVICE, individual=True, on=TODAY) for each in (base, base + 1)
    )
    assert less <= more <= less + 1


def test_r29_what_reaches_the_account() -> None:
    assert net_transfer(Yen(800_000), Yen(80_000), Yen(81_680)) == 798_320


def test_r30_a_day_before_the_tables_raises() -> None:
    with pytest.raises(NoRateError):
        rate_on(date(2019, 9, 30), CONSUMPTION_TAX)
    with pytest.raises(NoRateError):
        lost_credit(Yen(80_000), date(2023, 9, 30))
    with pytest.raises(NoRateError):
        withholding_tax(Yen(1), Withholding.NONE, individual=False, on=date(2012, 12, 31))
    assert rate_on(TODAY, CONSUMPTION_TAX) == TEN
