"""Who of a client looked at whose skill sheet, and when: shown to the person it is about."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.clock import now
from marketplace.db import Model
from marketplace.sheets.states import ViewKind


class DocumentView(Model):
    """One look at the skill sheet of an application by the client; never changed."""

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), index=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    kind: Mapped[ViewKind]
    named: Mapped[bool]
    sheet_sha256: Mapped[str]  # of the words that were shown

    user: Mapped[User] = relationship(lazy="raise_on_sql")
