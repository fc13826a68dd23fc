"""Corrected notices that leave nothing to transfer, or ask for money back (R19): settled to the yen, books level."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from marketplace.audit import AuditEntry
from marketplace.billing.advances import advances_left, may_come_off
from marketplace.billing.models import PaymentNotice
from marketplace.billing.operations.advancing import agree_to_set_off, book_given_back
from marketplace.billing.operations.answering import confirm_notice, dispute_notice, settle_dispute
from marketplace.billing.operations.issuing import bill_month
from marketplace.billing.queries import balance
from marketplace.billing.states import Account, NoticeState
from marketplace.clock import today
from marketplace.contracts.operations.ending import end_due
from marketplace.dashboards.earning import earned_by, next_transfer
from marketplace.db import db
from marketplace.errors import DomainError, Invalid
from marketplace.outbox import Message
from marketplace.payouts.queries import due_until
from marketplace.work_reports.months import first_of, last_of
from tests.factories.accounts import make_operator
from tests.factories.payouts import make_bank_account, pay_all
from tests.factories.work_reports import approved_report, last_month, reported_contract
from tests.marketplace.billing.test_correcting import corrected

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.work_reports.models import WorkReport
    from tests.conftest import PageClient


NEXT = re.compile("次回の振込</p>.*?</div>", re.DOTALL)


def _billed(report: WorkReport) -> PaymentNotice:
    notice = bill_month(report, by=None)[1]
    db.session.commit()
    assert notice is not None
    return notice


def _paid(hours: float = 188.25) -> tuple[WorkReport, User, PaymentNotice]:
    """Make a month that is billed and paid: 920,293 yen of 188.25 hours."""
    first = last_month()
    for _month in range(3):
        first = first_of(first - timedelta(days=1))
    contract, owner, _advisor = reported_contract(first)
    report = approved_report(contract, owner, int(hours * 60))
    notice = _billed(report)
    confirm_notice(notice, by=notice.consultant.user)
    make_bank_account(notice.consultant)
    pay_all(notice.due_on)
    assert notice.state is NoticeState.PAID
    return report, owner, notice


def _lowered() -> tuple[WorkReport, User, PaymentNotice]:
    """Make a paid month that is corrected to 150 hours: 40,293 yen are too much."""
    report, owner, _first = _paid()
    again = corrected(report, owner, 150 * 60)
    notice = _billed(again)
    confirm_notice(notice, by=notice.consultant.user)
    db.session.commit()
    return again, owner, notice


def _next_month(owner: User, notice: PaymentNotice, hours: float = 160) -> PaymentNotice:
    """Bill the contract's next month."""
    return _billed(_next_report(owner, notice, hours))


def _next_report(owner: User, notice: PaymentNotice, hours: float = 160) -> WorkReport:
    query = select(func.max(PaymentNotice.served_until)).where(PaymentNotice.contract_id == notice.contract_id)
    last = db.session.scalars(query).one()
    return approved_report(notice.contract, owner, int(hours * 60), month=last + timedelta(days=1))


@pytest.mark.usefixtures("session")
def test_a_correction_that_changes_nothing_to_transfer_is_settled_once_it_is_confirmed() -> None:
    report, owner, first = _paid(150)
    second = _billed(corrected(report, owner, 160 * 60))
    assert (first.transfer, second.carried, second.transfer) == (880_000, 880_000, 0)
    confirm_notice(second, by=second.consultant.user)
    assert (second.state, second.paid_on) == (NoticeState.PAID, today())
    assert (balance(Account.PAYABLE), balance(Account.CASH)) == (0, -880_000)
    assert due_until(second.due_on).held == []


@pytest.mark.usefixtures("session")
def test_a_settled_dispute_and_silence_settle_it_likewise() -> None:
    report, owner, _first = _paid(150)
    second = _billed(corrected(report, owner, 160 * 60))
    dispute_notice(second, words="時間が違う", by=second.consultant.user)
    settle_dispute(second, answer="報告書のとおりです", by=make_operator())
    assert second.state is NoticeState.PAID


@pytest.mark.usefixtures("session")
def test_what_was_carried_is_carried_on_by_a_correction_of_an_unpaid_correction() -> None:
    report, owner, _first = _paid(150)
    second = corrected(report, owner, 188 * 60 + 15)
    assert _billed(second).transfer == 40_293
    third = _billed(corrected(second, owner, 132 * 60 + 30))
    assert (third.carried, third.total, third.transfer) == (880_000, 832_892, -47_108)
    assert balance(Account.PAYABLE) == 47_108


@pytest.mark.usefixtures("session")
def test_too_much_is_taken_off_the_next_notice_by_agreement_alone() -> None:
    _report, owner, notice = _lowered()
    assert (notice.state, notice.transfer) == (NoticeState.CONFIRMED, -40_293)
    assert balance(Account.PAYABLE) == 40_293
    before = _next_month(owner, notice)
    assert (before.deducted, before.transfer) == (0, 880_000), "nobody has agreed"
    agree_to_set_off(notice, by=notice.consultant.user)
    db.session.commit()
    assert (notice.state, balance(Account.ADVANCES)) == (NoticeState.PAID, 40_293)
    after = _next_month(owner, notice)
    assert (after.total, after.deducted, after.transfer) == (880_000, 40_293, 839_707)
    assert balance(Account.ADVANCES) == 0
    assert balance(Account.PAYABLE) == -880_000 - 839_707
    assert _next_month(owner, notice).deducted == 0, "once"
    with pytest.raises(DomainError):
        agree_to_set_off(notice, by=notice.consultant.user)
    events = set(db.session.scalars(select(AuditEntry.event)))
    assert {"set-off agreed", "advance taken off"} <= events


@pytest.mark.usefixtures("session")
def test_never_more_comes_off_than_would_be_transferred_and_the_rest_later() -> None:
    report, owner, first = _paid()
    notice = _billed(corrected(report, owner, 60))
    confirm_notice(notice, by=notice.consultant.user)
    too_much = -notice.transfer
    assert too_much == first.transfer - notice.total > 880_000 - 40_000
    agree_to_set_off(notice, by=notice.consultant.user)
    small = _next_month(owner, notice, 1)
    assert (small.deducted, small.transfer) == (small.total, 0)
    rest = too_much - small.total
    assert [left for _advance, left in advances_left(notice.consultant_id)] == [rest]
    confirm_notice(small, by=small.consultant.user)
    assert small.state is NoticeState.PAID
    large = _next_month(owner, notice)
    assert (large.deducted, large.transfer) == (min(rest, 880_000), 880_000 - min(rest, 880_000))


@pytest.mark.usefixtures("session")
def test_a_correction_takes_an_advance_off_anew() -> None:
    _report, owner, notice = _lowered()
    agree_to_set_off(notice, by=notice.consultant.user)
    report = _next_report(owner, notice)
    first = _billed(report)
    assert first.deducted == 40_293
    second = _billed(corrected(report, owner, 188 * 60 + 15))
    assert (second.deducted, second.transfer) == (40_293, 920_293 - 40_293)
    assert advances_left(notice.consultant_id) == []
    assert (balance(Account.ADVANCES), balance(Account.PAYABLE)) == (0, -880_000)
    kept = select(AuditEntry).where(AuditEntry.event == "advance not taken off any more")
    (given_up,) = db.session.scalars(kept).all()
    assert (given_up.facts["number"], given_up.facts["amount"]) == (first.number, 40_293)


@pytest.mark.usefixtures("session")
def test_what_is_transferred_back_is_booked_on_its_day_and_once() -> None:
    _report, owner, notice = _lowered()
    with pytest.raises(Invalid):
        book_given_back(notice, on=today().replace(year=today().year + 1), by=make_operator())
    cash = balance(Account.CASH)
    book_given_back(notice, on=today(), by=make_operator())
    assert (notice.state, notice.paid_on) == (NoticeState.PAID, today())
    assert (balance(Account.CASH) - cash, balance(Account.PAYABLE)) == (40_293, 0)
    with pytest.raises(DomainError):
        book_given_back(notice, on=today(), by=make_operator())
    assert _next_month(owner, notice).deducted == 0


@pytest.mark.usefixtures("session")
def test_the_consultant_and_the_operators_are_told() -> None:
    operator = make_operator()
    _report, _owner, notice = _lowered()
    told = set(db.session.scalars(select(Message.user_id).where(Message.template == "billing/to_give_back")))
    assert {operator.id, notice.consultant.user_id} <= told


@pytest.mark.parametrize(("locale", "line"), [("ja", "前払金の控除"), ("en", "Advance taken off")])
def test_each_side_has_its_part_of_the_page(client: PageClient, locale: str, line: str) -> None:
    _report, owner, notice = _lowered()
    path = f"/payment-notices/{notice.id}"
    client.sign_in(make_operator())
    client.set_cookie("locale", locale)
    assert f"{path}/given-back" in client.get(path).text
    assert f"{path}/set-off" not in client.get(path).text
    assert client.post(f"{path}/given-back", data={"on": "昨日"}).status_code == 422
    client.sign_in(notice.consultant.user)
    client.set_cookie("locale", locale)
    page = client.get(path).text
    assert f"{path}/set-off" in page
    assert "40,293" in page
    assert client.post(f"{path}/set-off", data={"version": 99}).status_code == 409
    assert client.post(f"{path}/set-off").location == path
    assert client.post(f"{path}/set-off").status_code == 409
    after = _next_month(owner, notice)
    shown = client.get(f"/payment-notices/{after.id}").text
    assert line in shown
    assert re.search("−¥?40,293", shown)


def test_who_is_to_give_back_is_promised_no_transfer(client: PageClient) -> None:
    report, owner, _first = _paid()
    notice = _billed(corrected(report, owner, 150 * 60))
    path = f"/payment-notices/{notice.id}"
    client.sign_in(notice.consultant.user)
    assert client.post(f"{path}/confirm").location == path
    assert "振り込まれます" not in client.get(path).text
    assert next_transfer(earned_by(notice.consultant.user_id)) is None
    assert "40,293" not in NEXT.findall(client.get("/earnings").text)[0]
    after = _next_month(owner, notice)
    coming = next_transfer(earned_by(notice.consultant.user_id))
    assert coming is not None
    assert (coming.number, coming.to_come) == (after.number, 880_000)
    dispute_notice(after, words="経費が含まれていません。", by=notice.consultant.user)
    assert next_transfer(earned_by(notice.consultant.user_id)) is None


def test_after_the_last_month_nothing_comes_off_any_more_and_nobody_is_offered_it(client: PageClient) -> None:
    month = last_month()
    contract, owner, _advisor = reported_contract(month, last_day=last_of(month))
    report = approved_report(contract, owner, 188 * 60 + 15)
    first = _billed(report)
    confirm_notice(first, by=first.consultant.user)
    make_bank_account(first.consultant)
    pay_all(first.due_on)
    assert may_come_off(first.consultant_id), "it has not ended yet"
    end_due()
    notice = _billed(corrected(report, owner, 150 * 60))
    confirm_notice(notice, by=notice.consultant.user)
    db.session.commit()
    asked = db.session.scalars(select(Message).where(Message.template == "billing/to_give_back")).first()
    assert asked is not None
    assert asked.facts["to_come"] is False
    with pytest.raises(DomainError, match="今後のお支払い"):
        agree_to_set_off(notice, by=notice.consultant.user)
    client.sign_in(notice.consultant.user)
    page = client.get(f"/payment-notices/{notice.id}").text
    assert "/set-off" not in page
    assert "今後のお支払いがありません" in page
    assert client.post(f"/payment-notices/{notice.id}/set-off").status_code == 409
    book_given_back(notice, on=today(), by=make_operator())
    assert balance(Account.PAYABLE) == 0
