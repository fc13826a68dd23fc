"""Rows of the desk."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Model


class Snooze(Model):
    """One advisor's own: a line of the queue put off until a day; the others still see it."""

    __table_args__ = (UniqueConstraint("user_id", "kind", "subject_id"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    kind: Mapped[str] = mapped_column(String(16))  # of the line, as in queue.KINDS
    subject_id: Mapped[UUID]  # the application, posting or person that the line is about
    until: Mapped[date]  # from this day on it shows again
