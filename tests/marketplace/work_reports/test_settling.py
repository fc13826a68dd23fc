"""What a report comes to: the rules' own yen through a report, each side by its own terms, worded line by line."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from marketplace.clock import TOKYO, now
from marketplace.contracts.models import Contract, ContractVersion
from marketplace.contracts.queries import newest_version
from marketplace.contracts.sides import Side
from marketplace.contracts.states import VersionState
from marketplace.contracts.terms import terms_of
from marketplace.db import db
from marketplace.engagements.states import ContractModel, Settlement
from marketplace.i18n import in_locale
from marketplace.money import Yen
from marketplace.trade.settlement import BothSides, Line, LineKind, Method, Proration, SettlementTerms, both
from marketplace.work_reports import settling
from marketplace.work_reports.models import WorkDay, WorkReport
from marketplace.work_reports.queries import version_for
from marketplace.work_reports.settling import month_of, settlements_for
from marketplace.work_reports.wording import clock, worded, worded_line
from tests.factories.work_reports import drafted_report, reported_contract, writer

if TYPE_CHECKING:
    from marketplace.work_reports.settling import MonthMoney


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize(
    ("minutes", "client", "consultant", "margin"),
    [
        (132 * 60 + 30, 946_450, 757_175, 189_275),
        (150 * 60, 1_000_000, 800_000, 200_000),
        (188 * 60 + 15, 1_045_787, 836_630, 209_157),  # R18
        (139 * 60 + 45, 998_215, 798_573, 199_642),
        (180 * 60 + 15, 1_001_387, 801_110, 200_277),
    ],
)
def test_the_worked_examples_through_a_report(minutes: int, client: int, consultant: int, margin: int) -> None:
    contract, _owner, _advisor = reported_contract()
    report = drafted_report(contract, minutes)
    assert report.minutes == minutes
    money = month_of(report)
    assert money.client is not None
    assert (money.client.total, money.consultant.total, money.margin) == (client, consultant, margin)


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize(("calendar", "fee"), [(False, 421_052), (True, 400_000)])
def test_a_month_begun_in_its_middle(calendar: bool, fee: int) -> None:  # noqa: FBT001
    """R17: from 2026-11-16, 10 of 19 business days or 15 of 30 days."""
    with time_machine.travel(datetime(2026, 12, 1, 10, tzinfo=TOKYO), tick=False):
        contract, _owner, _advisor = reported_contract(date(2026, 11, 16), calendar_pro_rata=calendar)
        report = drafted_report(contract, 80 * 60)
        assert month_of(report).consultant.total == fee
        lines = dict(worded(month_of(report).consultant))
    part = "15日" if calendar else "10日"
    assert any(part in name for name in lines)


@pytest.mark.usefixtures("session")
def test_each_side_has_its_own_way_of_settling() -> None:
    contract, _owner, _advisor = reported_contract(
        order_settlement=Settlement.FIXED, received_settlement=Settlement.MIDDLE
    )
    money = month_of(drafted_report(contract, 188 * 60 + 15))
    assert money.client is not None
    assert (money.client.total, money.consultant.total) == (1_000_000, 841_250)


@pytest.mark.usefixtures("session")
def test_who_reads_which_side() -> None:
    contract, owner, advisor = reported_contract()
    report = drafted_report(contract)
    assert set(settlements_for(owner, report)) == {Side.ORDER}
    assert set(settlements_for(writer(contract), report)) == {Side.RECEIVED}
    assert set(settlements_for(advisor, report)) == {Side.ORDER, Side.RECEIVED}


@pytest.mark.usefixtures("session")
def test_a_direct_contract_has_one_price() -> None:
    contract, owner, advisor = reported_contract(model=ContractModel.DIRECT, order_price=None)
    report = drafted_report(contract)
    money = month_of(report)
    assert (money.client, money.margin) == (None, None)
    for user in (owner, advisor, writer(contract)):
        assert set(settlements_for(user, report)) == {Side.RECEIVED}


@pytest.mark.usefixtures("session")
def test_a_change_signed_inside_a_month_rules_from_the_next_one() -> None:
    contract, _owner, _advisor = reported_contract()
    first = newest_version(contract)
    first.agreed_at = datetime(2026, 10, 5, tzinfo=TOKYO)
    assert version_for(contract, date(2026, 10, 1)) is first, "signed after its first day: its first terms rule"
    raised = ContractVersion(
        contract_id=contract.id, number=2, reason="単価改定", sent_at=now(), **terms_of(first).values()
    )
    raised.received_price, raised.agreed_at = 900_000, datetime(2026, 10, 1, 0, 5, tzinfo=TOKYO) + timedelta(days=14)
    raised.state = VersionState.SENT
    raised.state = VersionState.AGREED
    db.session.add(raised)
    db.session.commit()
    assert version_for(contract, date(2026, 10, 1)) is first
    assert version_for(contract, date(2026, 11, 1)) is raised


TERMS: dict[str, Any] = {
    "order_price": 1_000_000, "order_settlement": Settlement.SPLIT, "order_low": 8400, "order_high": 10_800,
    "order_cut": 10, "received_price": 800_000, "received_settlement": Settlement.SPLIT, "received_low": 8400,
    "received_high": 10_800, "received_cut": 10, "grain": 15, "calendar_pro_rata": False,
}  # fmt: skip
quarters = st.integers(0, 96).map(lambda n: n * 15)


@given(minutes=st.lists(quarters, min_size=31, max_size=31), order=st.integers(800_000, 3_000_000))
def test_any_days_sum_up_exactly_and_the_margin_is_the_difference(minutes: list[int], order: int) -> None:
    version = ContractVersion(**{**TERMS, "order_price": order, "utilisation": 100})
    contract = Contract(
        first_day=date(2026, 10, 1), last_day=date(2027, 3, 31), model=ContractModel.VIA, suspensions=[]
    )
    report = WorkReport(month=date(2026, 10, 1))
    report.contract = contract
    report.days = [WorkDay(day=date(2026, 10, 1 + n), minutes=each) for n, each in enumerate(minutes)]
    money = _money(report, version)
    sides = _by_the_pure_rules(order, sum(minutes))
    assert report.minutes == sum(minutes)
    assert (money.client, money.consultant, money.margin) == (sides.client, sides.consultant, sides.margin)
    assert money.client is not None
    assert money.client.total - money.consultant.total == money.margin


def _money(report: WorkReport, version: ContractVersion) -> MonthMoney:
    client, consultant = (settling.settled(report, version, side) for side in (Side.ORDER, Side.RECEIVED))
    return settling.MonthMoney(consultant, client, Yen(client.total - consultant.total), Yen(0))


def _by_the_pure_rules(order: int, minutes: int) -> BothSides:
    terms = [SettlementTerms(Yen(each), Method.BOTH_ENDS, 8400, 10_800) for each in (order, 800_000)]
    return both(terms[0], terms[1], minutes)


# Words


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize(
    ("locale", "lines"),
    [
        (
            "ja",
            [
                ("1か月の金額", "800,000円（140〜180時間）"),
                ("稼働時間", "188.25時間（188:15）"),
                ("超過分の加算", "8.25時間 × 4,440円 = +36,630円"),
                ("今月の合計（税抜）", "836,630円"),
            ],
        ),
        (
            "en",
            [
                ("Price of a whole month", "¥800,000 for 140 to 180 hours"),
                ("Hours worked", "188.25 hours (188:15)"),
                ("Added for hours above the range", "8.25 hours × ¥4,440 = +¥36,630"),
                ("Total of the month, without tax", "¥836,630"),
            ],
        ),
    ],
)
def test_a_calculation_reads_line_by_line(locale: str, lines: list[tuple[str, str]]) -> None:
    contract, _owner, _advisor = reported_contract()
    report = drafted_report(contract, 188 * 60 + 15)
    with in_locale(locale):
        assert worded(month_of(report).consultant) == lines


@pytest.mark.parametrize("kind", list(LineKind))
def test_every_kind_of_line_has_its_words(kind: LineKind) -> None:
    facts = {
        "amount": 421_052, "low": 4410, "high": 5670, "share": Decimal("0.60"),
        "by": Proration.BUSINESS_DAYS, "days": 10, "of": 19, "minutes": 4800, "difference": 450, "unit": 5710,
    }  # fmt: skip
    for locale in ("ja", "en"):
        with in_locale(locale):
            name, value = worded_line(Line(kind, facts))
            assert name
            assert "%" not in name.replace("60 %", "").replace("60%", "").replace("60％", "")
            assert value


def test_minutes_as_a_clock_says_them() -> None:
    assert [clock(each) for each in (0, 15, 600, 11_295)] == ["0:00", "0:15", "10:00", "188:15"]
