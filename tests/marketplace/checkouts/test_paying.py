"""Invoices paid at Stripe: by card, by transfer in parts, too much; given back, objected to, left alone (R36, R38)."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.background import Job, JobState, run_due
from marketplace.billing.states import InvoiceState
from marketplace.checkouts.models import Checkout, StripeCustomer, StripeEvent
from marketplace.checkouts.states import CheckoutState, TaskKind, TaskState
from marketplace.db import db
from marketplace.outbox import Message
from tests.factories.billing import billed_month
from tests.factories.checkouts import TOTAL, asked_checkout, open_checkout, sums_agree, tasks, tell

if TYPE_CHECKING:
    from flask import Flask

    from tests.stripe_server import StripeServer


def nothing_failed() -> bool:
    wanted = select(Job.error).where(Job.error != "")
    return db.session.scalars(wanted).all() == []


def test_a_card_pays_an_invoice(app: Flask, stripe: StripeServer) -> None:
    checkout = open_checkout(locale="en")
    assert (checkout.state, checkout.asked) == (CheckoutState.OPEN, TOTAL)
    session = stripe.account.get(checkout.session_id)
    assert (session["amount_total"], session["currency"], session["locale"]) == (TOTAL, "jpy", "en")
    assert session["payment_method_types"] == ["card", "customer_balance"]
    assert session["metadata"] == {"invoice": checkout.invoice.number, "checkout": str(checkout.id)}
    assert session["success_url"].endswith(f"/invoices/{checkout.invoice_id}?from=stripe")
    assert checkout.url == session["url"]
    made = stripe.posts("/v1/checkout/sessions")[0].params
    way = made["payment_method_options"]["customer_balance"]
    assert way == {"funding_type": "bank_transfer", "bank_transfer": {"type": "jp_bank_transfer"}}
    assert made["payment_intent_data"]["metadata"] == session["metadata"]
    assert all(each.key.startswith(("customer:", "checkout:")) for each in stripe.asked if each.method == "POST")

    stripe.account.pay_by_card(checkout.session_id)
    assert checkout.invoice.state is InvoiceState.ISSUED, "nothing is believed before it was told and asked for"
    assert tell(app, stripe.account.events) == [200, 200, 200]
    assert (checkout.state, checkout.received) == (CheckoutState.PAID, TOTAL)
    assert (checkout.invoice.state, checkout.invoice.open) == (InvoiceState.PAID, 0)
    assert sums_agree(stripe) == TOTAL
    assert tasks() == []
    assert nothing_failed()
    assert db.session.scalars(select(Message).where(Message.template == "billing/invoice_paid")).all()


def test_r36_yen_are_sent_as_they_are(app: Flask, stripe: StripeServer) -> None:
    invoice, _notice = billed_month(160, order_price=1_045_787)
    checkout = open_checkout(invoice)
    assert stripe.posts("/v1/prices")[0].params["unit_amount"] == str(invoice.total) == "1150365"
    stripe.account.pay_by_card(checkout.session_id)
    tell(app, stripe.account.events)
    assert sums_agree(stripe) == 1_150_365


@pytest.mark.parametrize("part_counts", [True, False])
def test_a_transfer_in_two_parts(app: Flask, stripe: StripeServer, *, part_counts: bool) -> None:
    """R38: short of it by 440 yen the invoice stays open, and a person is told."""
    stripe.account.part_counts = part_counts
    checkout = open_checkout()
    intent = stripe.account.choose_transfer(checkout.session_id)
    tell(app, stripe.account.events)
    assert checkout.state is CheckoutState.AWAITED
    assert checkout.url == intent["next_action"]["display_bank_transfer_instructions"]["hosted_instructions_url"]
    customer = checkout.customer.stripe_id
    stripe.account.transfer(customer, TOTAL - 440)
    tell(app, stripe.account.events)
    assert (checkout.state, checkout.received) == (CheckoutState.PARTLY, TOTAL - 440)
    assert (checkout.invoice.state, checkout.invoice.open) == (InvoiceState.ISSUED, 440)
    assert tasks() == [(TaskKind.UNDERPAID, 440)]
    assert sums_agree(stripe) == TOTAL - 440
    stripe.account.transfer(customer, 440)
    tell(app, stripe.account.events)
    assert (checkout.state, checkout.invoice.state) == (CheckoutState.PAID, InvoiceState.PAID)
    assert tasks() == []
    assert tasks(TaskState.DONE) == [(TaskKind.UNDERPAID, 440)]
    assert sums_agree(stripe) == TOTAL
    assert nothing_failed()


def test_r38_too_much_stays_as_the_clients_credit(app: Flask, stripe: StripeServer) -> None:
    checkout = open_checkout()
    stripe.account.choose_transfer(checkout.session_id)
    stripe.account.transfer(checkout.customer.stripe_id, TOTAL + 440)
    tell(app, stripe.account.events)
    assert (checkout.state, checkout.received, checkout.credit) == (CheckoutState.PAID, TOTAL, 440)
    assert (checkout.invoice.state, checkout.invoice.open) == (InvoiceState.PAID, -440)
    assert tasks() == [(TaskKind.OVERPAID, 440)]
    assert sums_agree(stripe) == TOTAL + 440
    stripe.account.cash[checkout.customer.stripe_id] = 0  # given back in Stripe's dashboard
    stripe.account._tell_cash(checkout.customer.stripe_id)
    tell(app, stripe.account.events)
    assert (checkout.credit, checkout.invoice.open) == (0, 0)
    assert tasks() == []
    assert sums_agree(stripe) == TOTAL


def test_a_credit_pays_the_next_invoice_and_leaves_the_former(app: Flask, stripe: StripeServer) -> None:
    first = open_checkout()
    stripe.account.choose_transfer(first.session_id)
    stripe.account.transfer(first.customer.stripe_id, TOTAL + 50_000)
    tell(app, stripe.account.events)
    stripe.account.cash[first.customer.stripe_id] -= 20_000  # a part of it was used for something else of the account
    stripe.account._tell_cash(first.customer.stripe_id)
    tell(app, stripe.account.events)
    assert (first.credit, first.invoice.open) == (30_000, -30_000)
    assert tasks() == [(TaskKind.OVERPAID, 30_000)]
    assert sums_agree(stripe) == TOTAL + 30_000


def test_refunds_in_part_and_in_whole(app: Flask, stripe: StripeServer) -> None:
    checkout = open_checkout()
    intent = stripe.account.pay_by_card(checkout.session_id)
    tell(app, stripe.account.events)
    for amount, left in ((100_000, TOTAL - 100_000), (TOTAL - 100_000, 0)):
        stripe.account.refund(intent["id"], amount)
        tell(app, stripe.account.events)
        assert (checkout.state, checkout.net) == (CheckoutState.PAID, left)
        assert checkout.invoice.open == TOTAL - left
        assert checkout.invoice.state is InvoiceState.ISSUED
        assert tasks() == [(TaskKind.REFUND, TOTAL - left)]
        assert sums_agree(stripe) == left
    told = db.session.scalars(select(Message).where(Message.template == "billing/invoice_given_back")).all()
    assert len(told) == 1, "open again is said once"
    assert db.session.scalars(select(Message).where(Message.template == "billing/invoice_reopened")).all() == []
    again = open_checkout(checkout.invoice)
    assert (again.id != checkout.id, again.asked) == (True, TOTAL)


@pytest.mark.parametrize(("status", "left"), [("won", TOTAL), ("lost", TOTAL - 300_000)])
def test_a_dispute_is_opened_and_decided(app: Flask, stripe: StripeServer, status: str, left: int) -> None:
    checkout = open_checkout()
    intent = stripe.account.pay_by_card(checkout.session_id)
    dispute = stripe.account.object_to(intent["id"], 300_000)
    tell(app, stripe.account.events)
    assert (checkout.net, checkout.invoice.open) == (TOTAL - 300_000, 300_000)
    assert tasks() == [(TaskKind.DISPUTE, 300_000)]
    assert sums_agree(stripe) == TOTAL - 300_000
    stripe.account.decide(dispute["id"], status)
    tell(app, stripe.account.events)
    assert (checkout.net, checkout.invoice.open) == (left, TOTAL - left)
    assert (checkout.invoice.state is InvoiceState.PAID) == (status == "won")
    assert tasks() == [(TaskKind.DISPUTE, 300_000)], "a person closes it"
    assert sums_agree(stripe) == left
    assert nothing_failed()


def test_an_inquiry_moves_no_money(app: Flask, stripe: StripeServer) -> None:
    checkout = open_checkout()
    dispute = stripe.account.object_to(stripe.account.pay_by_card(checkout.session_id)["id"], 300_000)
    dispute["status"] = "warning_needs_response"
    tell(app, stripe.account.events)
    assert (checkout.net, tasks()) == (TOTAL, [(TaskKind.DISPUTE, 300_000)])


def test_a_session_that_nobody_uses_expires_and_another_is_made(app: Flask, stripe: StripeServer) -> None:
    checkout = open_checkout()
    stripe.account.expire(checkout.session_id)
    tell(app, stripe.account.events)
    assert (checkout.state, checkout.net) == (CheckoutState.EXPIRED, 0)
    again = open_checkout(checkout.invoice)
    assert again.session_id not in {"", checkout.session_id}
    assert len(stripe.account.of_kind("customer")) == 1, "a company is one customer"
    assert db.session.scalars(select(StripeCustomer)).one().stripe_id


def test_whoever_asks_twice_gets_the_same(app: Flask, stripe: StripeServer) -> None:
    del app
    checkout = asked_checkout()
    assert asked_checkout(checkout.invoice).id == checkout.id
    run_due()
    assert asked_checkout(checkout.invoice).id == checkout.id
    assert len(stripe.account.of_kind("checkout.session")) == 1


# Order and repetition do not matter (R37)


def outcome() -> list[tuple[object, ...]]:
    row = db.session.scalars(select(Checkout).execution_options(populate_existing=True)).one()
    return [(row.state, row.received, row.refunded, row.disputed, row.credit, row.invoice.state, row.invoice.paid),
            *tasks()]  # fmt: skip


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))), ids=lambda order: "".join(map(str, order)))
def test_four_events_in_any_order_come_to_the_same(app: Flask, stripe: StripeServer, order: tuple[int, ...]) -> None:
    checkout = open_checkout()
    intent = stripe.account.pay_by_card(checkout.session_id)
    stripe.account.refund(intent["id"], 100_000)
    stripe.account.object_to(intent["id"], 200_000)
    by_type = {each["type"]: each for each in stripe.account.events}
    kinds = ("checkout.session.completed", "payment_intent.succeeded", "charge.refunded", "charge.dispute.created")
    for at in order:
        assert tell(app, [by_type[kinds[at]]]) == [200]
    assert outcome() == [
        (CheckoutState.PAID, TOTAL, 100_000, 200_000, 0, InvoiceState.ISSUED, TOTAL - 300_000),
        (TaskKind.DISPUTE, 200_000), (TaskKind.REFUND, 100_000),
    ]  # fmt: skip
    assert sums_agree(stripe) == TOTAL - 300_000
    assert nothing_failed()
    assert len(db.session.scalars(select(StripeEvent)).all()) == 4
    assert db.session.scalars(select(Job).where(Job.state != JobState.DONE)).all() == []
