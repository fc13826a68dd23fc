"""Postings as they were published, what was learned from them each night, and what it says of each posting."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.clock import now
from marketplace.db import Model, check
from marketplace.rate_guidance.states import Outcome


class PostedTerms(Model):
    """A posting's terms on the day it was first published, as matching knows them, without its title and prose."""

    engagement_id: Mapped[UUID] = mapped_column(ForeignKey("engagement.id", ondelete="CASCADE"), unique=True)
    posted_at: Mapped[datetime] = mapped_column(index=True)
    terms: Mapped[dict[str, Any]] = mapped_column(default=dict)


class RateModel(Model):
    """One night's learning: from how many postings, how it holds on later ones; `file` and `manifest` of the guide.

    `covered` maps "0.25", "0.5" and "0.75" to the share of `later` rates that lay below that quartile.
    """

    __table_args__ = (check("(outcome = 'learned') = (file <> '')", "learned_has_file"),)

    made_at: Mapped[datetime] = mapped_column(default=now, index=True)
    outcome: Mapped[Outcome]
    postings: Mapped[int]
    companies: Mapped[int]
    later: Mapped[int] = mapped_column(default=0)
    covered: Mapped[dict[str, Any]] = mapped_column(default=dict)
    file: Mapped[str] = mapped_column(Text, default="")  # "" where nothing is told; gone once a later one is there
    manifest: Mapped[dict[str, Any]] = mapped_column(default=dict)


class RateGuidance(Model):
    """What postings like this one pay, in yen a month received at 100 %; without figures: too little stands behind."""

    __table_args__ = (
        check("(low IS NULL) = (middle IS NULL) AND (middle IS NULL) = (high IS NULL)", "all_or_none"),
        check("low IS NULL OR (low <= middle AND middle <= high)", "in_order"),
    )

    engagement_id: Mapped[UUID] = mapped_column(ForeignKey("engagement.id", ondelete="CASCADE"), unique=True)
    low: Mapped[int | None]
    middle: Mapped[int | None]
    high: Mapped[int | None]
    alike: Mapped[int] = mapped_column(default=0)
    companies: Mapped[int] = mapped_column(default=0)
    model_id: Mapped[UUID | None] = mapped_column(ForeignKey("rate_model.id", ondelete="SET NULL"), index=True)
    asked: Mapped[str]  # which terms it was computed for
    computed_at: Mapped[datetime]
