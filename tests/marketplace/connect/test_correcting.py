"""A month that is corrected after its DIRECT invoice was paid through Stripe: the difference is handed on, no more."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from marketplace.background import run_due
from marketplace.billing.operations.collecting import newest_of
from marketplace.billing.operations.issuing import bill_month
from marketplace.billing.queries import balance
from marketplace.billing.states import Account, InvoiceState
from marketplace.checkouts.states import CheckoutState, TaskKind
from marketplace.connect.states import TransferState
from marketplace.db import db
from marketplace.work_reports.models import WorkReport
from marketplace.work_reports.operations.answering import approve, submit
from marketplace.work_reports.operations.writing import correct, save_days
from tests.factories.checkouts import open_checkout, owner_of, sums_agree, tasks, tell
from tests.factories.connect import DIRECT_TOTAL, payable_invoice, transfers
from tests.factories.work_reports import hours, writer

if TYPE_CHECKING:
    from flask import Flask

    from marketplace.billing.models import Invoice
    from tests.stripe_server import StripeServer

pytestmark = pytest.mark.usefixtures("session")
SENT = TransferState.SENT


def corrected(invoice: Invoice, minutes: int, *, daily: int = 600) -> Invoice:
    """Correct the month that an invoice rests on; `daily`: the most minutes of a day."""
    before = db.session.get_one(WorkReport, invoice.work_report_id)
    consultant = writer(before.contract)
    report = correct(before, reason="入力の誤り", by=consultant)
    days = hours(minutes, before.contract, before.month)
    fewer = {day: replace(each, minutes=min(each.minutes, daily)) for day, each in days.items()}
    save_days(report, fewer, issues="", by=consultant)
    submit(report, by=consultant)
    approve(report, by=owner_of(invoice))
    db.session.commit()
    bill_month(report, by=None)
    db.session.commit()
    run_due()
    return newest_of(invoice)


def test_what_a_correction_adds_is_paid_and_handed_on_by_itself(app: Flask, stripe: StripeServer) -> None:
    invoice = payable_invoice(stripe)
    stripe.account.pay_by_card(open_checkout(invoice).session_id)
    tell(app, stripe.account.events)
    newer = corrected(invoice, 190 * 60)
    more = newer.total - DIRECT_TOTAL
    assert (newer.state, newer.open) == (InvoiceState.ISSUED, more)
    assert more > 0
    stripe.account.pay_by_card(open_checkout(newer).session_id)
    tell(app, stripe.account.events)
    assert transfers() == [(SENT, DIRECT_TOTAL, 0), (SENT, more, 0)]
    assert (balance(Account.DEPOSITS), sums_agree(stripe), tasks()) == (0, 0, [])


def test_of_what_was_paid_for_a_higher_one_only_what_stands_is_handed_on(app: Flask, stripe: StripeServer) -> None:
    invoice = payable_invoice(stripe)
    row = open_checkout(invoice)
    stripe.account.pay_by_card(row.session_id)  # in the same minute
    newer = corrected(invoice, 150 * 60, daily=390)
    less = DIRECT_TOTAL - newer.total
    assert less > 0
    tell(app, stripe.account.events)
    db.session.refresh(row)
    assert (row.state, newer.paid) == (CheckoutState.PAID, DIRECT_TOTAL)
    assert transfers() == [(SENT, newer.total, 0)]
    assert -balance(Account.DEPOSITS) == sums_agree(stripe) == less, "the client's, until it is agreed on"
    assert tasks() == [(TaskKind.CORRECTED, DIRECT_TOTAL), (TaskKind.OVERPAID, less)]
