"""R13 to R18 and R20: hours and a monthly fee, with the tables of the trade's rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.money import Yen
from marketplace.trade.refusal import Refusal
from marketplace.trade.settlement import (
    Line,
    LineKind,
    Method,
    Part,
    Proration,
    SettlementTerms,
    both,
    minutes_of,
    prorated,
    settle,
)
from marketplace.trade.taxes import Rounding, Withholding, consumption_tax, net_transfer, withholding_tax

TEN_YEN = SettlementTerms(Yen(800_000), Method.BOTH_ENDS, 140 * 60, 180 * 60)
ONE_YEN = replace(TEN_YEN, unit_cut=1)
MIDDLE = replace(TEN_YEN, method=Method.MIDDLE)
FIXED = SettlementTerms(Yen(800_000), Method.FIXED)
CLIENT = replace(TEN_YEN, monthly=Yen(1_000_000))
TERMS = (TEN_YEN, ONE_YEN, MIDDLE, FIXED)
NOVEMBER = date(2026, 11, 1)
LAST = date(2026, 11, 30)


def minutes(hours: str) -> int:
    return int(Decimal(hours) * 60)


def test_unit_prices() -> None:
    assert [(each.short_unit, each.over_unit) for each in TERMS] == [
        (5_710, 4_440),
        (5_714, 4_444),
        (5_000, 5_000),
        (0, 0),
    ]
    assert (CLIENT.short_unit, CLIENT.over_unit) == (7_140, 5_550)
    agency = replace(TEN_YEN, monthly=Yen(500_000))
    assert (agency.short_unit, agency.over_unit) == (3_570, 2_770)


@pytest.mark.parametrize(
    ("hours", "totals", "adjustments"),
    [
        ("132.5", (757_175, 757_145, 762_500, 800_000), (-42_825, -42_855, -37_500, 0)),
        ("139.75", (798_573, 798_572, 798_750, 800_000), (-1_427, -1_428, -1_250, 0)),
        ("140", (800_000,) * 4, (0,) * 4),
        ("160", (800_000,) * 4, (0,) * 4),
        ("180", (800_000,) * 4, (0,) * 4),
        ("180.25", (801_110, 801_111, 801_250, 800_000), (1_110, 1_111, 1_250, 0)),
        ("188.25", (836_630, 836_663, 841_250, 800_000), (36_630, 36_663, 41_250, 0)),
    ],
)
def test_r13_to_r15_the_table(hours: str, totals: tuple[int, ...], adjustments: tuple[int, ...]) -> None:
    settled = [settle(terms, minutes(hours)) for terms in TERMS]
    assert tuple(each.total for each in settled) == totals
    assert tuple(each.adjustment for each in settled) == adjustments
    assert all(each.base == 800_000 for each in settled)


def test_the_second_worked_example() -> None:
    terms = SettlementTerms(Yen(1_000_000), Method.BOTH_ENDS, 150 * 60, 190 * 60)
    assert (terms.short_unit, terms.over_unit) == (6_660, 5_260)
    assert settle(terms, minutes("141.75")).total == 945_055
    middle = replace(terms, method=Method.MIDDLE)
    assert middle.over_unit == 5_880
    assert settle(middle, minutes("200")).total == 1_058_800


def test_r16_utilisation() -> None:
    three_days = replace(TEN_YEN, utilisation=Decimal("0.6"))
    assert (three_days.base, three_days.range_minutes) == (480_000, (84 * 60, 108 * 60))
    assert settle(three_days, minutes("80.5")).total == 460_015
    assert settle(replace(three_days, method=Method.MIDDLE), minutes("112")).total == 500_000


def test_r17_a_month_begun_on_the_16th() -> None:
    start = date(2026, 11, 16)
    by_business_days = prorated(TEN_YEN, start, LAST, NOVEMBER, Proration.BUSINESS_DAYS)
    assert by_business_days.base == 421_052
    assert by_business_days.range_minutes == (minutes("73.5"), minutes("94.5"))
    assert prorated(TEN_YEN, start, LAST, NOVEMBER, Proration.CALENDAR_DAYS).base == 400_000
    assert prorated(TEN_YEN, start, LAST, NOVEMBER, Proration.NONE) == TEN_YEN


def test_a_prorated_month_keeps_the_unit_prices_of_the_order() -> None:
    terms = prorated(TEN_YEN, date(2026, 11, 16), LAST, NOVEMBER, Proration.BUSINESS_DAYS)
    assert (terms.short_unit, terms.over_unit) == (5_710, 4_440)
    assert settle(terms, minutes("72.5")).total == 421_052 - 5_710
    assert settle(terms, minutes("96.5")).total == 421_052 + 8_880


def test_an_end_in_the_middle_and_days_outside_the_month() -> None:
    terms = prorated(TEN_YEN, date(2026, 10, 1), date(2026, 11, 13), LAST, Proration.BUSINESS_DAYS)
    assert terms.part is not None
    assert (terms.part.days, terms.part.of, terms.base) == (9, 19, 378_947)


def test_a_part_with_every_business_day_is_the_whole_month() -> None:
    first = date(2026, 8, 3)  # the first two days are a weekend
    august = date(2026, 8, 31)
    assert prorated(TEN_YEN, first, august, august, Proration.BUSINESS_DAYS) == TEN_YEN


@pytest.mark.parametrize(
    ("hours", "client", "consultant", "withheld", "transfer", "margin"),
    [
        ("132.5", (946_450, 94_645, 1_041_095), (757_175, 75_717, 832_892), 77_307, 755_585, 189_275),
        ("150", (1_000_000, 100_000, 1_100_000), (800_000, 80_000, 880_000), 81_680, 798_320, 200_000),
        ("188.25", (1_045_787, 104_578, 1_150_365), (836_630, 83_663, 920_293), 85_419, 834_874, 209_157),
    ],
)
def test_r18_both_sides_with_tax_and_withholding(
    hours: str,
    client: tuple[int, int, int],
    consultant: tuple[int, int, int],
    withheld: int,
    transfer: int,
    margin: int,
) -> None:
    sides = both(CLIENT, TEN_YEN, minutes(hours))
    found = []
    for net in (sides.client.total, sides.consultant.total):
        tax = consumption_tax(net, Decimal("0.10"), Rounding.FLOOR)
        found.append((net, tax, net + tax))
    assert found == [client, consultant]
    assert sides.margin == margin
    net = sides.consultant.total
    assert withholding_tax(net, Withholding.ADVICE, individual=True, on=LAST) == withheld
    assert net_transfer(net, Yen(consultant[1]), Yen(withheld)) == transfer


def test_the_calculation_is_told_line_by_line() -> None:
    assert settle(TEN_YEN, minutes("132.5")).lines == (
        Line(LineKind.MONTHLY, {"amount": 800_000, "low": 8_400, "high": 10_800}),
        Line(LineKind.HOURS, {"minutes": 7_950}),
        Line(LineKind.SHORT, {"difference": 450, "unit": 5_710, "amount": 42_825}),
        Line(LineKind.TOTAL, {"amount": 757_175}),
    )
    three_days = replace(TEN_YEN, utilisation=Decimal("0.6"))
    cut = prorated(three_days, date(2026, 11, 16), LAST, NOVEMBER, Proration.CALENDAR_DAYS)
    part = {"by": Proration.CALENDAR_DAYS, "days": 15, "of": 30, "amount": 240_000, "low": 2_520, "high": 3_240}
    assert settle(cut, 3_300).lines == (
        Line(LineKind.MONTHLY, {"amount": 800_000, "low": 8_400, "high": 10_800}),
        Line(LineKind.UTILISATION, {"share": Decimal("0.6"), "amount": 480_000, "low": 5_040, "high": 6_480}),
        Line(LineKind.PRORATION, part),
        Line(LineKind.HOURS, {"minutes": 3_300}),
        Line(LineKind.OVER, {"difference": 60, "unit": 4_440, "amount": 4_440}),
        Line(LineKind.TOTAL, {"amount": 244_440}),
    )
    assert [line.kind for line in settle(FIXED, 60).lines] == ["monthly", "hours", "fixed", "total"]
    assert settle(MIDDLE, 9_600).lines[2] == Line(LineKind.WITHIN, {"minutes": 9_600, "low": 8_400, "high": 10_800})


@pytest.mark.parametrize(
    "wrong",
    [
        {"monthly": Yen(-1)},
        {"unit_cut": 100},
        {"utilisation": Decimal(0)},
        {"grain_minutes": 0},
        {"low_minutes": 10_801},
        {"low_minutes": 0, "high_minutes": 0},
    ],
)
def test_terms_that_make_no_sense(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="SettlementTerms"):
        replace(TEN_YEN, **wrong)


def test_hours_are_never_negative() -> None:
    with pytest.raises(ValueError, match="-1"):
        settle(TEN_YEN, -1)


def test_what_is_taken_off_is_never_more_than_there_is() -> None:
    """750,150 × 33 % × 14/21 is 165,033 yen, to the yen: cut twice, it was one less than its deduction."""
    terms = SettlementTerms(
        Yen(750_150), Method.BOTH_ENDS, 150 * 60, 180 * 60, unit_cut=1, utilisation=Decimal("0.33"),
        part=Part(Proration.BUSINESS_DAYS, 14, 21),
    )  # fmt: skip
    nothing = settle(terms, 0)
    assert (nothing.base, nothing.adjustment, nothing.total) == (165_033, -165_033, 0)


def test_a_range_from_nothing_takes_nothing_off() -> None:
    terms = replace(TEN_YEN, low_minutes=0)
    assert (terms.short_unit, settle(terms, 0).total) == (0, 800_000)


some_terms = st.builds(
    lambda monthly, method, low, width, cut, share: SettlementTerms(
        Yen(monthly), method, low * 30, (low + width) * 30, unit_cut=cut, utilisation=Decimal(share) / 100
    ),
    monthly=st.integers(0, 5_000_000),
    method=st.sampled_from(Method),
    low=st.integers(0, 400),
    width=st.integers(1, 200),
    cut=st.sampled_from([1, 10]),
    share=st.integers(5, 100),
)
spans = st.tuples(st.integers(1, 30), st.integers(1, 30)).map(sorted)
kinds = st.sampled_from(Proration)


@given(some_terms, st.integers(0, 20_000), st.integers(0, 20_000))
def test_more_hours_never_pay_less(terms: SettlementTerms, some: int, more: int) -> None:
    fewer, rest = sorted((settle(terms, some), settle(terms, more)), key=lambda settled: settled.minutes)
    assert fewer.total <= rest.total


@given(some_terms, some_terms, st.integers(0, 20_000), spans, kinds)
def test_the_margin_is_the_difference(
    client: SettlementTerms, consultant: SettlementTerms, worked: int, span: list[int], kind: Proration
) -> None:
    first, last = (NOVEMBER.replace(day=day) for day in span)
    client, consultant = (prorated(each, first, last, NOVEMBER, kind) for each in (client, consultant))
    sides = both(client, consultant, worked)
    assert sides.margin == sides.client.total - sides.consultant.total
    assert (sides.client, sides.consultant) == (settle(client, worked), settle(consultant, worked))
    assert sides.client.total == sides.client.base + sides.client.adjustment >= 0


@given(some_terms, kinds, st.dates(date(2024, 1, 1), date(2030, 12, 31)))
def test_a_full_month_is_the_whole(terms: SettlementTerms, kind: Proration, day: date) -> None:
    assert prorated(terms, date(2020, 1, 1), date(2035, 1, 1), day, kind) == terms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7.5", 450),
        ("7:30", 450),
        ("７．５", 450),
        ("７：３０", 450),
        ("7時間30分", 450),
        ("7.5時間", 450),
        ("0.25", 15),
        ("8", 480),
        (" 0 ", 0),
        ("24:00", 1_440),
    ],
)
def test_r20_hours_as_people_write_them(text: str, expected: int) -> None:
    assert minutes_of(text) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("0.1", "15分単位"),
        ("7:20", "15分単位"),
        ("7.3333", "15分単位"),
        ("24:15", "24時間"),
        ("", "読み取れません"),
        ("-1", "読み取れません"),
        ("7:60", "読み取れません"),
        ("七", "読み取れません"),
        ("1e3", "読み取れません"),
    ],
)
def test_r20_hours_off_the_grain_or_unreadable(text: str, words: str) -> None:
    with pytest.raises(Refusal) as refusal:
        minutes_of(text)
    assert words in str(refusal.value.message)


def test_r20_the_contracts_own_grain() -> None:
    assert minutes_of("7:20", grain=5) == 440
    assert minutes_of("160.25", most=744 * 60) == 9_615
    with pytest.raises(Refusal, match="30"):
        minutes_of("7.25", grain=30)


@given(st.lists(st.integers(0, 96), max_size=31))
def test_r20_sums_are_exact(quarters: list[int]) -> None:
    written = [f"{quarter // 4}.{quarter % 4 * 25:02}" for quarter in quarters]
    assert sum(minutes_of(text) for text in written) == sum(quarters) * 15
