"""Rows of the desk."""

from __future__ import annotations

from datetime import date
from typing import Any
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


class SavedFilter(Model):
    """One advisor's own filter of the queue, under a name; the desk opens with at most one of them."""

    __table_args__ = (UniqueConstraint("user_id", "name"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    name: Mapped[str] = mapped_column(String(40))
    asked: Mapped[dict[str, Any]] = mapped_column(default=dict)  # the address's arguments, as text
    opens: Mapped[bool] = mapped_column(default=False)
