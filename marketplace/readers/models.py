"""Links for external readers, and when they were used. The token itself is kept nowhere but in the mail."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.clock import now
from marketplace.db import Model
from marketplace.tracker.models import Project


class ReaderLink(Model):
    """One person outside, named by an address, and until when the link opens the project's reports."""

    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id"), index=True)
    email: Mapped[str]
    locale: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    # The policy asks about it on every look.
    project: Mapped[Project] = relationship(lazy="joined", innerjoin=True)
    created_by: Mapped[User] = relationship(lazy="joined", innerjoin=True)

    @property
    def usable(self) -> bool:
        """Whether it opens anything now."""
        return self.revoked_at is None and now() < self.expires_at


class ReaderUse(Model):
    """That a page was opened by a link; the same page again within an hour is the same use."""

    reader_link_id: Mapped[UUID] = mapped_column(ForeignKey("reader_link.id"), index=True)
    page: Mapped[str]  # overview, indicators, report-3
    at: Mapped[datetime] = mapped_column(default=now)
