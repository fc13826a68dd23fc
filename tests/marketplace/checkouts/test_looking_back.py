"""A refund or a dispute that nobody told us of is found within a day, for as long as one is to be expected."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine

from marketplace.background import enqueue, run_due
from marketplace.checkouts.queries import paid_checkouts
from marketplace.checkouts.states import CheckoutState, TaskKind
from marketplace.clock import now
from marketplace.db import db
from tests.factories.billing import billed_month
from tests.factories.checkouts import TOTAL, open_checkout, sums_agree, tasks, tell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from marketplace.checkouts.models import Checkout
    from tests.stripe_server import StripeServer


@pytest.fixture
def clock(app: Flask) -> Iterator[time_machine.Traveller]:
    del app
    with time_machine.travel(datetime(2026, 11, 24, 3, tzinfo=UTC), tick=False) as traveller:
        yield traveller


def _paid(app: Flask, stripe: StripeServer) -> Checkout:
    checkout = open_checkout(billed_month(160)[0])
    stripe.account.pay_by_card(checkout.session_id)
    tell(app, stripe.account.events)
    assert checkout.state is CheckoutState.PAID
    return checkout


def _look() -> None:
    enqueue("checkouts.look_at_paid")
    db.session.commit()
    run_due()


def test_a_refund_that_nobody_told_of_is_found(app: Flask, clock: time_machine.Traveller, stripe: StripeServer) -> None:
    checkout = _paid(app, stripe)
    clock.shift(timedelta(days=119))
    stripe.account.refund(checkout.payment_intent, 1_000)
    _look()
    db.session.refresh(checkout)
    assert checkout.refunded == 1_000
    assert (TaskKind.REFUND, 1_000) in tasks()
    assert sums_agree(stripe) == TOTAL - 1_000


def test_what_is_long_over_is_asked_about_no_more(
    app: Flask, clock: time_machine.Traveller, stripe: StripeServer
) -> None:
    _paid(app, stripe)
    clock.shift(timedelta(days=121))
    asked = len(stripe.asked)
    _look()
    assert len(stripe.asked) == asked


def test_those_looked_at_longest_ago_come_first_so_many_a_round(
    app: Flask, clock: time_machine.Traveller, stripe: StripeServer
) -> None:
    both = {_paid(app, stripe).id, _paid(app, stripe).id}
    seen = set()
    for _round in range(2):
        clock.shift(timedelta(days=1))
        (first,) = paid_checkouts(since=now() - timedelta(days=9), at_most=1)
        enqueue("checkouts.follow", key=f"follow:{first}", checkout_id=str(first))
        db.session.commit()
        run_due()
        seen.add(first)
    assert seen == both
