"""Reads of engagements for their own pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from marketplace.db import db
from marketplace.engagements.models import Engagement
from marketplace.engagements.states import EngagementState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from marketplace.accounts.models import Company

EXPIRES_AFTER_DAYS = 30  # unconfirmed for so long, a posting is no longer shown as open


def with_requirements(engagement: Engagement) -> Engagement:
    """Load the requirements of an engagement already at hand."""
    return db.session.scalars(
        select(Engagement)
        .where(Engagement.id == engagement.id)
        .options(selectinload(Engagement.requirements))
        .execution_options(populate_existing=False)
    ).one()


def saved_version(engagement: Engagement) -> int:
    """The version as it is written now: what the next save must have seen."""
    return db.session.scalars(select(Engagement.version).where(Engagement.id == engagement.id)).one()


def engagements_of(company: Company) -> Sequence[Engagement]:
    """The newest engagements of a company."""
    return db.session.scalars(
        select(Engagement).where(Engagement.company_id == company.id).order_by(Engagement.created_at.desc()).limit(200)
    ).all()


def in_review() -> Sequence[Engagement]:
    """Postings that wait for an advisor, the longest waiting first."""
    return db.session.scalars(
        select(Engagement)
        .where(Engagement.state == EngagementState.IN_REVIEW)
        .order_by(Engagement.submitted_at)
        .limit(200)
    ).all()
