"""Reads for the list, the posting's page and the application's screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from marketplace.accounts.models import Company
from marketplace.db import db
from marketplace.engagements.models import Engagement
from marketplace.profiles.models import Consultant
from marketplace.profiles.queries import LISTS
from marketplace.vocabulary import TYPES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from marketplace.accounts.models import User
    from marketplace.browse.snapshot import Snapshot

CARD = (
    Engagement.id, Engagement.title, Engagement.industry, Engagement.received_rate_min, Engagement.received_rate_max,
    Engagement.days_min, Engagement.days_max, Engagement.remote, Engagement.onsite_days, Engagement.prefecture,
    Engagement.layer, Engagement.start_on, Engagement.months, Engagement.strategic, Engagement.controlling,
    Engagement.supportive, Engagement.answer_days, Engagement.confirmed_on, Engagement.state, Engagement.deadline,
    Company.answer_median, Company.answers,
)  # fmt: skip


def cards(ids: Sequence[UUID]) -> list[Any]:
    """The columns a card shows, of these postings, in this order; one query."""
    query = select(*CARD).join(Company, Engagement.company_id == Company.id).where(Engagement.id.in_(ids))
    rows = {row.id: row for row in db.session.execute(query)}
    return [rows[each] for each in ids if each in rows]


def whole_profile_of(user: User) -> Consultant:
    """The consultant's own profile with all its lists."""
    return db.session.scalars(
        select(Consultant).where(Consultant.user_id == user.id).options(*(selectinload(each) for each in LISTS))
    ).one()


def similar_to(engagement: Engagement, snapshot: Snapshot, limit: int = 3) -> list[Any]:
    """The newest other open postings of the same leading type, those of the same industry first."""
    if not any(engagement.type_mix):
        return []
    kind = TYPES[max(range(3), key=lambda at: engagement.type_mix[at])]
    rows = snapshot.newest[:2000]
    rows = rows[snapshot.columns[kind][rows] >= 50]  # noqa: PLR2004 - the leading type
    industries = snapshot.codes.industries
    own = industries.index(engagement.industry) if engagement.industry in industries else 0
    same = snapshot.columns["industry"][rows] == own
    ordered = [*rows[same], *rows[~same]][: limit + 1]
    return cards([snapshot.ids[row] for row in ordered if snapshot.ids[row] != engagement.id][:limit])
