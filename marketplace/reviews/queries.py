"""Reads of reviews: rounds, what waits to be written, and what others may read of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from marketplace.clock import TOKYO, today
from marketplace.contracts.models import Contract
from marketplace.contracts.states import RUNNING, ContractState
from marketplace.db import db
from marketplace.engagements.models import Engagement
from marketplace.i18n import gettext as _
from marketplace.pipeline.models import Application
from marketplace.pipeline.parties import Side
from marketplace.profiles.models import Consultant
from marketplace.profiles.queries import whole_profile
from marketplace.profiles.redaction import redact
from marketplace.reviews.models import Review, ReviewRound
from marketplace.reviews.states import RoundState
from marketplace.tracker.models import Milestone, Project

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import Select

    from marketplace.accounts.models import User

LEAST = 3  # reviews before an average of a client is shown: fewer would say who wrote
NEWEST = 5  # reviews shown with their words


@dataclass(frozen=True, slots=True)
class Praise:
    """One published review as a stranger reads it: no name but with consent."""

    mean: float
    words: str
    by: str
    answer: str
    on: date


@dataclass(frozen=True, slots=True)
class Standing:
    """An average of one to five, over how many, with the newest words where they may be read."""

    mean: float
    count: int
    newest: tuple[Praise, ...] = ()


def rounds_of(contract: Contract) -> Sequence[ReviewRound]:
    """A contract's rounds with what was written, the newest first."""
    query = select(ReviewRound).where(ReviewRound.contract_id == contract.id).options(selectinload(ReviewRound.reviews))
    return db.session.scalars(query.order_by(ReviewRound.opened_on.desc(), ReviewRound.id.desc())).all()


def review_by(review_round: ReviewRound, side: Side) -> Review | None:
    """What one side has written in a round."""
    query = select(Review).where(Review.review_round_id == review_round.id, Review.side == side)
    return db.session.scalars(query).one_or_none()


def reviews_in(review_round: ReviewRound) -> Sequence[Review]:
    """What was written in a round."""
    query = select(Review).where(Review.review_round_id == review_round.id)
    return db.session.scalars(query.order_by(Review.side)).all()


def rounds_to_publish(day: date) -> Sequence[ReviewRound]:
    """Open rounds whose fourteen days are over."""
    query = select(ReviewRound).where(ReviewRound.state == RoundState.OPEN, ReviewRound.closes_on < day)
    return db.session.scalars(query).all()


def rounds_waiting_for(user: User) -> Sequence[ReviewRound]:
    """Open rounds in which this person's side has not written."""
    side = Side.CLIENT if user.company_id is not None else Side.CONSULTANT
    written = select(Review.id).where(Review.review_round_id == ReviewRound.id, Review.side == side)
    query = select(ReviewRound).join(ReviewRound.contract).join(Contract.application)
    query = query.join(Application.engagement).join(Application.consultant)
    query = query.where(ReviewRound.state == RoundState.OPEN, ~written.exists())
    mine = Engagement.company_id == user.company_id if user.company_id else Consultant.user_id == user.id
    return db.session.scalars(query.where(mine).order_by(ReviewRound.closes_on).limit(20)).all()


def milestones_reached(since: date) -> Sequence[tuple[Contract, Milestone]]:
    """Milestones of running contracts reached since a day, the newest of each contract first."""
    query = (
        select(Contract, Milestone)
        .join(Project, Project.contract_id == Contract.id)
        .join(Milestone, Milestone.project_id == Project.id)
        .where(Contract.state.in_(RUNNING), Milestone.removed_at.is_(None))
        .where(Milestone.actual_on.between(since, today()))
    )
    rows = db.session.execute(query.order_by(Milestone.actual_on.desc(), Milestone.number.desc()))
    return [(contract, milestone) for contract, milestone in rows]


def contracts_ended(since: date) -> Sequence[Contract]:
    """Contracts that have ended since a day."""
    query = select(Contract).where(Contract.state == ContractState.ENDED, Contract.ended_on >= since)
    return db.session.scalars(query).all()


def last_rounds() -> dict[UUID, date]:
    """When each contract's newest round was opened."""
    query = select(ReviewRound.contract_id, func.max(ReviewRound.opened_on)).group_by(ReviewRound.contract_id)
    return {row[0]: row[1] for row in db.session.execute(query)}


def asked_about() -> set[tuple[UUID, str]]:
    """What was asked about so far: contracts, each with a milestone's id or "end"."""
    return {(row[0], row[1]) for row in db.session.execute(select(ReviewRound.contract_id, ReviewRound.source))}


def _published(side: Side) -> Select[Review]:
    query = select(Review).join(Review.round).join(ReviewRound.contract).join(Contract.application)
    return query.where(Review.side == side, Review.hidden_at.is_(None), ReviewRound.state == RoundState.PUBLISHED)


def standing_of_consultant(consultant: Consultant) -> Standing | None:
    """What clients have written of a person, as other clients may read it; None where nothing is published."""
    query = _published(Side.CLIENT).where(Application.consultant_id == consultant.id)
    reviews = db.session.scalars(query.order_by(ReviewRound.published_at.desc()).limit(50)).all()
    if not reviews:
        return None
    mean = sum(each.mean for each in reviews) / len(reviews) / 100
    whole = whole_profile(consultant)  # names in its lists are taken out of the words
    return Standing(round(mean, 1), len(reviews), tuple(_praise(each, whole) for each in reviews[:NEWEST]))


def _praise(review: Review, consultant: Consultant) -> Praise:
    company = review.round.contract.application.engagement.company.name
    by = company if review.named else _("A client")

    def plain(text: str) -> str:
        text = redact(text, consultant)
        return text if review.named else text.replace(company, _("A client"))

    published = (review.round.published_at or review.written_at).astimezone(TOKYO).date()
    return Praise(round(review.mean / 100, 1), plain(review.words), by, plain(review.answer), published)


def standing_of_company(company_id: UUID) -> Standing | None:
    """A client's average, from three reviews on: no words, and nobody can tell who wrote."""
    query = _published(Side.CONSULTANT).join(Application.engagement).where(Engagement.company_id == company_id)
    inner = query.with_only_columns(Review.mean).subquery()
    mean, count = db.session.execute(select(func.avg(inner.c.mean), func.count())).one()
    return Standing(round(float(mean) / 100, 1), count) if count >= LEAST else None
