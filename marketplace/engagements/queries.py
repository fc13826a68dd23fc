"""Reads of engagements for their own pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import inspect, select
from sqlalchemy.orm.attributes import set_committed_value

from marketplace.db import db
from marketplace.engagements.models import Engagement, Requirement
from marketplace.engagements.states import EngagementState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from marketplace.accounts.models import Company

DONE = frozenset({EngagementState.FILLED, EngagementState.CLOSED})  # nothing of it can be done any more


def with_requirements(engagement: Engagement) -> Engagement:
    """Load the requirements of an engagement already at hand: one narrow query, or none."""
    if "requirements" in inspect(engagement).unloaded:
        rows = select(Requirement).where(Requirement.engagement_id == engagement.id).order_by(Requirement.position)
        set_committed_value(engagement, "requirements", db.session.scalars(rows).all())
    return engagement


def saved_version(engagement: Engagement) -> int:
    """The version as it is written now: what the next save must have seen."""
    return db.session.scalars(select(Engagement.version).where(Engagement.id == engagement.id)).one()


def engagements_of(company: Company) -> Sequence[Engagement]:
    """The engagements of a company: what is still to be done first, then what is over; the newest of each first."""
    return db.session.scalars(
        select(Engagement)
        .where(Engagement.company_id == company.id)
        .order_by(Engagement.state.in_(DONE), Engagement.created_at.desc())
        .limit(200)
    ).all()


def in_review() -> Sequence[Engagement]:
    """Postings that wait for an advisor, the longest waiting first."""
    return db.session.scalars(
        select(Engagement)
        .where(Engagement.state == EngagementState.IN_REVIEW)
        .order_by(Engagement.submitted_at)
        .limit(200)
    ).all()
