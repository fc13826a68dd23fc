"""DIRECT: the client owes the consultant. The operator reminds and keeps the document, and books nothing of it."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import func, select

from marketplace.billing.accounting import Program
from marketplace.billing.document import document_data
from marketplace.billing.models import Invoice, LedgerEntry
from marketplace.billing.operations.collecting import mark_overdue, receive, take_back
from marketplace.billing.operations.issuing import bill_month
from marketplace.billing.queries import Wanted, sums_for, with_report
from marketplace.billing.states import OWED, InvoiceState
from marketplace.clock import TOKYO, today
from marketplace.dashboards.earning import earned_by
from marketplace.dashboards.spending import owed_by
from marketplace.db import db
from marketplace.engagements.states import ContractModel
from marketplace.i18n import in_locale
from marketplace.outbox import Message
from marketplace.profiles.states import BusinessForm
from marketplace.trade.taxes import Withholding
from tests.factories.accounts import make_operator
from tests.factories.billing import approved_month
from tests.marketplace.billing.test_correcting import corrected

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


def test_what_the_client_withholds_is_said_and_never_open(client: PageClient) -> None:
    report, owner = approved_month(150, model=ContractModel.DIRECT, order_price=None, withholding=Withholding.ADVICE)
    invoice, _none = bill_month(report, by=None)
    db.session.commit()
    assert invoice is not None
    consultant = invoice.contract.application.consultant.user
    assert (invoice.total, invoice.withheld, invoice.asked, invoice.open) == (880_000, 81_680, 798_320, 798_320)
    assert sums_for(owner, Wanted(), Invoice) == (880_000, 798_320)
    assert owed_by(invoice.company_id).open.yen == 798_320
    (earned,) = earned_by(consultant.id)
    assert (earned.withheld, earned.to_come) == (81_680, 798_320)
    for locale, words in (("ja", ("源泉徴収税額", "差引お支払額")), ("en", ("Withholding tax", "after withholding"))):
        with in_locale(locale):
            data = document_data(with_report(invoice))
        assert data["asked"][1] == "¥798,320" if locale == "en" else "798,320円"
        assert [row[1] for row in data["sums"][-2:]][1] == data["asked"][1]
        assert all(word in f"{data['sums']}" for word in words)
    client.sign_in(owner)
    assert "差引お支払額" in client.get(f"/invoices/{invoice.id}").text
    receive(invoice, 798_320, on=today(), source="三菱 普通", by=consultant)
    assert invoice.state is InvoiceState.PAID, "what the tax office gets is not asked for"
    take_back(invoice, 1, source="三菱 普通", by=consultant)
    assert (invoice.state in OWED, invoice.open) == (True, 1)
    db.session.commit()


def test_a_correction_withholds_from_the_corrected_sum_and_carries_what_was_paid() -> None:
    report, owner = approved_month(132.5, model=ContractModel.DIRECT, order_price=None, withholding=Withholding.ADVICE)
    first, _none = bill_month(report, by=None)
    assert first is not None
    receive(first, first.open, on=today(), source="bank", by=first.contract.application.consultant.user)
    report.contract.application.consultant.business_form = BusinessForm.COMPANY  # nobody has decided on that
    again = corrected(report, owner, 150 * 60)
    with time_machine.travel(datetime.combine(first.due_on + timedelta(days=3), time(11), TOKYO), tick=False):
        second, _none = bill_month(again, by=None)
        db.session.commit()
    assert second is not None
    assert (first.withheld, second.withheld, second.paid) == (77_307, 81_680, 755_585)
    assert second.open == 798_320 - 755_585
    assert second.due_on == first.due_on, "the consultant's day is the law's"
    for after, mails in ((1, 0), (15, 1)):
        with time_machine.travel(
            datetime.combine(second.issued_on + timedelta(days=after), time(11), TOKYO), tick=False
        ):
            assert mark_overdue() == mails
