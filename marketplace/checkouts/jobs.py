"""What is done at Stripe, and what is asked of it: before the writing transaction begins, so that nobody waits for it.

Every job may be killed anywhere and run again: what it makes at Stripe has a key that was saved before, and what it
books is the difference to what is booked.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

import structlog
from flask import current_app
from sqlalchemy import delete

from marketplace.background import daily, enqueue, hourly, job
from marketplace.checkouts import gateway
from marketplace.checkouts.models import Checkout, StripeCustomer, StripeEvent
from marketplace.checkouts.operations import asking, following
from marketplace.checkouts.queries import (
    checkout_at,
    checkout_named,
    customer_by,
    is_outdated,
    living_checkouts,
    paid_checkouts,
    wanted_of,
)
from marketplace.checkouts.records import StripeRefusedError
from marketplace.checkouts.states import CheckoutState
from marketplace.clock import now
from marketplace.db import db

if TYPE_CHECKING:
    from marketplace.checkouts.records import Session, Standing

Row = TypeVar("Row", Checkout, StripeCustomer)
GIVE_UP = timedelta(hours=20)  # Stripe may forget a key after 24
REGRETTED = timedelta(days=120)  # a card's bank takes a payment back within so many days
A_ROUND = 200  # paid checkouts that are looked at in a day
KEEP_EVENTS = timedelta(days=30)  # Stripe repeats them for three
log = structlog.get_logger()


def _locked(model: type[Row], row_id: str) -> Row:
    return db.session.get_one(model, UUID(row_id), with_for_update={"of": model}, populate_existing=True)


# Making


def _made(checkout_id: str) -> tuple[str, Session] | str | None:
    """Have Stripe make the session; return it with the customer's id, or why it is refused."""
    checkout = db.session.get(Checkout, UUID(checkout_id))
    if checkout is None or checkout.state is not CheckoutState.ASKED:
        return None
    wanted = wanted_of(checkout, base_url=current_app.config["PRODUCT"].base_url)
    db.session.rollback()  # no transaction stays open while Stripe thinks
    try:
        return gateway.make_session(wanted)
    except StripeRefusedError as refused:
        return str(refused)


@job(reads=_made)
def prepare(checkout_id: str, found: tuple[str, Session] | str | None) -> None:
    """Keep the session that was made, or end the checkout with the reason why there is none."""
    if found is None:
        return
    checkout = _locked(Checkout, checkout_id)
    if isinstance(found, str):
        asking.fail(checkout, found)
    else:
        asking.keep_session(checkout, *found)


# Following


def _standing(checkout_id: str) -> tuple[int, Standing] | None:
    """Fetch how a checkout stands, and how often the row had followed before that."""
    checkout = db.session.get(Checkout, UUID(checkout_id))
    if checkout is None or not checkout.session_id:
        return None
    seen, session_id = checkout.looks, checkout.session_id
    db.session.rollback()
    return seen, gateway.standing(session_id)


@job(reads=_standing)
def follow(checkout_id: str, found: tuple[int, Standing] | None) -> None:
    """Make row and ledger follow Stripe; asked again where another answer was taken over meanwhile."""
    if found is not None:
        _take_over(checkout_id, *found)


def _take_over(checkout_id: str, seen: int, standing: Standing) -> None:
    checkout = _locked(Checkout, checkout_id)
    before = checkout.received
    if not following.take_over(checkout, standing, seen=seen):
        enqueue("checkouts.follow", key=f"follow:{checkout_id}", checkout_id=checkout_id)
    elif checkout.received != before and checkout.payment_intent:  # a transfer may have brought more than was asked
        enqueue("checkouts.follow_customer", key=f"balance:{checkout.customer_id}",
                customer_id=str(checkout.customer_id))  # fmt: skip


def _balance(customer_id: str) -> tuple[int, int] | None:
    customer = db.session.get(StripeCustomer, UUID(customer_id))
    if customer is None or not customer.stripe_id:
        return None
    seen, stripe_id = customer.looks, customer.stripe_id
    db.session.rollback()
    return seen, gateway.cash_balance(stripe_id)


@job(reads=_balance)
def follow_customer(customer_id: str, found: tuple[int, int] | None) -> None:
    """Make the ledger follow what lies in a client's cash balance at Stripe."""
    if found is not None:
        seen, balance = found
        customer = _locked(StripeCustomer, customer_id)
        if not following.take_over_credit(customer, balance, seen=seen):
            enqueue("checkouts.follow_customer", key=f"balance:{customer_id}", customer_id=customer_id)


# Closing


def _closed(checkout_id: str) -> tuple[int, Standing] | str | None:
    """Have nobody pay a checkout whose invoice asks for another amount, or none; return how it stands then."""
    checkout = db.session.get(Checkout, UUID(checkout_id))
    if checkout is None or not is_outdated(checkout):
        return None
    seen, session_id, key = checkout.looks, checkout.session_id, checkout.key
    db.session.rollback()
    if not session_id:
        return "nothing made yet"
    gateway.close(gateway.standing(session_id), key=key)
    return seen, gateway.standing(session_id)


@job(reads=_closed)
def close(checkout_id: str, found: tuple[int, Standing] | str | None) -> None:
    """End a checkout that nobody shall use any more; what has come in by it stays booked."""
    if isinstance(found, str):
        asking.drop(_locked(Checkout, checkout_id))
    elif found is not None:
        _take_over(checkout_id, *found)


# Hearing


def _meant(stripe_event_id: str) -> dict[str, str]:
    """Find which row of ours an event is about; whatever else the account does is nothing to us."""
    event = db.session.get_one(StripeEvent, UUID(stripe_event_id))
    if event.type.startswith(("account.", "transfer.")):
        return {"connect": event.object_id}
    object_id, by_customer = event.object_id, event.type.startswith(gateway.LOOKED_AT_BY_CUSTOMER)
    if by_customer:
        customer = customer_by(object_id)
        return {"customer": str(customer.id)} if customer else {}
    there = checkout_at(object_id)
    if there is None:
        db.session.rollback()
        try:
            named, intent = gateway.found_by(object_id)
        except StripeRefusedError as refused:
            log.warning("event of nothing known", object=object_id, why=str(refused))
            return {}
        there = checkout_named(named) or checkout_at(intent)
    return {"checkout": str(there)} if there else {}


@job(reads=_meant)
def take_up(stripe_event_id: str, found: dict[str, Any]) -> None:
    """Have whatever an event is about looked at anew; its own words are believed in nothing."""
    event = db.session.get_one(StripeEvent, UUID(stripe_event_id))
    event.taken_up_at = now()
    if "customer" in found:
        customer_id = found["customer"]
        enqueue("checkouts.follow_customer", key=f"balance:{customer_id}", customer_id=customer_id)
    if "connect" in found:  # what is handed on to consultants: an upper feature's jobs
        name = "follow_account" if found["connect"].startswith("acct") else "follow_transfer"
        enqueue(f"connect.{name}", key=f"follow:{found['connect']}", stripe_id=found["connect"])
    if "checkout" in found:
        checkout_id = found["checkout"]
        enqueue("checkouts.follow", key=f"follow:{checkout_id}", checkout_id=checkout_id)


# By the clock


@hourly
def look_again() -> None:
    """Look at every living checkout: what Stripe told us may be lost. What it never made is given up after a day."""
    if not gateway.configured():
        return
    for checkout in living_checkouts():
        checkout_id = str(checkout.id)
        if checkout.state is not CheckoutState.ASKED:
            name = "close" if is_outdated(checkout) else "follow"
        elif checkout.asked_at < now() - GIVE_UP:
            asking.fail(checkout, "Stripe could not be reached")
            continue
        else:
            name = "prepare"
        enqueue(f"checkouts.{name}", key=f"{name}:{checkout_id}", checkout_id=checkout_id)
    for customer_id in {checkout.customer_id for checkout in living_checkouts() if checkout.payment_intent}:
        enqueue("checkouts.follow_customer", key=f"balance:{customer_id}", customer_id=str(customer_id))


@daily
def look_at_paid() -> None:
    """Look at what was paid lately: it may have been refunded or disputed, and the word of it lost."""
    if not gateway.configured():
        return
    for checkout_id in paid_checkouts(since=now() - REGRETTED, at_most=A_ROUND):
        enqueue("checkouts.follow", key=f"follow:{checkout_id}", checkout_id=str(checkout_id))


@daily
def forget_events() -> None:
    """Forget what Stripe does not repeat any more."""
    old = StripeEvent.received_at < now() - KEEP_EVENTS
    db.session.execute(delete(StripeEvent).where(old, StripeEvent.taken_up_at.is_not(None)))
