"""A correction replaces the living documents of its month, and carries what was paid."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import func, select

from marketplace.billing.document import document_data
from marketplace.billing.models import Invoice
from marketplace.billing.operations.collecting import mark_overdue, receive
from marketplace.billing.operations.issuing import bill_month
from marketplace.billing.queries import balance, billable, replaced_by
from marketplace.billing.states import Account, InvoiceState, NoticeState
from marketplace.clock import TOKYO, today
from marketplace.db import db
from marketplace.errors import DomainError
from marketplace.trade.due_dates import months_later
from marketplace.trade.taxes import CONSUMPTION_TAX
from marketplace.work_reports.entries import DayEntry
from marketplace.work_reports.months import days_in, last_of
from marketplace.work_reports.operations.answering import approve, submit
from marketplace.work_reports.operations.writing import begin_report, correct, save_days
from tests.factories.billing import approved_month
from tests.factories.work_reports import hours, reported_contract, writer

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.work_reports.models import WorkReport

pytestmark = pytest.mark.usefixtures("session")
TEN = CONSUMPTION_TAX[0].share


def corrected(report: WorkReport, owner: User, minutes: int) -> WorkReport:
    again = correct(report, reason="11日の稼働が漏れていたため。", by=writer(report.contract))
    emptied = {day: DayEntry() for day in days_in(report.contract, report.month)}
    save_days(again, emptied | hours(minutes, report.contract, report.month), issues="", by=writer(report.contract))
    submit(again, by=writer(report.contract))
    approve(again, by=owner)
    db.session.commit()
    return again


def test_a_correction_replaces_both_documents_and_carries_what_was_paid() -> None:
    report, owner = approved_month(132.5)
    first, notice = bill_month(report, by=None)
    assert first is not None
    assert notice is not None
    receive(first, first.total, on=today(), source="bank", by=None)
    second, other = bill_month(corrected(report, owner, 150 * 60), by=None)
    assert second is not None
    assert other is not None
    assert (first.state, notice.state) == (InvoiceState.CORRECTED, NoticeState.CORRECTED)
    assert (second.replaces_id, other.replaces_id) == (first.id, notice.id)
    assert (second.total, second.paid, second.open) == (1_100_000, 1_041_095, 58_905)
    assert (first.open, other.transfer) == (0, 880_000)
    assert replaced_by(first) is second
    assert second.reason == "11日の稼働が漏れていたため。"
    for newer, older in ((second, first), (other, notice)):  # R24: linked to the first, on paper too
        assert any(older.number in each for each in document_data(newer)["notes"])
    assert balance(Account.RECEIVABLE) == second.open
    assert balance(Account.PAYABLE) == -other.transfer


def test_a_version_corrected_before_it_was_billed_is_never_billed() -> None:
    report, owner = approved_month(150)
    again = corrected(report, owner, 188 * 60)
    assert list(billable()) == [again]
    with pytest.raises(DomainError):
        bill_month(report, by=None)
    bill_month(again, by=None)
    db.session.commit()
    assert list(billable()) == []
    assert db.session.scalar(select(func.count(Invoice.id))) == 1


def test_a_correction_finds_the_living_documents_over_versions_that_were_never_billed() -> None:
    report, owner = approved_month(132.5)
    first, notice = bill_month(report, by=None)
    db.session.commit()
    third = corrected(corrected(report, owner, 150 * 60), owner, 188 * 60)
    second, other = bill_month(third, by=None)
    assert first is not None
    assert second is not None
    assert notice is not None
    assert other is not None
    assert (second.replaces_id, other.replaces_id) == (first.id, notice.id)
    assert balance(Account.RECEIVABLE) == second.total
    assert balance(Account.PAYABLE) == -other.transfer


def test_an_invoice_lowered_after_it_was_paid_asks_for_nothing() -> None:
    report, owner = approved_month(188.25)
    first, _notice = bill_month(report, by=None)
    assert first is not None
    receive(first, first.total, on=today(), source="bank", by=None)
    second, _notice = bill_month(corrected(report, owner, 150 * 60), by=None)
    assert second is not None
    assert second.open == second.total - first.total < 0, "kept for the client"
    assert second.state is InvoiceState.PAID


def test_an_invoice_lowered_below_a_part_payment_is_paid_on_a_day() -> None:
    report, owner = approved_month(188.25)
    first, _notice = bill_month(report, by=None)
    assert first is not None
    receive(first, 1_120_000, on=today(), source="bank", by=None)
    assert (first.state, first.paid_on) == (InvoiceState.ISSUED, None)
    second, _other = bill_month(corrected(report, owner, 150 * 60), by=None)
    assert second is not None
    assert (second.state, second.paid_on, second.open) == (InvoiceState.PAID, today(), -20_000)


def test_an_invoice_of_nothing_asks_for_nothing() -> None:
    contract, owner, _advisor = reported_contract()
    days = days_in(contract, contract.first_day)
    contract.suspensions = [{"first": days[0].isoformat(), "last": last_of(contract.first_day).isoformat()}]
    report = begin_report(contract, contract.first_day, by=writer(contract))
    save_days(report, {}, issues="契約停止中のため稼働なし。", by=writer(contract))
    submit(report, by=writer(contract))
    approve(report, by=owner)
    db.session.commit()
    invoice, _notice = bill_month(report, by=None)
    assert invoice is not None
    assert (invoice.total, invoice.state, invoice.paid_on) == (0, InvoiceState.PAID, today())
    with time_machine.travel(datetime.combine(invoice.due_on + timedelta(days=8), time(3), UTC), tick=False):
        assert mark_overdue() == 0, "nobody is asked for nothing"


def test_an_issued_document_says_the_same_whatever_comes_afterwards() -> None:
    report, owner = approved_month(132.5)
    first, _notice = bill_month(report, by=None)
    assert first is not None
    receive(first, 1_000_000, on=today(), source="bank", by=None)
    second, notice = bill_month(corrected(report, owner, 150 * 60), by=None)
    assert second is not None
    assert notice is not None
    before = [document_data(each) for each in (second, notice)]
    assert before[0]["asked"][1] == "100,000円"
    receive(second, 60_000, on=today(), source="bank", by=None)
    contract, month = report.contract, report.month
    contract.suspensions = [{"first": month.isoformat(), "last": (month + timedelta(days=9)).isoformat()}]
    db.session.commit()
    assert [document_data(each) for each in (second, notice)] == before


def test_a_correction_after_the_due_day_is_not_asked_for_the_day_after_it_came() -> None:
    report, owner = approved_month(132.5)
    first, notice = bill_month(report, by=None)
    db.session.commit()
    assert first is not None
    assert notice is not None
    late = months_later(first.due_on.replace(day=1), 1).replace(day=10)
    with time_machine.travel(datetime.combine(late, time(11), TOKYO), tick=False):
        second, other = bill_month(corrected(report, owner, 150 * 60), by=None)
        db.session.commit()
    assert second is not None
    assert other is not None
    assert second.due_on == last_of(months_later(late, 1)), "the end of the month after that of its issue"
    assert other.due_on == notice.due_on, "the consultant's day is the law's"
    for day, mails in ((late + timedelta(days=1), 0), (second.due_on + timedelta(days=6), 1)):
        with time_machine.travel(datetime.combine(day, time(11), TOKYO), tick=False):
            assert mark_overdue() == mails
