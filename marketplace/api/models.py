"""Tokens by which programs read. The token itself is kept nowhere: its hash, and its beginning to tell it by."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.clock import now
from marketplace.db import Model

if TYPE_CHECKING:
    from marketplace.tracker.models import Project


class ApiToken(Model):
    """One program's way in: it sees what its person may see at that moment, of one project or of all of them."""

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id"), index=True)  # on whose page it was made
    everything: Mapped[bool] = mapped_column(default=False)  # all projects its person may see, not that one alone
    name: Mapped[str]
    prefix: Mapped[str]
    token_sha256: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]

    # Asked at every call: may its person still see the project?
    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)

    @property
    def usable(self) -> bool:
        """Whether it opens anything now."""
        return self.revoked_at is None and now() < self.expires_at

    def reaches(self, project: Project) -> bool:
        """Tell whether the project is among those that the token was made for; the policy is asked beside it."""
        return self.everything or self.project_id == project.id
