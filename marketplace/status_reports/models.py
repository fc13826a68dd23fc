"""Status reports, the editions that were handed in, and who has read them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.clock import now
from marketplace.db import Model, check
from marketplace.states import Edges, Stateful
from marketplace.status_reports.states import EDGES, StatusState
from marketplace.tracker.models import Project


class StatusReport(Stateful, Model):
    """ステータス報告: one period of a project. What was handed in stays as an edition, whatever is written later."""

    edges: ClassVar[Edges] = EDGES
    __table_args__ = (
        UniqueConstraint("project_id", "number"),
        UniqueConstraint("project_id", "due_on"),
        check("first_day <= due_on", "period_has_days"),
        check("state = 'draft' OR submitted_at IS NOT NULL", "submitted_has_date"),
        check("state <> 'returned' OR returned_reason <> ''", "returned_has_reason"),
        check(
            "state <> 'acknowledged' OR (acknowledged_at IS NOT NULL AND acknowledged_by_id IS NOT NULL)",
            "acknowledged_by_somebody",
        ),
    )

    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id"), index=True)
    number: Mapped[int]
    state: Mapped[StatusState] = mapped_column(default=StatusState.DRAFT, index=True)
    first_day: Mapped[date]
    due_on: Mapped[date] = mapped_column(index=True)  # and the period's last day
    ratings: Mapped[dict[str, Any]]  # dimension: {"rag", "word"}; the proposal is computed anew until it is handed in
    summary: Mapped[str] = mapped_column(Text, default="")
    next_period: Mapped[str] = mapped_column(Text, default="")
    help_needed: Mapped[str] = mapped_column(Text, default="")
    decisions_asked: Mapped[str] = mapped_column(Text, default="")
    sections: Mapped[list[dict[str, Any]]]  # {"heading", "body"}, as the project's template names them
    created_at: Mapped[datetime] = mapped_column(default=now)
    saved_at: Mapped[datetime] = mapped_column(default=now)
    opened_at: Mapped[datetime | None]  # when the form was first opened
    seconds: Mapped[int | None]  # from then to the first handing in: for the PMO's eyes alone
    edition: Mapped[int] = mapped_column(default=0)  # how often it was handed in
    submitted_at: Mapped[datetime | None]
    returned_at: Mapped[datetime | None]
    returned_reason: Mapped[str] = mapped_column(Text, default="")
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    reminded_on: Mapped[date | None]
    alarmed_on: Mapped[date | None]

    # The policy asks about it on every look.
    project: Mapped[Project] = relationship(lazy="joined", innerjoin=True)
    acknowledged_by: Mapped[User | None] = relationship(lazy="joined")


class Edition(Model):
    """What was handed in, whole: words, ratings and what they rest on, what had changed, what is red. Never changed."""

    __tablename__ = "status_edition"
    __table_args__ = (UniqueConstraint("status_report_id", "number"),)

    status_report_id: Mapped[UUID] = mapped_column(ForeignKey("status_report.id"), index=True)
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    sha256: Mapped[str]
    submitted_at: Mapped[datetime]
    submitted_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))

    report: Mapped[StatusReport] = relationship(lazy="raise_on_sql")
    submitted_by: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class KeptBoards(Model):
    """What stood on the boards when an edition was handed in: its papers are set from it. Never changed.

    Apart from the edition, whose content lists and curves read by the dozen.
    """

    __tablename__ = "status_boards"

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("status_edition.id"), unique=True)
    content: Mapped[dict[str, Any]]

    edition: Mapped[Edition] = relationship(lazy="raise_on_sql")


class Receipt(Model):
    """Who has opened which edition, and when first."""

    __tablename__ = "status_receipt"
    __table_args__ = (UniqueConstraint("status_report_id", "edition", "user_id"),)

    status_report_id: Mapped[UUID] = mapped_column(ForeignKey("status_report.id"), index=True)
    edition: Mapped[int]
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    read_at: Mapped[datetime] = mapped_column(default=now)

    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)
