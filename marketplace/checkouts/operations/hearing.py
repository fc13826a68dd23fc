"""What Stripe tells us is kept once, with the job that looks at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from marketplace.background import enqueue
from marketplace.checkouts.models import StripeEvent
from marketplace.checkouts.queries import event_of
from marketplace.clock import now
from marketplace.db import db

if TYPE_CHECKING:
    from marketplace.checkouts.records import Told

FOLLOWED = (
    "account.updated", "account.application.deauthorized", "transfer.",
    "checkout.session.", "payment_intent.", "charge.", "refund.", "cash_balance.", "customer_cash_balance_transaction.",
)  # fmt: skip


def hear(told: Told) -> bool:
    """Keep an event and queue its job, in one transaction; tell whether it was new.

    Of two that come at once one is kept: the key is unique. A kind that nobody follows is kept, and done with.
    """
    if event_of(told.key) is not None:
        return False
    followed = told.type.startswith(FOLLOWED) and bool(told.object_id)
    event = StripeEvent(key=told.key, type=told.type, object_id=told.object_id, taken_up_at=None if followed else now())
    try:
        with db.session.begin_nested():
            db.session.add(event)
    except IntegrityError:
        return False
    if followed:
        enqueue("checkouts.take_up", stripe_event_id=str(event.id))
    return True
