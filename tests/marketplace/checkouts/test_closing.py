"""An invoice is paid another way, or corrected, while it is being paid at Stripe: no way to pay it twice, none lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, update

from marketplace.background import Job, run_due
from marketplace.billing.models import Invoice, LedgerEntry
from marketplace.billing.operations.collecting import newest_of, receive
from marketplace.billing.operations.issuing import bill_month
from marketplace.billing.queries import balance
from marketplace.billing.states import Account, InvoiceState
from marketplace.checkouts.states import CheckoutState, TaskKind
from marketplace.clock import today
from marketplace.db import db
from marketplace.engagements.states import ContractModel
from marketplace.errors import DomainError
from marketplace.work_reports.models import WorkReport
from marketplace.work_reports.operations.answering import approve, submit
from marketplace.work_reports.operations.writing import correct, save_days
from tests.factories.accounts import make_operator
from tests.factories.checkouts import TOTAL, asked_checkout, open_checkout, owner_of, sums_agree, tasks, tell
from tests.factories.work_reports import approved_report, hours, reported_contract, writer

if TYPE_CHECKING:
    from flask import Flask

    from tests.stripe_server import StripeServer


def paid_by_bank(invoice: Invoice, amount: int) -> None:
    """Book what came by the operator's own account, and let the jobs see it."""
    receive(invoice, amount, on=today(), source="ｱｵﾊﾞ ｼﾖｳｼﾞ", by=make_operator())
    db.session.commit()
    run_due()


def corrected(invoice: Invoice, minutes: int) -> Invoice:
    """Correct the month that an invoice rests on."""
    before = db.session.get_one(WorkReport, invoice.work_report_id)
    consultant, owner = writer(before.contract), owner_of(invoice)
    report = correct(before, reason="入力の誤り", by=consultant)
    save_days(report, hours(minutes, before.contract, before.month), issues="", by=consultant)
    submit(report, by=consultant)
    approve(report, by=owner)
    db.session.commit()
    bill_month(report, by=None)
    db.session.commit()
    run_due()
    return newest_of(invoice)


def ledger_agrees(server: StripeServer, bank: int) -> None:
    assert balance(Account.CASH) == server.account.balance() + bank
    assert db.session.scalar(select(func.sum(LedgerEntry.amount))) == 0
    assert db.session.scalars(select(Job.error).where(Job.error != "")).all() == []


def test_paid_by_bank_the_session_is_closed(app: Flask, stripe: StripeServer) -> None:
    checkout = open_checkout()
    paid_by_bank(checkout.invoice, TOTAL)
    assert checkout.state is CheckoutState.EXPIRED
    assert stripe.account.get(checkout.session_id)["status"] == "expired"
    tell(app, stripe.account.events)
    assert (checkout.state, tasks()) == (CheckoutState.EXPIRED, [])
    ledger_agrees(stripe, TOTAL)


def test_paid_in_part_by_bank_the_rest_is_asked_for_anew(app: Flask, stripe: StripeServer) -> None:
    checkout = open_checkout()
    paid_by_bank(checkout.invoice, 400_000)
    assert checkout.state is CheckoutState.EXPIRED
    again = open_checkout(checkout.invoice)
    assert again.asked == TOTAL - 400_000
    stripe.account.pay_by_card(again.session_id)
    tell(app, stripe.account.events)
    assert (again.state, again.invoice.state) == (CheckoutState.PAID, InvoiceState.PAID)
    assert tasks() == []
    ledger_agrees(stripe, 400_000)


def test_while_the_amount_changes_nobody_is_given_the_old_one(app: Flask, stripe: StripeServer) -> None:
    del app
    checkout = open_checkout()
    receive(checkout.invoice, 400_000, on=today(), source="ｱｵﾊﾞ", by=make_operator())
    db.session.commit()
    with pytest.raises(DomainError, match="金額が変わった"):
        asked_checkout(checkout.invoice)
    run_due()
    assert stripe.account.get(checkout.session_id)["status"] == "expired"


def test_paid_before_anything_was_made_nothing_is_left_open(app: Flask, stripe: StripeServer) -> None:
    del app
    checkout = asked_checkout()
    paid_by_bank(checkout.invoice, TOTAL)
    assert checkout.state is CheckoutState.EXPIRED
    assert {each["status"] for each in stripe.account.of_kind("checkout.session")} <= {"expired"}
    ledger_agrees(stripe, TOTAL)


def test_paid_in_the_very_moment_it_was_asked_for_the_session_is_closed(app: Flask, stripe: StripeServer) -> None:
    """The bank's payment was booked before the checkout was there to be seen by it."""
    del app
    checkout = asked_checkout()
    db.session.execute(update(Invoice).values(paid=TOTAL, state=InvoiceState.PAID))
    db.session.commit()
    run_due()
    assert checkout.state is CheckoutState.EXPIRED
    assert stripe.account.get(checkout.session_id)["status"] == "expired"


def test_a_transfer_that_is_awaited_is_called_off(app: Flask, stripe: StripeServer) -> None:
    checkout = open_checkout()
    intent = stripe.account.choose_transfer(checkout.session_id)
    tell(app, stripe.account.events)
    paid_by_bank(checkout.invoice, TOTAL)
    assert (checkout.state, intent["status"]) == (CheckoutState.EXPIRED, "canceled")
    stripe.account.transfer(checkout.customer.stripe_id, TOTAL)  # transferred all the same
    tell(app, stripe.account.events)
    assert checkout.credit == TOTAL
    assert tasks() == [(TaskKind.OVERPAID, TOTAL)]
    ledger_agrees(stripe, TOTAL)


def test_what_came_in_of_a_transfer_stays_booked_when_it_is_called_off(app: Flask, stripe: StripeServer) -> None:
    checkout = open_checkout()
    stripe.account.choose_transfer(checkout.session_id)
    stripe.account.transfer(checkout.customer.stripe_id, 300_000)
    tell(app, stripe.account.events)
    assert checkout.invoice.open == TOTAL - 300_000
    paid_by_bank(checkout.invoice, TOTAL - 300_000)
    assert checkout.invoice.state is InvoiceState.PAID
    tell(app, stripe.account.events)
    assert (checkout.net + checkout.credit, checkout.invoice.open) == (300_000, 0)
    ledger_agrees(stripe, TOTAL - 300_000)


def test_paid_twice_by_bank_and_card_is_a_credit(app: Flask, stripe: StripeServer) -> None:
    checkout = open_checkout()
    stripe.account.pay_by_card(checkout.session_id)
    paid_by_bank(checkout.invoice, TOTAL)
    tell(app, stripe.account.events)
    assert (checkout.state, checkout.received) == (CheckoutState.PAID, TOTAL)
    assert (checkout.invoice.state, checkout.invoice.open) == (InvoiceState.PAID, -TOTAL)
    assert tasks() == [(TaskKind.OVERPAID, TOTAL)]
    ledger_agrees(stripe, TOTAL)


def test_an_invoice_that_is_corrected_closes_its_session(app: Flask, stripe: StripeServer) -> None:
    checkout = open_checkout()
    newer = corrected(checkout.invoice, 150 * 60)
    assert newer.id != checkout.invoice_id
    assert checkout.state is CheckoutState.EXPIRED
    again = open_checkout(newer)
    stripe.account.pay_by_card(again.session_id)
    tell(app, stripe.account.events)
    assert newer.state is InvoiceState.PAID
    assert tasks() == []
    ledger_agrees(stripe, 0)


def test_paid_for_what_was_corrected_counts_for_what_replaced_it(app: Flask, stripe: StripeServer) -> None:
    checkout = open_checkout()
    intent = stripe.account.pay_by_card(checkout.session_id)  # in the same minute
    newer = corrected(checkout.invoice, 190 * 60)
    tell(app, stripe.account.events)
    assert (checkout.state, checkout.invoice.state) == (CheckoutState.PAID, InvoiceState.CORRECTED)
    assert newer.total > TOTAL
    assert (newer.paid, newer.open, newer.state) == (TOTAL, newer.total - TOTAL, InvoiceState.ISSUED)
    assert tasks() == [(TaskKind.CORRECTED, TOTAL)]
    stripe.account.refund(intent["id"], TOTAL)
    tell(app, stripe.account.events)
    assert newer.paid == 0
    assert sums_agree(stripe) == 0


def test_a_direct_invoice_is_not_the_operators_to_collect(app: Flask, stripe: StripeServer) -> None:
    del app
    contract, owner, _advisor = reported_contract(model=ContractModel.DIRECT)
    invoice, notice = bill_month(approved_report(contract, owner), by=None)
    assert (invoice is not None, notice) == (True, None)
    with pytest.raises(DomainError):
        asked_checkout(invoice)
    assert stripe.asked == []
