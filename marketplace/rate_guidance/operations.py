"""Taking postings down as published, learning from them each night, and working out what is told of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from marketplace import files
from marketplace.audit import record
from marketplace.background import enqueue
from marketplace.clock import now, today
from marketplace.db import db
from marketplace.engagements.models import Engagement
from marketplace.engagements.states import EngagementState
from marketplace.rate_guidance import learning
from marketplace.rate_guidance.models import PostedTerms, RateGuidance, RateModel
from marketplace.rate_guidance.queries import LIVING, job_key, newest_model
from marketplace.rate_guidance.states import Outcome
from marketplace.rate_guidance.terms import asked_of, terms_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from matching.rates import Guidance

PART = 200  # postings in one transaction
ENOUGH = 200  # postings from which the first learning does not wait for the night
KEPT = timedelta(days=90)  # rows of past nights
FIRST = timedelta(hours=-1)  # somebody waits at the form: before the rankings that a night has queued
GUIDE, LEARN = "rate_guidance.guide_engagement", "rate_guidance.learn"


@dataclass(frozen=True, slots=True)
class Found:
    """What was worked out for the terms that bear this mark."""

    asked: str
    model_id: UUID | None
    guidance: Guidance | None


def ask_for(engagement: Engagement) -> None:
    """Have a job work out what is told of a posting that was written, once the transaction is through."""
    enqueue(GUIDE, key=job_key(engagement), after=FIRST, engagement_id=str(engagement.id))


def note_posted(engagement: Engagement) -> None:
    """Take a posting down as it is published; what is changed of it later is not what it was posted for."""
    if engagement.state is not EngagementState.OPEN or engagement.published_at is None:
        return
    if db.session.scalar(select(PostedTerms.id).where(PostedTerms.engagement_id == engagement.id)) is None:
        _take_down(engagement)


def _take_down(engagement: Engagement) -> None:
    terms = terms_of(engagement)
    if terms is not None and engagement.published_at is not None:
        db.session.add(
            PostedTerms(engagement_id=engagement.id, posted_at=engagement.published_at, terms=terms.to_dict())
        )


def note_missing(beyond: UUID | None) -> UUID | None:
    """Take down the next postings published before this feature was there; return the last id, None at the end."""
    query = (
        select(Engagement)
        .outerjoin(PostedTerms, PostedTerms.engagement_id == Engagement.id)
        .where(Engagement.published_at.is_not(None), PostedTerms.id.is_(None))
        .options(selectinload(Engagement.requirements))
        .order_by(Engagement.id)
        .limit(PART)
    )
    rows = db.session.scalars(query if beyond is None else query.where(Engagement.id > beyond)).all()
    for engagement in rows:
        _take_down(engagement)
    return rows[-1].id if len(rows) == PART else None


def store_learned(found: learning.Learned) -> RateModel:
    """Keep what a night has learned, and the guide's file where what it says holds; what it replaces goes."""
    for old in db.session.scalars(select(RateModel).where(RateModel.made_at < now() - KEPT)):
        db.session.delete(old)
    model = RateModel(
        outcome=found.outcome,
        postings=found.postings,
        companies=found.companies,
        later=found.later,
        covered=dict(found.covered),
        file=files.put(found.content, folder=learning.FOLDER) if found.outcome is Outcome.LEARNED else "",
        manifest=found.manifest,
    )
    db.session.add(model)
    record(None, "rates learned", model, outcome=found.outcome.value, postings=found.postings)
    return model


def sweep() -> None:
    """Take away the files of guides that later ones have replaced, and what a rollback has left behind."""
    newest = newest_model()
    kept = newest.file if newest else ""
    for key in list(files.keys_before(today() - timedelta(days=1), folder=learning.FOLDER)):
        if key != kept:
            files.delete(key)


def worked_out(engagement_id: UUID) -> Found | None:
    """Work out what is told of one living posting; only reads."""
    engagement = _whole([engagement_id])
    return _found(engagement[0]) if engagement and engagement[0].state in LIVING else None


def _found(engagement: Engagement) -> Found:
    terms = terms_of(engagement)
    model_id, guide = learning.present_guide()
    return Found(asked_of(engagement), model_id, guide.guide(terms) if guide is not None and terms else None)


def _whole(ids: Sequence[UUID], *, locked: bool = False) -> Sequence[Engagement]:
    query = select(Engagement).where(Engagement.id.in_(ids)).options(selectinload(Engagement.requirements))
    query = query.order_by(Engagement.id).execution_options(populate_existing=True)
    return db.session.scalars(query.with_for_update(of=Engagement) if locked else query).all()


def store_found(engagement_id: UUID, found: Found | None) -> None:
    """Keep what was worked out; where the posting has changed meanwhile, it is asked for anew."""
    engagement = next(iter(_whole([engagement_id], locked=True)), None)
    if engagement is None or found is None:
        return
    if asked_of(engagement) != found.asked:
        ask_for(engagement)
        return
    row = db.session.scalar(select(RateGuidance).where(RateGuidance.engagement_id == engagement_id))
    if row is None:
        row = RateGuidance(engagement_id=engagement_id)
        db.session.add(row)
    told = found.guidance
    row.low, row.middle, row.high = (told.low, told.middle, told.high) if told else (None, None, None)
    row.alike, row.companies = (told.alike, told.companies) if told else (0, 0)
    row.asked, row.model_id, row.computed_at = found.asked, found.model_id, now()
    if found.model_id is None:
        _learn_first()


def _learn_first() -> None:
    """Begin to learn as soon as there is enough: the first draft need not wait for the night."""
    if (db.session.scalar(select(func.count()).select_from(PostedTerms)) or 0) >= ENOUGH:
        enqueue(LEARN, key="learn-rates")


def work_out_part(beyond: UUID | None) -> tuple[dict[UUID, Found], UUID | None]:
    """Work out what is told of the next living postings; return it, and the last id, None at the end. Only reads."""
    query = select(Engagement.id).where(Engagement.state.in_(LIVING)).order_by(Engagement.id).limit(PART)
    ids = db.session.scalars(query if beyond is None else query.where(Engagement.id > beyond)).all()
    return {each.id: _found(each) for each in _whole(ids)}, ids[-1] if len(ids) == PART else None
