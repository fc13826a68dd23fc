"""Interviews with their answers, and the terms that the operator promises to newcomers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import Company, User
from marketplace.clock import now
from marketplace.db import Model, check
from marketplace.intake.states import EDGES, InterviewKind, InterviewState, Promise
from marketplace.profiles.models import Consultant
from marketplace.states import Edges, Stateful

IN_DRAFT = text("state = 'draft'")


def _one_draft(column: str) -> Index:
    """Make a second draft about the same person or company impossible: whoever comes second gets 409."""
    name = f"uq_interview_draft_{column}"
    return Index(name, column, unique=True, sqlite_where=IN_DRAFT, postgresql_where=IN_DRAFT)


class Interview(Stateful, Model):
    """登録面談: what one person or company said on one day; its answers are as `answers.py` writes them."""

    edges: ClassVar[Edges] = EDGES
    __table_args__ = (
        check("(consultant_id IS NULL) <> (company_id IS NULL)", "about_one"),
        check("state <> 'held' OR held_on IS NOT NULL", "held_has_date"),
        _one_draft("consultant_id"),
        _one_draft("company_id"),
    )

    kind: Mapped[InterviewKind]
    consultant_id: Mapped[UUID | None] = mapped_column(ForeignKey("consultant.id", ondelete="CASCADE"), index=True)
    company_id: Mapped[UUID | None] = mapped_column(ForeignKey("company.id", ondelete="CASCADE"), index=True)
    state: Mapped[InterviewState] = mapped_column(default=InterviewState.DRAFT)
    created_at: Mapped[datetime] = mapped_column(default=now)
    saved_at: Mapped[datetime] = mapped_column(default=now)
    prepared_at: Mapped[datetime | None]  # when the person, or a member of the company, last wrote their own part
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))  # who held it
    held_on: Mapped[date | None]
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)  # both sides read and write them
    staff_answers: Mapped[dict[str, Any]] = mapped_column(default=dict)  # never on a page of the person or company
    import_id: Mapped[UUID | None] = mapped_column(ForeignKey("profile_import.id", ondelete="SET NULL"))
    filled_at: Mapped[datetime | None]  # a company's: when it was decided what its entry takes over

    # The policy asks whose it is.
    consultant: Mapped[Consultant | None] = relationship(lazy="joined")
    company: Mapped[Company | None] = relationship(lazy="joined")
    by: Mapped[User | None] = relationship(foreign_keys=[by_id], lazy="raise_on_sql")


class IntakeTerm(Model):
    """The operator's term for one promise, in business days."""

    __table_args__ = (check("business_days BETWEEN 1 AND 30", "term_in_days"),)

    promise: Mapped[Promise] = mapped_column(unique=True)
    business_days: Mapped[int]
