"""DIRECT: the client owes the consultant. The operator reminds and keeps the document, and books nothing of it."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import func, select

from marketplace.billing.accounting import Program
from marketplace.billing.models import Invoice, LedgerEntry
from marketplace.billing.operations.collecting import mark_overdue
from marketplace.billing.operations.issuing import bill_month
from marketplace.billing.states import InvoiceState
from marketplace.clock import TOKYO
from marketplace.db import db
from marketplace.engagements.states import ContractModel
from marketplace.outbox import Message
from tests.factories.accounts import make_operator
from tests.factories.billing import approved_month

if TYPE_CHECKING:
    from tests.conftest import PageClient

pytestmark = pytest.mark.usefixtures("session")


def direct_invoice() -> Invoice:
    """Issue the invoice of a DIRECT month of 880,000 yen."""
    report, _owner = approved_month(150, model=ContractModel.DIRECT, order_price=None)
    invoice, notice = bill_month(report, by=None)
    db.session.commit()
    assert invoice is not None
    assert notice is None
    return invoice


def test_the_consultant_books_what_has_arrived_and_the_operators_books_hold_none_of_it(client: PageClient) -> None:
    invoice, operator = direct_invoice(), make_operator()
    consultant = invoice.contract.application.consultant.user
    form = {"version": invoice.version, "amount": "880000", "on": invoice.issued_on.isoformat(), "source": "三菱 普通"}
    client.sign_in(operator)
    assert client.post(f"/invoices/{invoice.id}/receipt", data=form).status_code == 403
    client.sign_in(consultant)
    assert "入金" in client.get(f"/invoices/{invoice.id}").text
    assert client.post(f"/invoices/{invoice.id}/receipt", data=form).status_code == 303
    db.session.refresh(invoice)
    assert (invoice.state, invoice.paid) == (InvoiceState.PAID, 880_000)
    assert db.session.scalar(select(func.count()).select_from(LedgerEntry)) == 0


def test_a_late_one_is_asked_for_in_the_consultants_place() -> None:
    invoice, operator = direct_invoice(), make_operator()
    with time_machine.travel(datetime.combine(invoice.due_on + timedelta(days=2), time(11), TOKYO), tick=False):
        assert mark_overdue() == 1
        db.session.commit()
    told = {row.user_id for row in db.session.scalars(select(Message)) if row.template == "billing/invoice_overdue"}
    assert invoice.contract.application.consultant.user_id in told
    assert operator.id not in told


def test_it_is_in_no_file_for_the_operators_accounting(client: PageClient) -> None:
    invoice, operator = direct_invoice(), make_operator()
    client.sign_in(operator)
    for program in Program:
        text = client.get(f"/invoices/accounting/{program.value}.csv").get_data().decode("cp932", errors="replace")
        assert invoice.number not in text
