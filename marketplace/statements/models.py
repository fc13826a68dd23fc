"""Imported statements, what came in by them, and which invoices it was booked for."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.billing.models import Invoice
from marketplace.clock import now
from marketplace.db import Model, check
from marketplace.statements.states import INCOMING_EDGES, IncomingState
from marketplace.states import Edges, Stateful


class BankStatement(Model):
    """One file of the bank; the file itself is not kept, its payments are."""

    file_name: Mapped[str]
    sha256: Mapped[str] = mapped_column(unique=True)  # the same file is never imported twice
    imported_at: Mapped[datetime] = mapped_column(default=now, index=True)
    imported_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    since: Mapped[date | None]  # of the payments that came in; None: none did
    until: Mapped[date | None]
    new: Mapped[int]  # payments that no other statement had brought
    known: Mapped[int]  # payments that an overlapping one had brought already
    outgoing: Mapped[int]
    unreadable: Mapped[list[dict[str, Any]]]  # line, text, why


class Incoming(Stateful, Model):
    """A payment that came in. Of several that are equal in everything, `ordinal` counts them within their day."""

    edges: ClassVar[Edges] = INCOMING_EDGES
    __table_args__ = (
        UniqueConstraint("on", "amount", "payer_kana", "reference", "ordinal", name="uq_incoming_once"),
        check("amount > 0", "amount_is_positive"),
        check("state <> 'set_aside' OR words <> ''", "set_aside_in_words"),
    )

    bank_statement_id: Mapped[UUID] = mapped_column(ForeignKey("bank_statement.id"), index=True)
    line: Mapped[int]  # of the file, from 1
    on: Mapped[date] = mapped_column(index=True)
    amount: Mapped[int]
    payer_kana: Mapped[str]  # as the bank wrote it
    payer: Mapped[str] = mapped_column(index=True)  # what of it is compared: no company form, no spaces
    reference: Mapped[str]
    ordinal: Mapped[int]
    state: Mapped[IncomingState] = mapped_column(default=IncomingState.OPEN, index=True)
    words: Mapped[str] = mapped_column(Text, default="")  # why it was set aside, or why a match was taken back

    bank_statement: Mapped[BankStatement] = relationship(lazy="raise_on_sql")
    allocations: Mapped[list[Allocation]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="Allocation.id"
    )


class Allocation(Model):
    """What of a payment was booked for an invoice; gone once it is taken back: ledger and journal keep both."""

    __table_args__ = (
        check("amount > 0", "amount_is_positive"),
        check("fee >= 0", "fee_is_not_negative"),
    )

    incoming_id: Mapped[UUID] = mapped_column(ForeignKey("incoming.id"), index=True)
    invoice_id: Mapped[UUID] = mapped_column(ForeignKey("invoice.id"), index=True)
    amount: Mapped[int]
    fee: Mapped[int] = mapped_column(default=0)  # taken off by the client for the transfer, borne by the operator

    invoice: Mapped[Invoice] = relationship(lazy="joined", innerjoin=True)
