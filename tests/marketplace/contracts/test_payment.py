"""When a month of a contract is paid (R3, R6 to R10, R39), and the money on one screen, with the rules' numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from marketplace.contracts.money import money_of
from marketplace.contracts.payment import agreed_dates, clients_day, due_dates, payment_errors
from marketplace.contracts.queries import newest_version
from marketplace.contracts.terms import Terms, terms_of
from marketplace.db import db
from marketplace.engagements.states import ContractModel
from marketplace.profiles.states import BusinessForm
from marketplace.trade.refusal import Refusal
from marketplace.trade.taxes import Withholding
from tests.factories.contracts import TERM, day, make_issuer, ready_contract, signed_contract

pytestmark = pytest.mark.usefixtures("session")
TWO_MONTHS = "毎月末日締め翌々月末日払い"


def terms(**changed: Any) -> Terms:
    contract, _owner, _advisor = ready_contract(first_day=day("2027-04-01"), last_day=day("2027-06-30"))
    return replace(terms_of(newest_version(contract)), **changed)


def paid(served: str, **changed: Any) -> str:
    return due_dates(terms(**changed), day(served), toriteki=False).consultant.isoformat()


def test_r9_a_bank_holiday_inside_the_two_months_moves_to_the_next_business_day() -> None:
    assert paid("2026-11-20", received_term=TERM) == "2027-01-04"


def test_r9_outside_of_them_it_is_paid_before() -> None:
    assert paid("2026-10-20", received_term=TWO_MONTHS) == "2026-12-30"
    assert paid("2026-10-20", received_term=TWO_MONTHS, shift_agreed=True) == "2026-12-30", "four days are too many"


@pytest.mark.parametrize(("agreed", "when"), [(True, "2027-02-01"), (False, "2027-01-29")])
def test_r10_a_sunday_at_the_limit_moves_on_by_a_written_agreement_only(agreed: bool, when: str) -> None:  # noqa: FBT001
    assert paid("2026-11-20", received_term=TWO_MONTHS, shift_agreed=agreed) == when


def wrong(first: str, last: str, **changed: Any) -> str:
    found = payment_errors(terms(first_day=day(first), last_day=day(last), **changed), ContractModel.VIA)
    assert set(found) <= {"received_term"}
    return str(found.get("received_term", ""))


def test_r6_without_monthly_closing_each_day_has_its_sixty() -> None:
    assert not wrong("2026-11-22", "2026-11-30", received_term="毎月末日締め翌月末日払い", monthly_closing=False)
    late = wrong("2026-11-22", "2026-11-30", received_term="毎月末日締め翌々月末日払い", monthly_closing=False)
    assert "2027年1月20日" in late, "day 60, counted from the day itself"


def test_r7_a_monthly_closing_has_two_months() -> None:
    assert not wrong("2026-11-01", "2026-11-30", received_term=TWO_MONTHS)
    assert "2027年1月15日" in wrong("2026-11-01", "2026-11-15", received_term="毎月15日締め翌々月末日払い")


def test_r8_thirty_days_after_the_client_where_the_three_items_stand() -> None:
    stated = {"order_term": TWO_MONTHS, "received_term": TWO_MONTHS, "monthly_closing": False}
    assert not wrong("2026-11-01", "2026-11-30", **stated, reentrusted=True)
    assert wrong("2026-11-01", "2026-11-30", **stated, reentrusted=False)
    early = {"order_term": "毎月末日締め翌月末日払い", "received_term": TWO_MONTHS}
    assert "2027年1月29日" in wrong("2026-11-01", "2026-11-30", **early, reentrusted=True), "31 December and 30 days"


def test_both_laws_take_the_earlier_day() -> None:
    both = terms(
        first_day=day("2026-11-01"), last_day=day("2026-11-30"), order_term=TWO_MONTHS, received_term=TWO_MONTHS,
        monthly_closing=False, reentrusted=True,
    )  # fmt: skip
    assert due_dates(both, day("2026-11-20"), toriteki=False).consultant == day("2027-01-29") + timedelta(days=3)
    with pytest.raises(Refusal):
        due_dates(both, day("2026-11-20"), toriteki=True)


def test_terms_that_are_agreed_on_are_paid_by_the_last_legal_day_where_another_law_binds_by_now() -> None:
    contract, _owner, _advisor = signed_contract(
        first_day=day("2026-12-01"), last_day=day("2027-03-31"), order_term=TWO_MONTHS, received_term=TWO_MONTHS,
        monthly_closing=False, reentrusted=True,
    )  # fmt: skip
    version = newest_version(contract)
    assert agreed_dates(version, day("2026-12-01"), toriteki=False).consultant == day("2027-03-01")
    assert agreed_dates(version, day("2026-12-01"), toriteki=True).consultant == day("2027-01-29"), "day 60, a Friday"


def test_a_month_that_is_billed_whole_is_closed_at_its_end() -> None:
    for side in ("received", "order"):
        found = payment_errors(terms(**{f"{side}_term": "毎月20日締め翌月末日払い"}), ContractModel.VIA)
        assert set(found) == {f"{side}_term"}
        assert "月末" in str(found[f"{side}_term"])


def test_r39_the_clients_date_does_not_move_the_consultants() -> None:
    served = day("2026-11-20")
    soon = due_dates(terms(order_term="毎月末日締め翌月15日払い"), served, toriteki=False)
    late = due_dates(terms(order_term=TWO_MONTHS), served, toriteki=False)
    assert (soon.client, late.client) == (day("2026-12-15"), day("2027-01-31"))
    assert soon.consultant == late.consultant == day("2027-01-04")


@pytest.mark.parametrize(
    ("order_term", "issued", "due"),
    [
        (TERM, "2026-12-30", "2026-12-31"),  # before its day: as agreed
        (TERM, "2026-12-31", "2027-01-31"),  # on it: counted from the closing of December
        (TERM, "2027-02-25", "2027-03-31"),
        ("毎月末日締め翌月10日払い", "2026-12-30", "2027-01-13"),  # the 10th would leave 11 days
        (TWO_MONTHS, "2027-02-01", "2027-04-30"),
    ],
)
def test_an_invoice_that_comes_after_its_day_is_due_by_the_term_from_its_issue(
    order_term: str, issued: str, due: str
) -> None:
    contract, _owner, _advisor = ready_contract()
    version = newest_version(contract)
    version.order_term = order_term
    agreed = due_dates(version, day("2026-11-20"), toriteki=False)
    assert agreed.client is not None
    assert clients_day(version, agreed.client, issued=day(issued)) == day(due)


def test_the_due_dates_stand_on_the_money_screen() -> None:
    make_issuer()
    with time_machine.travel("2026-11-24T10:00:00+09:00", tick=False):
        contract, _owner, _advisor = ready_contract(first_day=day("2026-11-24"), last_day=day("2027-05-31"))
        due = money_of(newest_version(contract)).due
    assert due is not None
    assert (due.closing.last, due.client, due.consultant) == (day("2026-11-30"), day("2026-12-31"), day("2027-01-04"))


@pytest.mark.parametrize(
    ("fee", "form", "withholding", "withheld", "transfer"),
    [
        (800_000, BusinessForm.INDIVIDUAL, Withholding.ADVICE, 81_680, 798_320),
        (1_000_000, BusinessForm.INDIVIDUAL, Withholding.ADVICE, 102_100, 997_900),
        (1_250_000, BusinessForm.INDIVIDUAL, Withholding.ADVICE, 153_150, 1_221_850),
        (800_000, BusinessForm.COMPANY, Withholding.ADVICE, 0, 880_000),
        (800_000, BusinessForm.INDIVIDUAL, Withholding.NONE, 0, 880_000),
        (800_000, BusinessForm.INDIVIDUAL, None, None, None),
        (800_000, None, Withholding.ADVICE, None, None),
    ],
)
def test_what_reaches_the_account(
    fee: int, form: BusinessForm | None, withholding: Withholding | None, withheld: int | None, transfer: int | None
) -> None:
    contract, _owner, _advisor = ready_contract(received_price=fee)
    version = newest_version(contract)
    contract.application.consultant.business_form = version.business_form = form
    version.withholding = withholding
    db.session.flush()
    money = money_of(version)
    assert (money.withheld, money.transfer) == (withheld, transfer)
    assert money.order is not None
    assert (money.order.total, money.fee) == (1_650_000, 1_500_000 - fee)
