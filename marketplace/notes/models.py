"""Notes that only their own side reads."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.clock import now
from marketplace.db import Model, check


class Audience(StrEnum):
    """Who reads it: the advisors and operators, or the members of one company."""

    STAFF = "staff"
    COMPANY = "company"


class Note(Model):
    """メモ: about an application or about a person; never shown to the person, nor to the other side."""

    __table_args__ = (
        check("(application_id IS NULL) <> (consultant_id IS NULL)", "one_subject"),
        check("(audience = 'company') = (company_id IS NOT NULL)", "company_has_audience"),
        check("audience = 'staff' OR application_id IS NOT NULL", "company_notes_application"),
    )

    audience: Mapped[Audience]
    company_id: Mapped[UUID | None] = mapped_column(ForeignKey("company.id"))
    application_id: Mapped[UUID | None] = mapped_column(ForeignKey("application.id"), index=True)
    consultant_id: Mapped[UUID | None] = mapped_column(ForeignKey("consultant.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    words: Mapped[str] = mapped_column(Text)

    author: Mapped[User] = relationship(lazy="joined", innerjoin=True)
