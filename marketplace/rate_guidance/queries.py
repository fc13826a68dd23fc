"""What pages show: stored figures only, no model is loaded for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from marketplace.background import Job, JobState
from marketplace.db import db
from marketplace.engagements.models import Engagement
from marketplace.engagements.states import EngagementState
from marketplace.rate_guidance.models import RateGuidance, RateModel
from marketplace.rate_guidance.states import Place, Telling
from marketplace.rate_guidance.terms import asked_of

if TYPE_CHECKING:
    from collections.abc import Sequence

LIVING = (
    EngagementState.DRAFT,
    EngagementState.IN_REVIEW,
    EngagementState.OPEN,
    EngagementState.PAUSED,
    EngagementState.EXPIRED,
)
NIGHTS = 30


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of one posting; `own` is its range, from and to, where it names one."""

    telling: Telling
    row: RateGuidance | None = None
    own: tuple[int, int] | None = None

    @property
    def shown(self) -> bool:
        """Whether there are figures, though they may be of before the last change."""
        return self.telling in {Telling.SHOWN, Telling.OUT_OF_DATE}

    @property
    def place(self) -> Place:
        """Where the middle of the posting's own range stands."""
        if not self.own or self.row is None or self.row.low is None or self.row.high is None:
            return Place.UNKNOWN
        middle = sum(self.own) / 2
        if middle < self.row.low:
            return Place.BELOW
        return Place.ABOVE if middle > self.row.high else Place.WITHIN


def told_of(engagement: Engagement) -> Told:
    """Return what is told of a posting."""
    row = db.session.scalar(select(RateGuidance).where(RateGuidance.engagement_id == engagement.id))
    bounds = [each for each in (engagement.received_rate_min, engagement.received_rate_max) if each]
    own = (bounds[0], bounds[-1]) if bounds else None
    if row is not None and row.asked == asked_of(engagement):
        return Told(Telling.NOTHING if row.low is None else Telling.SHOWN, row, own)
    if row is not None and row.low is not None:
        return Told(Telling.OUT_OF_DATE, row, own)
    return Told(Telling.COMPUTING if _is_queued(engagement) else Telling.NOTHING, None, own)


def job_key(engagement: Engagement) -> str:
    """Return the key under which a posting's figures are asked for."""
    return f"rate-guidance:{engagement.id}"


def _is_queued(engagement: Engagement) -> bool:
    waiting = Job.state.in_((JobState.QUEUED, JobState.RUNNING))
    return db.session.scalar(select(Job.id).where(Job.key == job_key(engagement), waiting).limit(1)) is not None


def newest_model() -> RateModel | None:
    """Return what was learned last, whether it is told or not."""
    return db.session.scalar(select(RateModel).order_by(RateModel.made_at.desc(), RateModel.id.desc()).limit(1))


def nights() -> Sequence[RateModel]:
    """Return what was learned in the last thirty nights, the newest first."""
    newest = RateModel.made_at.desc()
    return db.session.scalars(select(RateModel).order_by(newest, RateModel.id.desc()).limit(NIGHTS)).all()


def reach() -> tuple[int, int]:
    """Return of how many living postings a figure is told, and how many there are."""
    told = select(func.count()).select_from(RateGuidance).join(Engagement).where(Engagement.state.in_(LIVING))
    return (
        db.session.scalar(told.where(RateGuidance.low.is_not(None))) or 0,
        db.session.scalar(select(func.count()).where(Engagement.state.in_(LIVING))) or 0,
    )
