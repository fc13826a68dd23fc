"""What each person has chosen about mails; who has chosen nothing has no row."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Model, check
from marketplace.inbox.states import Rhythm


class NoticePreference(Model):
    """The rhythm of one person's mails and the hours in which none shall come; hours are those of Japan."""

    __table_args__ = (
        check("hour BETWEEN 0 AND 23 AND quiet_from BETWEEN 0 AND 23 AND quiet_until BETWEEN 0 AND 23", "hours_of_day"),
        check("quiet_from <> quiet_until", "quiet_hours_end"),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), unique=True)
    rhythm: Mapped[Rhythm] = mapped_column(default=Rhythm.AT_ONCE)
    hour: Mapped[int] = mapped_column(default=9)  # of the summary
    quiet: Mapped[bool] = mapped_column(default=True)
    quiet_from: Mapped[int] = mapped_column(default=21)
    quiet_until: Mapped[int] = mapped_column(default=8)
