"""Many at once, with real commits on each engine: one event fifty times, one payment followed by several workers."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, update

from marketplace.background import Job, JobState, enqueue, run_due
from marketplace.billing.models import Invoice, LedgerEntry
from marketplace.billing.states import Account, InvoiceState
from marketplace.checkouts.models import Checkout, StripeEvent
from marketplace.checkouts.states import CheckoutState
from marketplace.db import begin_writing, db
from tests.factories.checkouts import TOTAL, asked_checkout, with_stripe
from tests.marketplace.pipeline.engines import own_product
from tests.stripe_events import body_of, signed
from tests.stripe_server import stripe_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from uuid import UUID

    from flask import Flask

    from tests.stripe_server import StripeServer

__all__ = ["own_product"]
MANY = 50


@pytest.fixture
def stripe(own_product: Flask) -> Iterator[StripeServer]:
    config = own_product.config["PRODUCT"]
    with stripe_server() as server:
        own_product.config["PRODUCT"] = with_stripe(config, server)
        try:
            yield server
        finally:
            own_product.config["PRODUCT"] = config


def at_once(works: list[Callable[[], None]]) -> None:
    """Do all at the same moment, each in a thread of its own."""
    gate = threading.Barrier(len(works))

    def work(one: Callable[[], None]) -> None:
        gate.wait(60)
        one()

    threads = [threading.Thread(target=work, args=(each,)) for each in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)


def planted(app: Flask) -> UUID:
    """Ask for a checkout and leave nothing but its job to be done."""
    with app.app_context():
        db.session.execute(update(Job).values(state=JobState.DONE))  # of other tests: their rows stay
        checkout_id = asked_checkout().id
        db.session.execute(update(Job).where(~Job.name.startswith("checkouts.")).values(state=JobState.DONE))
        db.session.commit()
        db.session.remove()
        return checkout_id


def served(app: Flask) -> Callable[[], None]:
    def work() -> None:
        with app.app_context():
            run_due()
            db.session.remove()

    return work


def test_one_event_fifty_times_at_once_is_kept_once(own_product: Flask, stripe: StripeServer) -> None:
    del stripe
    body = body_of({"id": "evt_at_once", "type": "charge.refunded", "data": {"object": {"id": "ch_0"}}})
    headers = {"Content-Type": "application/json", "Stripe-Signature": signed(body)}
    given: list[int] = []

    def tell() -> None:
        with own_product.app_context():  # the client notes what a page left in it
            given.append(own_product.test_client().post("/stripe/webhook", data=body, headers=headers).status_code)

    at_once([tell] * MANY)
    assert given == [200] * MANY
    with own_product.app_context():
        assert db.session.scalar(select(func.count(StripeEvent.id)).where(StripeEvent.key == "evt_at_once")) == 1
        jobs = select(func.count(Job.id)).where(Job.name == "checkouts.take_up")
        assert db.session.scalar(jobs) == 1
        db.session.remove()
    served(own_product)()


def test_workers_at_once_make_one_session_and_book_one_payment(own_product: Flask, stripe: StripeServer) -> None:
    """Each asks Stripe before it locks the row: whoever comes second finds its answer old, or the money booked."""
    checkout_id = planted(own_product)
    with own_product.app_context():
        for _each in range(3):  # as if the first one's lease had ended while it still worked
            enqueue("checkouts.prepare", checkout_id=str(checkout_id))
        db.session.commit()
        db.session.remove()
    at_once([served(own_product)] * 4)
    served(own_product)()
    assert len(stripe.account.of_kind("checkout.session")) == 1
    assert len(stripe.account.of_kind("customer")) == 1
    with own_product.app_context():
        session_id = db.session.get_one(Checkout, checkout_id).session_id
        intent = stripe.account.pay_by_card(session_id)
        stripe.account.refund(intent["id"], 100_000)
        for _each in range(8):
            enqueue("checkouts.follow", checkout_id=str(checkout_id))
        db.session.commit()
        db.session.remove()
    at_once([served(own_product)] * 4)
    served(own_product)()
    with own_product.app_context():
        row = db.session.get_one(Checkout, checkout_id)
        assert (row.received, row.refunded) == (TOTAL, 100_000)
        invoice = db.session.get_one(Invoice, row.invoice_id)
        assert (invoice.paid, invoice.state) == (TOTAL - 100_000, InvoiceState.ISSUED)
        of_cash = LedgerEntry.document_id == invoice.id, LedgerEntry.account == Account.CASH
        assert sorted(db.session.scalars(select(LedgerEntry.amount).where(*of_cash))) == [-100_000, TOTAL]
        assert db.session.scalars(select(Job.error).where(Job.state == JobState.FAILED)).all() == []
        db.session.remove()


def test_two_colleagues_at_once_get_one_checkout(own_product: Flask, stripe: StripeServer) -> None:
    checkout_id = planted(own_product)
    with own_product.app_context():
        row = db.session.get_one(Checkout, checkout_id)
        invoice_id = row.invoice_id
        db.session.execute(update(Checkout).where(Checkout.id == checkout_id).values(state=CheckoutState.EXPIRED))
        db.session.execute(update(Job).values(state=JobState.DONE))
        db.session.commit()
        db.session.remove()
    found: list[UUID] = []

    def ask() -> None:
        with own_product.app_context():
            begin_writing()  # as a request does
            found.append(asked_checkout(db.session.get_one(Invoice, invoice_id)).id)
            db.session.remove()

    at_once([ask] * 2)
    assert len(found) == 2
    assert len(set(found)) == 1
    served(own_product)()
    assert len(stripe.account.of_kind("checkout.session")) == 1
