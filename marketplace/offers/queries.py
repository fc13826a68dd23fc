"""Reads of offers: the versions of an application, and those that wait for an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from marketplace.db import db
from marketplace.engagements.models import Engagement
from marketplace.offers.models import Offer
from marketplace.offers.states import OfferState
from marketplace.pipeline.models import Application
from marketplace.pipeline.parties import Side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from marketplace.accounts.models import Company
    from marketplace.profiles.models import Consultant

MOST = 100


def offers_of(application: Application) -> Sequence[Offer]:
    """The versions of an application, oldest first."""
    query = select(Offer).where(Offer.application_id == application.id)
    return db.session.scalars(query.order_by(Offer.number).limit(MOST)).all()


def open_offer_of(application: Application) -> Offer | None:
    """The version that waits for an answer, if one does."""
    return db.session.scalar(
        select(Offer).where(Offer.application_id == application.id, Offer.state == OfferState.SENT)
    )


def next_number(application: Application) -> int:
    """The number of the version to come."""
    last = db.session.scalar(select(func.max(Offer.number)).where(Offer.application_id == application.id))
    return (last or 0) + 1


def waiting_for_consultant(consultant: Consultant) -> Sequence[Offer]:
    """Offers that this person is to answer, the most urgent first."""
    return db.session.scalars(
        select(Offer)
        .join(Application, Offer.application_id == Application.id)
        .where(Application.consultant_id == consultant.id, Offer.state == OfferState.SENT, Offer.side == Side.CLIENT)
        .order_by(Offer.expires_at)
        .limit(20)
    ).all()


def waiting_for_company(company: Company) -> Sequence[Offer]:
    """Counter-offers that a company is to answer, the most urgent first."""
    return db.session.scalars(
        select(Offer)
        .join(Application, Offer.application_id == Application.id)
        .join(Engagement, Application.engagement_id == Engagement.id)
        .where(Engagement.company_id == company.id, Offer.state == OfferState.SENT, Offer.side == Side.CONSULTANT)
        .order_by(Offer.expires_at)
        .limit(20)
    ).all()
