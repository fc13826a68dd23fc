"""Stored matches: a ranked pair with its reasons; verdicts on them; and the models that ranked."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.clock import now
from marketplace.db import Model, check
from marketplace.engagements.models import Engagement
from marketplace.profiles.models import Consultant
from marketplace.shortlist.states import EDGES, ModelState
from marketplace.states import Edges, Stateful


class Match(Model):
    """One consultant for one engagement as the ranker saw it: score in thousandths, reasons as data."""

    __table_args__ = (
        UniqueConstraint("engagement_id", "consultant_id"),
        Index("ix_match_consultant_id_score", "consultant_id", "score"),
        Index("ix_match_engagement_id_score", "engagement_id", "score"),
        check("score BETWEEN 0 AND 1000", "score_in_thousandths"),
    )

    engagement_id: Mapped[UUID] = mapped_column(ForeignKey("engagement.id", ondelete="CASCADE"))
    consultant_id: Mapped[UUID] = mapped_column(ForeignKey("consultant.id", ondelete="CASCADE"), index=True)
    score: Mapped[int]
    eligible: Mapped[bool]
    excluded_by: Mapped[list[str]] = mapped_column(default=list)
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    ranked_at: Mapped[datetime]
    model: Mapped[str]  # which ranker, which version
    features: Mapped[list[float]] = mapped_column(
        default=list
    )  # as ranked by, in matching's order; what is learned from
    for_posting: Mapped[bool] = mapped_column(default=False)  # among the posting's best, or left out by a condition
    for_person: Mapped[bool] = mapped_column(default=False)  # among the person's best
    advice: Mapped[dict[str, Any]] = mapped_column(default=dict)  # what would help, and which score it was said of

    engagement: Mapped[Engagement] = relationship(lazy="joined", innerjoin=True)
    consultant: Mapped[Consultant] = relationship(lazy="joined", innerjoin=True)


class Ranking(Model):
    """The last ranking of one engagement as a whole: when, by which model, whom conditions left out."""

    engagement_id: Mapped[UUID] = mapped_column(ForeignKey("engagement.id", ondelete="CASCADE"), unique=True)
    ranked_at: Mapped[datetime]
    model: Mapped[str]
    considered: Mapped[int]
    excluded: Mapped[dict[str, Any]] = mapped_column(default=dict)  # reason code → how many
    relaxed: Mapped[list[str]] = mapped_column(default=list)  # conditions that were eased, in order
    entering: Mapped[dict[str, Any]] = mapped_column(default=dict)  # reason code → how many it alone keeps out
    field: Mapped[dict[str, Any]] = mapped_column(default=dict)  # matching's Field: which line shrinks it most


class OwnList(Model):
    """When a person's own list was last made and by which model, whether any posting fits or none."""

    consultant_id: Mapped[UUID] = mapped_column(ForeignKey("consultant.id", ondelete="CASCADE"), unique=True)
    made_at: Mapped[datetime] = mapped_column(index=True)
    model: Mapped[str]
    reach: Mapped[dict[str, Any]] = mapped_column(default=dict)  # matching's Reach: which condition keeps most away


class Verdict(StrEnum):
    """What an advisor says about a ranked person: its order overrides the ranker's."""

    PIN = "pin"
    SHORTLIST = "shortlist"
    REJECT = "reject"


class Curation(Model):
    """One verdict with its reason; a later one replaces it, and all are kept: the ranker learns from them."""

    __table_args__ = (
        Index("ix_curation_pair", "engagement_id", "consultant_id"),
        Index("uq_curation_in_force", "engagement_id", "consultant_id", unique=True,
              sqlite_where=text("replaced_at IS NULL"), postgresql_where=text("replaced_at IS NULL")),
    )  # fmt: skip

    engagement_id: Mapped[UUID] = mapped_column(ForeignKey("engagement.id", ondelete="CASCADE"))
    consultant_id: Mapped[UUID] = mapped_column(ForeignKey("consultant.id", ondelete="CASCADE"))
    verdict: Mapped[Verdict]
    reason: Mapped[str]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    replaced_at: Mapped[datetime | None]
    score: Mapped[int]  # what the ranker said then, in thousandths, and which one
    model: Mapped[str]


class RankingModel(Stateful, Model):
    """A ranker that was learned: what from, how good it was on later data, and why it was taken or refused.

    One is current at most; with none, the hand-set weights rank. Its file is read back only as it was written.
    """

    edges: ClassVar[Edges] = EDGES
    __table_args__ = (
        check("state = 'refused' OR file <> ''", "used_has_file"),
        Index("uq_ranking_model_current", "state", unique=True,
              sqlite_where=text("state = 'current'"), postgresql_where=text("state = 'current'")),
    )  # fmt: skip

    number: Mapped[int] = mapped_column(unique=True)
    state: Mapped[ModelState] = mapped_column(index=True)
    kind: Mapped[str]  # the rung of matching's ladder: linear, trees
    made_at: Mapped[datetime] = mapped_column(default=now)
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))  # None: the nightly job
    against: Mapped[str]  # the model it was measured against
    pairs: Mapped[int]
    groups: Mapped[int]  # postings with judged pairs
    data: Mapped[str]  # hash of what it was learned from
    metrics: Mapped[dict[str, Any]] = mapped_column(default=dict)
    weights: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # feature, weight; the strongest first
    exposure: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # who would be shown, by group
    refused_because: Mapped[list[str]] = mapped_column(default=list)  # codes
    file: Mapped[str] = mapped_column(default="")  # key of the stored file
    sha256: Mapped[str] = mapped_column(default="")
    unusable: Mapped[str] = mapped_column(Text, default="")  # why it could not be read back, if ever: a code
    withdrawn_at: Mapped[datetime | None]  # when it was last gone back from

    @property
    def name(self) -> str:
        """What matches are marked with."""
        return f"{self.kind}-{self.number}"
