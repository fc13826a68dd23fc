"""Work reports with their days and expenses. A report that was handed in is changed only after it was returned."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.clock import now
from marketplace.contracts.models import Contract
from marketplace.db import Model, check
from marketplace.states import Edges, Stateful
from marketplace.work_reports.states import EDGES, ExpenseKind, ReportState


class WorkReport(Stateful, Model):
    """作業報告書: one month of a contract. A correction is the next number of the month and names what it replaces."""

    edges: ClassVar[Edges] = EDGES
    __table_args__ = (
        UniqueConstraint("contract_id", "month", "number"),
        check("substr(CAST(month AS TEXT), 9, 2) = '01'", "month_is_its_first_day"),
        check("(number = 1) = (replaces_id IS NULL)", "correction_replaces"),
        check("number = 1 OR correction_reason <> ''", "correction_has_reason"),
        check("state = 'draft' OR (submitted_at IS NOT NULL AND submitted_by_id IS NOT NULL)", "submitted_by_somebody"),
        check("state <> 'returned' OR returned_reason <> ''", "returned_has_reason"),
        check("state NOT IN ('approved', 'locked') OR approved_at IS NOT NULL", "approved_has_date"),
        check("approved_at IS NULL OR deemed = (approved_by_id IS NULL)", "approved_by_somebody_or_silence"),
        check("state <> 'locked' OR locked_at IS NOT NULL", "locked_has_date"),
    )

    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contract.id"), index=True)
    month: Mapped[date] = mapped_column(index=True)  # its first day
    number: Mapped[int] = mapped_column(default=1)
    state: Mapped[ReportState] = mapped_column(default=ReportState.DRAFT, index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    saved_at: Mapped[datetime] = mapped_column(default=now)
    issues: Mapped[str] = mapped_column(Text, default="")  # 課題・特記事項
    submitted_at: Mapped[datetime | None]
    submitted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    returned_at: Mapped[datetime | None]
    returned_reason: Mapped[str] = mapped_column(Text, default="")
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    deemed: Mapped[bool] = mapped_column(default=False)  # approved by silence, as the contract says
    silence_until: Mapped[date | None] = mapped_column(index=True)  # the last day on which silence is no approval
    locked_at: Mapped[datetime | None]
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("work_report.id"), unique=True)
    correction_reason: Mapped[str] = mapped_column(Text, default="")
    due_at: Mapped[datetime | None] = mapped_column(index=True)  # by when whoever has it acts
    reminded_at: Mapped[datetime | None]

    # The policy asks about it on every look; the hours are what a report is.
    contract: Mapped[Contract] = relationship(lazy="joined", innerjoin=True)
    days: Mapped[list[WorkDay]] = relationship(
        back_populates="report", lazy="selectin", order_by="WorkDay.day", cascade="all, delete-orphan"
    )
    expenses: Mapped[list[Expense]] = relationship(
        back_populates="report", lazy="selectin", order_by="Expense.day", cascade="all, delete-orphan"
    )

    @property
    def minutes(self) -> int:
        """The month's sum, exact."""
        return sum(each.minutes for each in self.days)

    @property
    def spent(self) -> int:
        """The expenses' sum in yen."""
        return sum(each.amount for each in self.expenses)


class WorkDay(Model):
    """One day of work. Beginning, end and break are notes of whoever worked; nothing is reckoned from them."""

    __table_args__ = (
        UniqueConstraint("report_id", "day"),
        check("minutes BETWEEN 0 AND 1440", "minutes_of_a_day"),
        check("starts IS NULL OR starts BETWEEN 0 AND 1440", "starts_within_the_day"),
        check("ends IS NULL OR ends BETWEEN 0 AND 2880", "ends_by_the_next_day"),
        check("pause IS NULL OR pause BETWEEN 0 AND 1440", "pause_of_a_day"),
    )

    report_id: Mapped[UUID] = mapped_column(ForeignKey("work_report.id"), index=True)
    day: Mapped[date]
    minutes: Mapped[int]
    content: Mapped[str] = mapped_column(Text, default="")
    place: Mapped[str] = mapped_column(default="")
    remote: Mapped[bool] = mapped_column(default=False)
    starts: Mapped[int | None]  # minutes after midnight
    ends: Mapped[int | None]
    pause: Mapped[int | None]  # minutes

    report: Mapped[WorkReport] = relationship(back_populates="days", lazy="joined", innerjoin=True)


class Expense(Model):
    """立替経費: money laid out for the work, with its receipt where there is one."""

    __table_args__ = (
        check("amount > 0", "amount_in_yen"),
        check("(receipt_key IS NULL) = (receipt_name IS NULL)", "receipt_has_name"),
        check("(receipt_key IS NULL) = (receipt_type IS NULL)", "receipt_has_type"),
    )

    report_id: Mapped[UUID] = mapped_column(ForeignKey("work_report.id"), index=True)
    day: Mapped[date]
    kind: Mapped[ExpenseKind]
    words: Mapped[str]
    amount: Mapped[int]  # yen, tax included
    paid_to_carrier: Mapped[bool] = mapped_column(default=False)  # by the operator directly: no part of a payment
    receipt_key: Mapped[str | None] = mapped_column(index=True)
    receipt_name: Mapped[str | None]
    receipt_type: Mapped[str | None]

    report: Mapped[WorkReport] = relationship(back_populates="expenses", lazy="joined", innerjoin=True)
