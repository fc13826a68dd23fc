"""Meetings with the slots proposed for them, and each side's debrief."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.clock import TOKYO, now
from marketplace.db import Model, check
from marketplace.meetings.states import EDGES, MeetingState
from marketplace.pipeline.models import Application
from marketplace.pipeline.parties import Side
from marketplace.states import Edges, Stateful


class Meeting(Stateful, Model):
    """面談・業務内容の打合せ: one talk about an application."""

    edges: ClassVar[Edges] = EDGES
    __table_args__ = (
        check("minutes BETWEEN 15 AND 240", "length_in_minutes"),
        check("state NOT IN ('fixed', 'held') OR starts_at IS NOT NULL", "fixed_has_time"),
        check("state <> 'cancelled' OR ended_at IS NOT NULL", "cancelled_has_date"),
    )

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), index=True)
    state: Mapped[MeetingState] = mapped_column(default=MeetingState.PROPOSED, index=True)
    proposed_by: Mapped[Side]  # the side that the present slots come from; the other one chooses
    slots: Mapped[list[str]] = mapped_column(default=list)  # starts, as ISO instants
    minutes: Mapped[int]
    place: Mapped[str] = mapped_column(default="")
    link: Mapped[str] = mapped_column(default="")  # http or https
    words: Mapped[str] = mapped_column(Text, default="")
    starts_at: Mapped[datetime | None] = mapped_column(index=True)  # the chosen slot
    sequence: Mapped[int] = mapped_column(default=0)  # of the calendar entry; rises with each one sent
    due_at: Mapped[datetime | None] = mapped_column(index=True)  # until when a slot is to be chosen
    reminded_at: Mapped[datetime | None]  # in the present state
    since: Mapped[datetime] = mapped_column(default=now)  # in the present state, or with the present slots
    created_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]
    end_words: Mapped[str] = mapped_column(Text, default="")

    application: Mapped[Application] = relationship(lazy="joined", innerjoin=True)

    @property
    def starts(self) -> list[datetime]:
        """The proposed slots as instants in Japan."""
        return [datetime.fromisoformat(each).astimezone(TOKYO) for each in self.slots]

    @property
    def ends_at(self) -> datetime | None:
        """The end of the chosen slot."""
        return self.starts_at + timedelta(minutes=self.minutes) if self.starts_at else None


class Debrief(Model):
    """What one side made of a meeting; the other side never reads it."""

    __table_args__ = (UniqueConstraint("meeting_id", "side"), check("interest BETWEEN 1 AND 5", "interest_in_range"))

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    side: Mapped[Side]
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    agreed: Mapped[str] = mapped_column(Text, default="")
    questions: Mapped[str] = mapped_column(Text, default="")
    interest: Mapped[int]  # 1 (none) to 5 (very much)
    rate: Mapped[int | None]  # yen a month received at 100 %, as talked of

    meeting: Mapped[Meeting] = relationship(lazy="raise_on_sql")  # and so its row is written before this one
    author: Mapped[User] = relationship(lazy="joined", innerjoin=True)
