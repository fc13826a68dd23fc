"""Consultants' accounts at Stripe, and the money that is handed on to them."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.billing.models import Invoice
from marketplace.checkouts.models import Checkout
from marketplace.clock import now
from marketplace.connect.states import ACCOUNT_EDGES, TRANSFER_EDGES, AccountState, TransferState
from marketplace.db import Model, check
from marketplace.profiles.models import Consultant
from marketplace.states import Edges, Stateful

UNDECIDED = text("state IN ('asked', 'failed')")


class ConnectedAccount(Stateful, Model):
    """A consultant's account at Stripe. Who they are and where their bank is, Stripe alone knows."""

    edges: ClassVar[Edges] = ACCOUNT_EDGES
    __table_args__ = (check("state = 'asked' OR stripe_id <> ''", "at_stripe_has_id"),)

    consultant_id: Mapped[UUID] = mapped_column(ForeignKey("consultant.id"), unique=True)
    state: Mapped[AccountState] = mapped_column(default=AccountState.ASKED, index=True)
    key: Mapped[str] = mapped_column(unique=True)  # each try's idempotency key begins with it
    tries: Mapped[int] = mapped_column(default=0)  # refused so often: a refused key stays refused
    email: Mapped[str]  # as first told
    asked_at: Mapped[datetime] = mapped_column(default=now)
    stripe_id: Mapped[str] = mapped_column(default="", index=True)  # acct_…
    refused: Mapped[str] = mapped_column(Text, default="")  # why Stripe has made no account, or no link
    reason: Mapped[str] = mapped_column(default="")  # why it takes no transfers, in Stripe's code
    looks: Mapped[int] = mapped_column(default=0)  # how often Stripe's answer was taken over
    link_key: Mapped[str] = mapped_column(default="")  # of the link asked for last
    link_url: Mapped[str] = mapped_column(Text, default="")
    link_until: Mapped[datetime | None]

    consultant: Mapped[Consultant] = relationship(lazy="joined", innerjoin=True)


class Transfer(Stateful, Model):
    """What one checkout has brought for a consultant, handed on. Its yen are those that stand in the ledger."""

    edges: ClassVar[Edges] = TRANSFER_EDGES
    __table_args__ = (
        Index("uq_transfer_undecided", "checkout_id", unique=True, sqlite_where=UNDECIDED, postgresql_where=UNDECIDED),
        check("amount > 0", "amount_is_positive"),
        check("reversed >= 0 AND reversed <= amount", "reversed_is_part_of_it"),
        check("state NOT IN ('sent', 'reversed') OR stripe_id <> ''", "sent_has_id"),
    )

    checkout_id: Mapped[UUID] = mapped_column(ForeignKey("checkout.id"), index=True)
    invoice_id: Mapped[UUID] = mapped_column(ForeignKey("invoice.id"), index=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("connected_account.id"), index=True)
    state: Mapped[TransferState] = mapped_column(default=TransferState.ASKED, index=True)
    key: Mapped[str] = mapped_column(unique=True)  # each try's idempotency key begins with it
    tries: Mapped[int] = mapped_column(default=0)
    amount: Mapped[int]  # yen
    reversed: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime] = mapped_column(default=now)
    stripe_id: Mapped[str] = mapped_column(default="", index=True)  # tr_…
    sent_at: Mapped[datetime | None]
    why: Mapped[str] = mapped_column(Text, default="")  # Stripe's words where it refused
    looks: Mapped[int] = mapped_column(default=0)

    checkout: Mapped[Checkout] = relationship(lazy="joined", innerjoin=True)
    invoice: Mapped[Invoice] = relationship(lazy="joined", innerjoin=True)
    account: Mapped[ConnectedAccount] = relationship(lazy="joined", innerjoin=True)

    @property
    def net(self) -> int:
        """Yen that lie with the consultant by it, or are on their way."""
        return 0 if self.state is TransferState.DROPPED else self.amount - self.reversed
