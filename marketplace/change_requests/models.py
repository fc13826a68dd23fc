"""The role charter of a project, version by version."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.clock import now
from marketplace.db import Model, check
from marketplace.tracker.models import ChangeRequest


class CharterVersion(Model):
    """役割定義: one version; it has a number from when it came into force, before that a change request proposes it."""

    __table_args__ = (
        UniqueConstraint("project_id", "number"),
        check("(number IS NULL) = (at IS NULL)", "in_force_has_number"),
        check("number IS NOT NULL OR change_request_id IS NOT NULL", "proposed_by_a_request"),
        check("number IS NULL OR number = follows + 1", "numbered_in_order"),
    )

    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id"), index=True)
    number: Mapped[int | None]
    follows: Mapped[int] = mapped_column(default=0)  # the version it was written over
    does: Mapped[str] = mapped_column(Text, default="")
    decides: Mapped[str] = mapped_column(Text, default="")
    escalates: Mapped[str] = mapped_column(Text, default="")
    change_request_id: Mapped[UUID | None] = mapped_column(ForeignKey("change_request.id"), unique=True)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))  # who wrote it
    written_at: Mapped[datetime] = mapped_column(default=now)
    at: Mapped[datetime | None]  # when it came into force

    by: Mapped[User] = relationship(lazy="joined", innerjoin=True)
    change_request: Mapped[ChangeRequest | None] = relationship(lazy="joined")
