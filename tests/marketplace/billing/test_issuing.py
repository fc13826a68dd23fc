"""Documents of a month: exact to the yen by the worked examples, issued once, never changed, corrected by another."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from marketplace.billing.lines import Line, totals_of
from marketplace.billing.models import Invoice, IssuedChangedError, LedgerEntry, PaymentNotice
from marketplace.billing.operations.answering import confirm_by_silence, dispute_notice, settle_dispute
from marketplace.billing.operations.collecting import mark_overdue, receive
from marketplace.billing.operations.issuing import bill_month, missing_items
from marketplace.billing.queries import Wanted, balance, billable, invoices_for, replaced_by
from marketplace.billing.states import Account, InvoiceState, LineKind, NoticeState
from marketplace.clock import today
from marketplace.db import db
from marketplace.engagements.states import ContractModel
from marketplace.errors import DomainError, Invalid
from marketplace.issuer import Issuer
from marketplace.outbox import Message
from marketplace.profiles.states import BusinessForm, InvoiceStatus
from marketplace.trade.taxes import CONSUMPTION_TAX, Rounding, Withholding
from marketplace.work_reports.operations.answering import approve, submit
from marketplace.work_reports.operations.writing import correct, save_days
from marketplace.work_reports.states import ReportState
from tests.factories.accounts import make_operator
from tests.factories.billing import approved_month, billed_month
from tests.factories.work_reports import hours, writer

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.work_reports.models import WorkReport

pytestmark = pytest.mark.usefixtures("session")
TEN = CONSUMPTION_TAX[0].share


# Section 4.2 of the rules: client 1,000,000 and consultant 800,000, both 140 to 180 hours, 上下割 cut below 10 yen


@pytest.mark.parametrize(
    ("worked", "client", "consultant", "withheld", "transfer"),
    [
        (132.5, (946_450, 94_645, 1_041_095), (757_175, 75_717, 832_892), 77_307, 755_585),
        (150, (1_000_000, 100_000, 1_100_000), (800_000, 80_000, 880_000), 81_680, 798_320),
        (188.25, (1_045_787, 104_578, 1_150_365), (836_630, 83_663, 920_293), 85_419, 834_874),
    ],
)
def test_the_rules_own_examples(
    worked: float, client: tuple[int, ...], consultant: tuple[int, ...], withheld: int, transfer: int
) -> None:
    invoice, notice = billed_month(worked, withholding=Withholding.ADVICE)
    assert (invoice.net, invoice.tax, invoice.total) == client
    assert (notice.net, notice.tax, notice.total) == consultant
    assert (notice.withheld, notice.transfer) == (withheld, transfer)
    assert invoice.net - notice.net == client[0] - consultant[0], "the margin"


def test_nothing_is_withheld_from_a_company_or_for_delivery_work() -> None:
    _invoice, notice = billed_month(150)
    assert (notice.withheld, notice.transfer) == (0, 880_000)
    report, _owner = approved_month(150, withholding=Withholding.ADVICE)
    report.contract.application.consultant.business_form = BusinessForm.ONE_PERSON_COMPANY
    other = bill_month(report, by=None)[1]
    assert other is not None
    assert other.withheld == 0


def test_an_unregistered_consultant_is_paid_the_same_and_the_lost_credit_is_written_down() -> None:
    report, _owner = approved_month(150)
    report.contract.application.consultant.invoice_status = InvoiceStatus.UNREGISTERED
    _invoice, notice = bill_month(report, by=None)
    assert notice is not None
    assert (notice.from_number, notice.total, notice.transfer) == ("", 880_000, 880_000)
    assert notice.lost_credit == 24_000, "70 % of 80,000 may still be deducted in October 2026"


def test_tax_is_rounded_once_a_rate() -> None:
    lines = [Line(LineKind.FEE, {"ja": "a", "en": "a"}, 333_335, TEN)] * 3
    assert [totals_of(lines, each).tax for each in Rounding] == [100_000, 100_001, 100_001]
    assert totals_of(lines).total == 1_100_005


def test_expenses_are_given_back_as_they_were_spent() -> None:
    lines = [
        Line(LineKind.FEE, {"ja": "a", "en": "a"}, 800_000, TEN),
        Line(LineKind.EXPENSE, {"ja": "b", "en": "b"}, 12_340, None),
    ]
    totals = totals_of(lines)
    assert (totals.net, totals.tax, totals.outlays, totals.total) == (800_000, 80_000, 12_340, 892_340)


# R24, R28: what cannot be issued


def test_without_one_of_the_six_items_nothing_is_issued() -> None:
    report, _owner = approved_month()
    db.session.scalars(select(Issuer)).one().registration_number = ""
    with pytest.raises(DomainError, match="登録番号"):
        bill_month(report, by=None)
    assert db.session.scalar(select(func.count(Invoice.id))) == 0
    assert report.state is ReportState.APPROVED
    parties = {"from_name": "", "from_number": "", "to_name": ""}
    assert len(missing_items(parties, [])) == 4


def test_a_month_is_billed_once() -> None:
    report, _owner = approved_month()
    assert list(billable()) == [report]
    bill_month(report, by=None)
    db.session.commit()
    assert report.state is ReportState.LOCKED
    assert list(billable()) == []
    with pytest.raises(DomainError):
        bill_month(report, by=None)
    assert db.session.scalar(select(func.count(Invoice.id))) == 1


def test_numbers_have_no_gaps_though_an_issue_fails_between() -> None:
    first, _notice = billed_month()
    report, _owner = approved_month()
    issuer = db.session.scalars(select(Issuer)).one()
    issuer.registration_number = ""
    db.session.commit()
    nested = db.session.begin_nested()
    with pytest.raises(DomainError):
        bill_month(report, by=None)
    nested.rollback()
    issuer.registration_number = "T8900000000001"
    second = bill_month(report, by=None)[0]
    assert second is not None
    year = today().year
    assert [first.number, second.number] == [f"INV-{year}-000001", f"INV-{year}-000002"]


@pytest.mark.parametrize(
    ("name", "value"), [("total", 1), ("to_name", "別の会社"), ("lines", []), ("due_on", date(2030, 1, 1))]
)
def test_what_was_issued_never_changes(name: str, value: Any) -> None:  # noqa: ANN401 - any column
    invoice, _notice = billed_month()
    setattr(invoice, name, value)
    with pytest.raises(IssuedChangedError):
        db.session.flush()
    db.session.rollback()


def test_what_was_issued_is_not_deleted() -> None:
    _invoice, notice = billed_month()
    db.session.delete(notice)
    with pytest.raises(IssuedChangedError):
        db.session.flush()
    db.session.rollback()


# The consultant's answer


def test_a_notice_counts_as_confirmed_after_silence_and_not_before() -> None:
    _invoice, notice = billed_month()
    latest = notice.due_on - timedelta(days=4)  # a payment file is made before the due day
    assert notice.deemed_on == max(today(), min(today() + timedelta(days=7), latest))
    assert confirm_by_silence() == 0
    with_past = {"deemed_on": date(2020, 1, 1)}
    db.session.execute(PaymentNotice.__table__.update().values(**with_past))  # type: ignore[attr-defined]
    db.session.refresh(notice)
    assert confirm_by_silence() == 1
    assert (notice.state, notice.confirmed_by_id) == (NoticeState.CONFIRMED, None)
    assert confirm_by_silence() == 0


def test_a_dispute_is_in_words_and_answered_in_words() -> None:
    _invoice, notice = billed_month()
    user, operator = notice.consultant.user, make_operator()
    with pytest.raises(Invalid):
        dispute_notice(notice, words=" ", by=user)
    states = [notice.state]
    dispute_notice(notice, words="経費が含まれていません。", by=user)
    states.append(notice.state)
    told = set(db.session.scalars(select(Message.to_email).where(Message.template == "billing/notice_disputed")))
    assert operator.email in told
    with pytest.raises(Invalid):
        settle_dispute(notice, answer="", by=operator)
    settle_dispute(notice, answer="経費は翌月分に含めます。", by=operator)
    assert [*states, notice.state] == [NoticeState.SENT, NoticeState.DISPUTED, NoticeState.CONFIRMED]


# Correction


def corrected(report: WorkReport, owner: User, minutes: int) -> WorkReport:
    again = correct(report, reason="11日の稼働が漏れていたため。", by=writer(report.contract))
    save_days(again, hours(minutes, report.contract, report.month), issues="", by=writer(report.contract))
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


# Ledger and payment


def test_every_documents_entries_sum_up_to_nothing_and_the_accounts_to_the_documents() -> None:
    invoice, notice = billed_month(188.25, withholding=Withholding.ADVICE)
    for document in (invoice, notice):
        entries = select(func.sum(LedgerEntry.amount)).where(LedgerEntry.document_id == document.id)
        assert db.session.scalar(entries) == 0
    assert balance(Account.RECEIVABLE) == invoice.total
    assert balance(Account.PAYABLE) == -notice.transfer
    assert -balance(Account.SALES) - balance(Account.PURCHASES) == 209_157, "the margin"


def test_short_of_the_sum_an_invoice_stays_open() -> None:
    invoice, _notice = billed_month(188.25)
    assert invoice.total == 1_150_365
    receive(invoice, 1_149_925, on=today(), source="bank", by=None)
    assert (invoice.state, invoice.open) == (InvoiceState.ISSUED, 440)
    receive(invoice, 880, on=today(), source="bank", by=None)
    assert (invoice.state, invoice.open) == (InvoiceState.PAID, -440)
    with pytest.raises(DomainError):
        receive(invoice, 1, on=today(), source="bank", by=None)
    assert balance(Account.RECEIVABLE) == -440, "kept for the client"


def test_a_late_invoice_is_asked_for_by_the_schedule() -> None:
    invoice, notice = billed_month()
    due = notice.due_on
    assert mark_overdue() == 0
    table = Invoice.__table__
    for back, mails in ((1, 1), (1, 0), (8, 1), (40, 1), (41, 0)):
        past = date.fromordinal(today().toordinal() - back)
        db.session.execute(table.update().values(due_on=past))  # type: ignore[attr-defined]
        db.session.refresh(invoice)
        assert mark_overdue() == mails, back
    assert invoice.state is InvoiceState.OVERDUE
    assert notice.due_on == due, "that the client is late does not move the consultant's day (R39)"


def test_a_direct_contract_is_invoiced_in_the_consultants_name() -> None:
    report, owner = approved_month(150, model=ContractModel.DIRECT, order_price=None)
    invoice, notice = bill_month(report, by=None)
    assert notice is None
    assert invoice is not None
    assert (invoice.from_name, invoice.from_number, invoice.total) == ("山田 太郎", "T7900000000002", 880_000)
    found, total = invoices_for(report.contract.application.consultant.user, Wanted())
    assert (list(found), total) == ([invoice], 1)
    assert invoices_for(owner, Wanted())[1] == 1


# R40: found by day, amount and counterparty, together


def test_documents_are_found_by_what_is_asked_of_them_together() -> None:
    invoice, _notice = billed_month(150)
    billed_month(188.25)
    operator = make_operator()
    name = invoice.to_name
    for wanted, found in (
        (Wanted(), 2),
        (Wanted(since=today(), until=today()), 2),
        (Wanted(until=date(2020, 1, 1)), 0),
        (Wanted(least=1_100_001), 1),
        (Wanted(most=1_100_000), 1),
        (Wanted(party=name), 1),
        (Wanted(party=name, least=1_100_001), 0),
        (Wanted(party=name, since=today(), most=1_100_000), 1),
        (Wanted(party="%"), 0),
        (Wanted(state="issued"), 2),
        (Wanted(state="paid"), 0),
    ):
        assert invoices_for(operator, wanted)[1] == found, wanted
