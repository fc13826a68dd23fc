"""Offers: one row a version, all of them kept."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.clock import now
from marketplace.db import Model, check
from marketplace.offers.states import EDGES, OfferState
from marketplace.pipeline.models import Application
from marketplace.pipeline.parties import Side
from marketplace.states import Edges, Stateful


class Offer(Stateful, Model):
    """オファー: one version of the terms, sent by one side to the other."""

    edges: ClassVar[Edges] = EDGES
    __table_args__ = (
        UniqueConstraint("application_id", "number"),
        check("days BETWEEN 1 AND 5", "days_in_week"),
        check("rate > 0 AND months BETWEEN 1 AND 60", "terms_are_positive"),
        check("hours_low BETWEEN 0 AND hours_high AND hours_high <= 300", "hours_are_a_range"),
        check("state = 'sent' OR ended_at IS NOT NULL", "ended_has_date"),
    )

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), index=True)
    number: Mapped[int]  # 1, 2, 3 … within the application
    state: Mapped[OfferState] = mapped_column(default=OfferState.SENT, index=True)
    side: Mapped[Side]  # that sent it; the other one answers
    sent_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    sent_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    reminded_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    rate: Mapped[int]  # yen a month received at 100 %
    days: Mapped[int]  # a week
    start_on: Mapped[date]
    months: Mapped[int]
    hours_low: Mapped[int]  # a month, the range within which the rate stays (精算幅)
    hours_high: Mapped[int]
    words: Mapped[str] = mapped_column(Text, default="")

    application: Mapped[Application] = relationship(lazy="joined", innerjoin=True)
    sent_by: Mapped[User] = relationship(lazy="joined", innerjoin=True)
