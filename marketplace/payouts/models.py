"""Consultants' bank accounts, payment runs, and their payments: one transfer for one notice."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.billing.models import PaymentNotice
from marketplace.clock import now
from marketplace.db import Model, check
from marketplace.payouts.states import RUN_EDGES, RunState
from marketplace.profiles.models import Consultant
from marketplace.states import Edges, Stateful
from marketplace.trade.banks import AccountType

IN_USE = text("replaced_at IS NULL")
ACTIVE = text("active")


class BankAccount(Model):
    """振込先口座 as a consultant entered it. A change is a new row; only DIRECT invoices print the number."""

    __table_args__ = (
        Index("uq_bank_account_in_use", "consultant_id", unique=True, sqlite_where=IN_USE, postgresql_where=IN_USE),
        check("usable_from > changed_at", "held_first"),
    )

    consultant_id: Mapped[UUID] = mapped_column(ForeignKey("consultant.id"), index=True)
    bank_code: Mapped[str]
    branch_code: Mapped[str]
    kind: Mapped[AccountType]
    sealed_number: Mapped[str] = mapped_column(Text)
    ending: Mapped[str]  # the last two of its seven digits: all that is shown
    holder: Mapped[str]  # as in the passbook, in full-width katakana
    email: Mapped[str]  # whose account it was then: told when this one is replaced
    changed_at: Mapped[datetime] = mapped_column(default=now)
    changed_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    usable_from: Mapped[datetime]
    replaced_at: Mapped[datetime | None]

    consultant: Mapped[Consultant] = relationship(lazy="raise_on_sql")


class PaymentRun(Stateful, Model):
    """総合振込: one file for one day of transfer, made by one operator and approved by another."""

    edges: ClassVar[Edges] = RUN_EDGES
    __table_args__ = (
        check("approved_by_id IS NULL OR approved_by_id <> made_by_id", "maker_is_not_approver"),
        check("state IN ('made', 'cancelled') OR approved_by_id IS NOT NULL", "approved_by_somebody"),
        check("state <> 'cancelled' OR cancelled_reason <> ''", "cancelled_with_reason"),
        check("total > 0 AND payments_count > 0", "pays_something"),
    )

    number: Mapped[str] = mapped_column(unique=True)  # PR-2026-000001
    pay_on: Mapped[date] = mapped_column(index=True)  # a day on which banks transfer
    state: Mapped[RunState] = mapped_column(default=RunState.MADE, index=True)
    total: Mapped[int]  # yen
    payments_count: Mapped[int]
    file_key: Mapped[str]  # the file, sealed, as it was written when the run was made
    file_sha256: Mapped[str]  # of the bytes that the bank gets
    made_at: Mapped[datetime] = mapped_column(default=now)
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    downloaded_at: Mapped[datetime | None]
    downloaded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    sent_at: Mapped[datetime | None]
    sent_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    cancelled_at: Mapped[datetime | None]
    cancelled_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    cancelled_reason: Mapped[str] = mapped_column(Text, default="")

    payments: Mapped[list[Payment]] = relationship(
        back_populates="run", lazy="raise_on_sql", order_by="Payment.position"
    )


class Payment(Model):
    """One transfer, with the account as it stood; a notice is in one run that is not cancelled, never in two."""

    __table_args__ = (
        Index("uq_payment_notice_once", "notice_id", unique=True, sqlite_where=ACTIVE, postgresql_where=ACTIVE),
        check("amount > 0", "amount_is_positive"),
        check("returned_on IS NULL OR (returned_words <> '' AND NOT active)", "returned_in_words"),
    )

    run_id: Mapped[UUID] = mapped_column(ForeignKey("payment_run.id"), index=True)
    notice_id: Mapped[UUID] = mapped_column(ForeignKey("payment_notice.id"), index=True)
    bank_account_id: Mapped[UUID] = mapped_column(ForeignKey("bank_account.id"))
    position: Mapped[int]
    active: Mapped[bool] = mapped_column(default=True)  # its run is not cancelled, nor has the bank returned it
    amount: Mapped[int]  # yen
    bank_code: Mapped[str]
    branch_code: Mapped[str]
    kind: Mapped[AccountType]
    sealed_number: Mapped[str] = mapped_column(Text)
    ending: Mapped[str]
    kana: Mapped[str]  # as the file has it
    returned_on: Mapped[date | None]  # 組戻し: the day on which the money was back
    returned_words: Mapped[str] = mapped_column(Text, default="")  # why, as the bank says
    returned_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))

    run: Mapped[PaymentRun] = relationship(back_populates="payments", lazy="raise_on_sql")
    notice: Mapped[PaymentNotice] = relationship(lazy="raise_on_sql")
