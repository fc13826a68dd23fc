"""How people have stood so far, for the ranker: reviews, contracts finished and renewed, answers given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import case, exists, func, select

from marketplace.contracts.models import Contract
from marketplace.contracts.states import ContractState, EndKind
from marketplace.db import db
from marketplace.learning.queries import renewed
from marketplace.pipeline.models import Application, Step
from marketplace.pipeline.parties import Side
from marketplace.pipeline.states import ApplicationState, EndReason
from marketplace.reviews.models import Review, ReviewRound
from marketplace.reviews.states import RoundState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select

FEWEST_ASKED = 3  # times somebody was asked for consent, below which a share of answers is chance
_GOOD_ENDS = (EndKind.TERM, EndKind.AGREED)
_ANSWERS = (ApplicationState.CONSENTED, ApplicationState.DECLINED)


def standing_of(ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """Return what matching's Candidate takes of it, by person; who has no history yet is left out."""
    found: dict[UUID, dict[str, Any]] = {}
    for consultant_id, mean, count in db.session.execute(_reviews(ids)):
        found.setdefault(consultant_id, {}).update(review_mean=float(mean) / 100, review_count=count)
    for consultant_id, finished, longer in db.session.execute(_contracts(ids)):
        found.setdefault(consultant_id, {}).update(finished=int(finished), renewed=int(longer))
    for consultant_id, asked, answered in db.session.execute(_answers(ids)):
        if asked >= FEWEST_ASKED:
            found.setdefault(consultant_id, {}).update(answered_share=min(1.0, int(answered) / asked))
    return found


def _reviews(ids: Sequence[UUID]) -> Select[Any]:
    """Published reviews by clients, as other clients may read them."""
    return (
        select(Application.consultant_id, func.avg(Review.mean), func.count())
        .select_from(Review)
        .join(ReviewRound, Review.review_round_id == ReviewRound.id)
        .join(Contract, ReviewRound.contract_id == Contract.id)
        .join(Application, Contract.application_id == Application.id)
        .where(
            Application.consultant_id.in_(ids),
            ReviewRound.state == RoundState.PUBLISHED,
            Review.side == Side.CLIENT,
            Review.hidden_at.is_(None),
        )
        .group_by(Application.consultant_id)
    )


def _contracts(ids: Sequence[UUID]) -> Select[UUID, int, int]:
    finished = (Contract.state == ContractState.ENDED) & Contract.end_kind.in_(_GOOD_ENDS)
    return (
        select(Application.consultant_id, _counted(finished), _counted(Contract.id.in_(renewed())))
        .select_from(Contract)
        .join(Application, Contract.application_id == Application.id)
        .where(Application.consultant_id.in_(ids))
        .group_by(Application.consultant_id)
    )


def _answers(ids: Sequence[UUID]) -> Select[UUID, int, int]:
    """How often a person was asked for consent on cards that are over or went on, and how often an answer came."""
    asked = exists().where(Step.application_id == Application.id, Step.state == ApplicationState.CONSENT_ASKED)
    answered = exists().where(Step.application_id == Application.id, Step.state.in_(_ANSWERS))
    return (
        select(Application.consultant_id, func.count(), _counted(answered))
        .where(
            Application.consultant_id.in_(ids),
            asked,
            Application.state != ApplicationState.CONSENT_ASKED,
            answered | Application.end_reason.is_distinct_from(EndReason.POSTING_CLOSED),  # nobody's silence
        )
        .group_by(Application.consultant_id)
    )


def _counted(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))
