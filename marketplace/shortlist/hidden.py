"""Stored matches of people who hide, and of pairs that are kept apart: gone at once, and not stored anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, or_, select

from marketplace.accounts.models import Company
from marketplace.db import db
from marketplace.engagements.models import Engagement
from marketplace.profiles.models import BlockedCompany, Consultant
from marketplace.profiles.states import ProfileState
from marketplace.shortlist.models import Match

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import ColumnElement

_NAMES_IT = or_(
    BlockedCompany.company_id == Company.id,
    func.lower(func.trim(BlockedCompany.name)) == func.lower(func.trim(Company.name)),
)


def forget_matches(consultant: Consultant) -> None:
    """Drop what is stored of a person whose name has changed: reasons quote lines redacted for the former one."""
    db.session.execute(delete(Match).where(Match.consultant_id == consultant.id))


def drop_hidden_matches(consultant: Consultant) -> None:
    """Take the person away from blocked companies, or from everybody when not listed, at once: ranking comes later."""
    mine = Match.consultant_id == consultant.id
    if consultant.state is not ProfileState.LISTED:
        _drop(mine)
        return
    of_them = (
        select(Engagement.id)
        .join(Company, Engagement.company_id == Company.id)
        .join(BlockedCompany, _NAMES_IT)
        .where(BlockedCompany.consultant_id == consultant.id)
    )
    _drop(mine & Match.engagement_id.in_(of_them))


def drop_hidden_people(engagement_id: UUID) -> None:
    """Take away who has hidden, or blocked the posting's company, while it was being ranked: a block takes minutes."""
    blocking = (
        select(BlockedCompany.consultant_id)
        .join(Company, _NAMES_IT)
        .join(Engagement, Engagement.company_id == Company.id)
        .where(Engagement.id == engagement_id)
    )
    unlisted = select(Consultant.id).where(Consultant.state != ProfileState.LISTED)
    hidden = Match.consultant_id.in_(blocking) | Match.consultant_id.in_(unlisted)
    _drop((Match.engagement_id == engagement_id) & hidden)


def _drop(which: ColumnElement[bool]) -> None:
    db.session.execute(delete(Match).where(which), execution_options={"synchronize_session": "fetch"})
