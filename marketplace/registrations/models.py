"""Look-ups of registration numbers, each kept as it was."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.clock import now
from marketplace.db import Model, check
from marketplace.profiles.models import Consultant
from marketplace.registrations.states import Result, Source


class RegistrationLookUp(Model):
    """登録番号の確認 (R22): of a consultant's number, or without one of the operator's own. Never changed."""

    __table_args__ = (
        check("result <> 'registered' OR (name <> '' AND registered_on IS NOT NULL)", "registered_has_name_and_day"),
        check("result <> 'revoked' OR ends_on IS NOT NULL", "revoked_has_day"),
        check("result <> 'registered' OR ends_on IS NULL", "registered_has_no_end"),
    )

    number: Mapped[str] = mapped_column(index=True)  # T and 13 digits, as it was looked up
    consultant_id: Mapped[UUID | None] = mapped_column(ForeignKey("consultant.id"), index=True)
    source: Mapped[Source]
    result: Mapped[Result]
    name: Mapped[str] = mapped_column(default="")  # as published
    registered_on: Mapped[date | None]
    ends_on: Mapped[date | None]  # the first day on which it does not count; None of a number never registered: always
    looked_up_on: Mapped[date]
    kept_at: Mapped[datetime] = mapped_column(default=now)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))

    by: Mapped[User] = relationship(lazy="joined", innerjoin=True)
    consultant: Mapped[Consultant | None] = relationship(lazy="select")

    def says(self, day: date) -> bool | None:
        """Whether the number counted on a day, as far as this look-up knows; None where it says nothing of it."""
        if self.ends_on is not None and day >= self.ends_on:
            return False
        if self.result is Result.NOT_FOUND and self.ends_on is None:
            return False
        if self.registered_on is not None and day >= self.registered_on:
            return True
        return None
