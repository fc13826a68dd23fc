"""Reads of applications, for their own pages and for the lists of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from marketplace.db import db
from marketplace.engagements.models import Engagement
from marketplace.pipeline.models import Application, Step
from marketplace.pipeline.states import IN_PROCESS, SHOWN_TO_CLIENT, STEPS, Source
from marketplace.profiles.states import CommitmentState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from sqlalchemy import Select

    from marketplace.accounts.models import Company
    from marketplace.profiles.models import Consultant

HOLDS = (CommitmentState.CONTRACTED, CommitmentState.TENTATIVE)


def application_of(consultant: Consultant, engagement: Engagement) -> Application | None:
    """The one card of this pair, whatever its source."""
    return db.session.scalar(
        select(Application).where(
            Application.engagement_id == engagement.id, Application.consultant_id == consultant.id
        )
    )


def applications_of(consultant: Consultant) -> Sequence[Application]:
    """All of a consultant's applications: those in process first, then the newest."""
    return db.session.scalars(
        select(Application)
        .where(Application.consultant_id == consultant.id)
        .order_by(Application.state.in_(IN_PROCESS).desc(), Application.created_at.desc())
        .limit(200)
    ).all()


def applications_for(engagement: Engagement, *, to_client: bool) -> Sequence[Application]:
    """The applications of an engagement; a client sees those that have been submitted to it."""
    query = select(Application).where(Application.engagement_id == engagement.id)
    if to_client:
        query = query.where(Application.state.in_(SHOWN_TO_CLIENT), Application.submitted_at.is_not(None))
    return db.session.scalars(query.order_by(Application.created_at.desc()).limit(500)).all()


def cards_of(engagement: Engagement, *, to_client: bool) -> Sequence[Application]:
    """Every card of a posting that this side may know of."""
    return db.session.scalars(_known_cards(engagement, to_client=to_client).limit(500)).all()


def card_shown(consultant: Consultant, engagement: Engagement, *, to_client: bool) -> Application | None:
    """The pair's card, if this side may know of it."""
    known = _known_cards(engagement, to_client=to_client)
    return db.session.scalar(known.where(Application.consultant_id == consultant.id))


def _known_cards(engagement: Engagement, *, to_client: bool) -> Select[Application]:
    """A client knows of its own invitations and of what was submitted to it; staff of all."""
    query = select(Application).where(Application.engagement_id == engagement.id)
    if to_client:
        submitted = Application.state.in_(SHOWN_TO_CLIENT) & Application.submitted_at.is_not(None)
        query = query.where(submitted | (Application.source == Source.INVITED))
    return query


def live_cards_of(consultants: Iterable[Consultant]) -> Mapping[UUID, Sequence[Application]]:
    """The cards in process of each of these people, by the person's id: the farthest first."""
    found: dict[UUID, list[Application]] = {each.id: [] for each in consultants}
    query = select(Application).where(Application.consultant_id.in_(found), Application.state.in_(IN_PROCESS))
    for card in db.session.scalars(query.order_by(Application.created_at.desc(), Application.id)):
        found[card.consultant_id].append(card)
    for cards in found.values():
        cards.sort(key=lambda card: -STEPS.index(card.state))
    return found


def cards_among(engagement: Engagement, ids: Iterable[UUID]) -> Sequence[Application]:
    """Those of these cards that are of this posting, in the order of their ids."""
    query = select(Application).where(Application.engagement_id == engagement.id, Application.id.in_(list(ids)))
    return db.session.scalars(query.order_by(Application.id)).all()


def in_process(engagement: Engagement) -> Sequence[Application]:
    """Those of an engagement that still wait for an answer."""
    return db.session.scalars(
        select(Application).where(Application.engagement_id == engagement.id, Application.state.in_(IN_PROCESS))
    ).all()


def steps_of(application: Application) -> Sequence[Step]:
    """The history of an application, oldest first."""
    return db.session.scalars(select(Step).where(Step.application_id == application.id).order_by(Step.at)).all()


def counts_for(engagement_ids: Iterable[UUID]) -> Mapping[UUID, int]:
    """How many were submitted to each of these engagements (提出済人数)."""
    rows = db.session.execute(
        select(Application.engagement_id, func.count())
        .where(Application.engagement_id.in_(list(engagement_ids)), Application.submitted_at.is_not(None))
        .group_by(Application.engagement_id)
    )
    return dict(rows.all())


def newest_for_company(company: Company, limit: int = 10) -> Sequence[Application]:
    """The newest applications to any posting of a company."""
    return db.session.scalars(
        select(Application)
        .join(Engagement, Application.engagement_id == Engagement.id)
        .where(
            Engagement.company_id == company.id,
            Application.state.in_(SHOWN_TO_CLIENT),
            Application.submitted_at.is_not(None),
        )
        .order_by(Application.submitted_at.desc())
        .limit(limit)
    ).all()


def newest(limit: int = 20) -> Sequence[Application]:
    """The newest applications of all, for the desk."""
    return db.session.scalars(select(Application).order_by(Application.created_at.desc()).limit(limit)).all()


def days_left(consultant: Consultant, *, but_for: Application | None = None, firm: bool = False) -> int:
    """Days a week that may still be given away, below 0 where too many are; the commitments must be loaded.

    What the person declares as free is what it typed; holds of offers made here come off it. `but_for` leaves out
    the hold of an application that asks again; `firm` leaves out all offers that are only pending.
    """
    own = held = 0
    for each in consultant.commitments:
        if each.application_id is None:
            own += each.days if each.state in HOLDS else 0
        elif but_for is None or each.application_id != but_for.id:
            held += 0 if firm and each.state is CommitmentState.TENTATIVE else each.days
    return (consultant.days_max - own if consultant.free_days is None else consultant.free_days) - held
