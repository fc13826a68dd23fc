"""Checkouts, the companies as Stripe knows them, what Stripe told us, and what a person is to do about it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.billing.models import Invoice
from marketplace.checkouts.states import CHECKOUT_EDGES, TASK_EDGES, CheckoutState, TaskKind, TaskState
from marketplace.clock import now
from marketplace.db import Model, check
from marketplace.states import Edges, Stateful

IS_LIVING = text("state IN ('asked', 'open', 'awaited', 'partly')")
IS_OPEN = text("state = 'open'")


class StripeCustomer(Model):
    """A company as Stripe knows it; its name and address stay as first told: the same at every try."""

    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id"), unique=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    email: Mapped[str]
    stripe_id: Mapped[str] = mapped_column(default="", index=True)  # cus_…; empty: not made yet
    looks: Mapped[int] = mapped_column(default=0)  # how often its balance was taken over


class Checkout(Stateful, Model):
    """One way to pay an invoice at Stripe. Its yen are those that stand in the ledger because of it."""

    edges: ClassVar[Edges] = CHECKOUT_EDGES
    __table_args__ = (
        Index("uq_checkout_living", "invoice_id", unique=True, sqlite_where=IS_LIVING, postgresql_where=IS_LIVING),
        check("asked > 0", "asked_is_positive"),
        check("received >= 0 AND refunded >= 0 AND disputed >= 0 AND credit >= 0", "yen_are_not_negative"),
        check("state NOT IN ('open', 'awaited', 'partly') OR session_id <> ''", "at_stripe_has_session"),
    )

    invoice_id: Mapped[UUID] = mapped_column(ForeignKey("invoice.id"), index=True)
    customer_id: Mapped[UUID] = mapped_column(ForeignKey("stripe_customer.id"), index=True)
    state: Mapped[CheckoutState] = mapped_column(default=CheckoutState.ASKED, index=True)
    key: Mapped[str] = mapped_column(unique=True)  # each operation's idempotency key begins with it
    asked: Mapped[int]  # yen, what of the invoice was open
    words: Mapped[str]  # what the client reads at Stripe
    locale: Mapped[str]
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    asked_at: Mapped[datetime] = mapped_column(default=now)
    session_id: Mapped[str] = mapped_column(default="", index=True)  # cs_…
    payment_intent: Mapped[str] = mapped_column(default="", index=True)  # pi_…
    url: Mapped[str] = mapped_column(Text, default="")  # where the client goes on
    received: Mapped[int] = mapped_column(default=0)
    refunded: Mapped[int] = mapped_column(default=0)
    disputed: Mapped[int] = mapped_column(default=0)
    credit: Mapped[int] = mapped_column(default=0)  # came in beyond it, in the client's cash balance at Stripe
    objections: Mapped[str] = mapped_column(Text, default="")  # disputes and their states
    looks: Mapped[int] = mapped_column(default=0)  # how often Stripe's answer was taken over
    paid_at: Mapped[datetime | None]

    invoice: Mapped[Invoice] = relationship(lazy="joined", innerjoin=True)
    customer: Mapped[StripeCustomer] = relationship(lazy="joined", innerjoin=True)

    @property
    def net(self) -> int:
        """Yen that it has brought for its invoice and that are still there."""
        return self.received - self.refunded - self.disputed


class StripeEvent(Model):
    """What Stripe told us, once, however often it says so; the object itself is asked for again."""

    key: Mapped[str] = mapped_column(unique=True)  # evt_…, or the hash of a body that names none
    type: Mapped[str]
    object_id: Mapped[str]
    received_at: Mapped[datetime] = mapped_column(default=now, index=True)
    taken_up_at: Mapped[datetime | None]


class CollectionTask(Stateful, Model):
    """What a person must see to; at most one open of a kind and checkout."""

    edges: ClassVar[Edges] = TASK_EDGES
    __table_args__ = (
        Index("uq_task_open", "checkout_id", "kind", unique=True, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
        check("state <> 'done' OR (done_at IS NOT NULL AND words <> '')", "done_in_words"),
    )

    checkout_id: Mapped[UUID] = mapped_column(ForeignKey("checkout.id"), index=True)
    kind: Mapped[TaskKind]
    state: Mapped[TaskState] = mapped_column(default=TaskState.OPEN, index=True)
    amount: Mapped[int] = mapped_column(default=0)  # yen it is about
    detail: Mapped[str] = mapped_column(Text, default="")  # what Stripe said
    made_at: Mapped[datetime] = mapped_column(default=now, index=True)
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))  # None: it has settled itself
    words: Mapped[str] = mapped_column(Text, default="")

    checkout: Mapped[Checkout] = relationship(lazy="joined", innerjoin=True)
    done_by: Mapped[User | None] = relationship(lazy="raise_on_sql")
