"""The ledger and the money: sums agree, what is short stays open, what is late is asked for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from marketplace.billing.models import Invoice, LedgerEntry
from marketplace.billing.operations.collecting import mark_overdue, receive
from marketplace.billing.queries import balance
from marketplace.billing.states import Account, InvoiceState
from marketplace.clock import today
from marketplace.db import db
from marketplace.errors import DomainError, Invalid
from marketplace.trade.taxes import CONSUMPTION_TAX, Withholding
from tests.factories.billing import billed_month

pytestmark = pytest.mark.usefixtures("session")
TEN = CONSUMPTION_TAX[0].share


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
    with pytest.raises(Invalid):  # money that is still to come is not received
        receive(invoice, 440, on=today() + timedelta(days=1), source="bank", by=None)
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
    with time_machine.travel("2026-11-27T11:00:00+09:00", tick=False):
        for back, mails in ((1, 1), (1, 0), (8, 1), (40, 1), (41, 0)):
            past = date.fromordinal(today().toordinal() - back)
            db.session.execute(table.update().values(due_on=past))  # type: ignore[attr-defined]
            db.session.refresh(invoice)
            assert mark_overdue() == mails, back
    assert invoice.state is InvoiceState.OVERDUE
    assert notice.due_on == due, "that the client is late does not move the consultant's day (R39)"


@pytest.mark.parametrize("due", [date(2026, 11, 21), date(2026, 11, 23)])  # a Saturday, and 勤労感謝の日
def test_a_day_without_banks_is_not_missed_before_the_next_one_with(due: date) -> None:
    invoice, _notice = billed_month()
    db.session.execute(Invoice.__table__.update().values(due_on=due))  # type: ignore[attr-defined]
    db.session.refresh(invoice)
    for today_, mails in ((24, 0), (25, 1)):
        with time_machine.travel(f"2026-11-{today_}T11:00:00+09:00", tick=False):
            assert mark_overdue() == mails
            assert (invoice.state is InvoiceState.OVERDUE) == bool(mails)
