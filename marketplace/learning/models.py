"""What the ranker learns from beside the features' own rows: lists as shown, what was read, features as of then."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.clock import now
from marketplace.db import Model, check


class Shown(StrEnum):
    """To whom a list was shown, and so what stands in it."""

    CLIENT = "client"  # people, for a posting
    ADVISOR = "advisor"  # people, for a posting
    CONSULTANT = "consultant"  # postings, for a person


class ShownList(Model):
    """One list before one pair of eyes on one day (impressions): who stood where, and whose order was a coin's."""

    __table_args__ = (
        UniqueConstraint("viewer_id", "subject_id", "day"),
        check("(side = 'consultant') = (engagement_id IS NULL)", "one_subject"),
        check("(side <> 'consultant') = (consultant_id IS NULL)", "other_subject"),
    )

    viewer_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    side: Mapped[Shown]
    subject_id: Mapped[UUID]  # the posting, or the person
    engagement_id: Mapped[UUID | None] = mapped_column(ForeignKey("engagement.id", ondelete="CASCADE"), index=True)
    consultant_id: Mapped[UUID | None] = mapped_column(ForeignKey("consultant.id", ondelete="CASCADE"), index=True)
    day: Mapped[date] = mapped_column(index=True)  # in Japan
    shown_at: Mapped[datetime] = mapped_column(default=now)
    others: Mapped[list[str]] = mapped_column(default=list)  # ids in the order shown, from place 1
    drawn: Mapped[list[int]] = mapped_column(default=list)  # upper places of neighbours in a coin's order
    model: Mapped[str]


class Perusal(Model):
    """A posting read by a person, or a person by a posting's client, for longer than a glance; once a pair and side."""

    __table_args__ = (UniqueConstraint("engagement_id", "consultant_id", "side"),)

    engagement_id: Mapped[UUID] = mapped_column(ForeignKey("engagement.id", ondelete="CASCADE"))
    consultant_id: Mapped[UUID] = mapped_column(ForeignKey("consultant.id", ondelete="CASCADE"), index=True)
    side: Mapped[Shown]
    read_at: Mapped[datetime] = mapped_column(default=now)


class Observation(Model):
    """A pair's features as they were when somebody first saw or judged it: what is learned knows no future."""

    __table_args__ = (UniqueConstraint("engagement_id", "consultant_id"),)

    engagement_id: Mapped[UUID] = mapped_column(ForeignKey("engagement.id", ondelete="CASCADE"))
    consultant_id: Mapped[UUID] = mapped_column(ForeignKey("consultant.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(default=now, index=True)
    features: Mapped[list[float]]
    catalogue: Mapped[str]  # which features, in which order (matching's fingerprint)
    model: Mapped[str]  # that ranked it then


class OftenShown(Model):
    """In how many postings' lists a person stood among the first ten, over the thirty days before last night.

    Only of those who stood there so often that they are shown a little lower.
    """

    consultant_id: Mapped[UUID] = mapped_column(ForeignKey("consultant.id", ondelete="CASCADE"), unique=True)
    postings: Mapped[int]


class ExposureAudit(Model):
    """Who was shown on the thirty days before a day, by group of consultants, against who could have been.

    `meaning`: what became of matches in each band of scores, as of that day.
    """

    day: Mapped[date] = mapped_column(unique=True)
    groups: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    meaning: Mapped[dict[str, Any]] = mapped_column(default=dict)
