"""A webhook storm: each event five times, shuffled, at two web servers with two workers: the same end state."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from marketplace.background import Job, JobState
from marketplace.billing.models import Invoice
from marketplace.checkouts.models import Checkout, StripeEvent
from marketplace.checkouts.states import CheckoutState, TaskKind
from marketplace.db import db
from tests.attack.product import until
from tests.factories.billing import billed_month
from tests.factories.checkouts import TOTAL, open_checkout, sums_agree, tasks, with_stripe
from tests.stripe_events import SECRET, storm
from tests.stripe_server import KEY, stripe_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.attack.product import Product
    from tests.stripe_server import StripeServer

pytestmark = pytest.mark.attack
TIMES = 5


@pytest.fixture
def stripe(run: Product) -> Iterator[StripeServer]:
    """Stripe's stand-in, for this process and for those that are started later."""
    with stripe_server() as server:
        run.app.config["PRODUCT"] = replace(with_stripe(run.app.config["PRODUCT"], server), stripe_timeout=20.0)
        run.environ |= {
            "STRIPE_SECRET_KEY": KEY, "STRIPE_WEBHOOK_SECRETS": SECRET, "STRIPE_API_BASE": server.url,
        }  # fmt: skip
        yield server
        run.stop()
        run.children.clear()


def things_happen(run: Product, stripe: StripeServer) -> None:
    """Let four clients pay, too much and too little, get back, and object."""
    account = stripe.account
    with run.app.app_context():
        rows = [open_checkout(billed_month(160)[0]) for _each in range(4)]
        carded = account.pay_by_card(rows[0].session_id)
        account.refund(carded["id"], 100_000)
        account.refund(carded["id"], 50_000)
        account.choose_transfer(rows[1].session_id)
        account.transfer(rows[1].customer.stripe_id, 600_000)
        account.transfer(rows[1].customer.stripe_id, TOTAL - 600_000 + 880)
        account.choose_transfer(rows[2].session_id)
        account.transfer(rows[2].customer.stripe_id, TOTAL - 440)
        disputed = account.pay_by_card(rows[3].session_id)
        account.decide(account.object_to(disputed["id"], 200_000)["id"], "won")
        account.decide(account.object_to(disputed["id"], 70_000)["id"], "lost")
        db.session.remove()


def came_to() -> list[tuple[object, ...]]:
    rows = db.session.scalars(select(Checkout).order_by(Checkout.id)).all()
    return [(each.state, each.net, each.credit, each.invoice.paid) for each in rows]


def test_five_times_shuffled_in_two_processes_comes_to_the_same(run: Product, stripe: StripeServer) -> None:
    things_happen(run, stripe)
    run.start_web()
    first = run.port
    run.start_web()
    urls = [f"http://127.0.0.1:{port}/stripe/webhook" for port in (first, run.port)]
    for _each in range(2):
        run.start_consumer()
    events = stripe.account.events
    statuses = storm(urls, events, times=TIMES)
    assert (len(statuses), set(statuses)) == (TIMES * len(events), {200})
    until(lambda: run.waiting() == 0)
    with run.app.app_context():
        assert db.session.scalar(select(func.count(StripeEvent.id))) == len(events)
        assert came_to() == [
            (CheckoutState.PAID, TOTAL - 150_000, 0, TOTAL - 150_000),
            (CheckoutState.PAID, TOTAL, 880, TOTAL + 880),
            (CheckoutState.PARTLY, TOTAL - 440, 0, TOTAL - 440),
            (CheckoutState.PAID, TOTAL - 70_000, 0, TOTAL - 70_000),
        ]
        assert tasks() == [
            (TaskKind.DISPUTE, 70_000), (TaskKind.OVERPAID, 880), (TaskKind.REFUND, 150_000),
            (TaskKind.UNDERPAID, 440),
        ]  # fmt: skip
        assert sums_agree(stripe) == 4 * TOTAL - 150_000 - 70_000 + 880 - 440
        assert db.session.scalars(select(Job.error).where(Job.state == JobState.FAILED)).all() == []
        assert db.session.scalar(select(func.count(Invoice.id))) == 4


def test_one_event_fifty_times_at_once_is_one(run: Product, stripe: StripeServer) -> None:
    with run.app.app_context():
        checkout = open_checkout()
        stripe.account.pay_by_card(checkout.session_id)
        db.session.remove()
    run.start_web()
    run.start_consumer()
    events = stripe.account.events[:1]
    assert storm([f"http://127.0.0.1:{run.port}/stripe/webhook"], events, times=50, senders=50) == [200] * 50
    until(lambda: run.waiting() == 0)
    with run.app.app_context():
        assert db.session.scalar(select(func.count(StripeEvent.id))) == 1
        assert db.session.scalar(select(func.count(Job.id)).where(Job.name == "checkouts.take_up")) == 1
        assert sums_agree(stripe) == TOTAL
