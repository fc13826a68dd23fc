"""Reads of stored matches: pages never wait for the ranker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from marketplace.db import db
from marketplace.engagements.states import EngagementState
from marketplace.profiles.models import Consultant
from marketplace.profiles.states import ProfileState, Visibility
from marketplace.shortlist.models import Match, Ranking

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from marketplace.engagements.models import Engagement

LIVE = (EngagementState.OPEN, EngagementState.PAUSED)


def match_of(consultant: Consultant, engagement: Engagement) -> Match | None:
    """The stored match of a pair, if it has been ranked."""
    return db.session.scalar(
        select(Match).where(Match.engagement_id == engagement.id, Match.consultant_id == consultant.id)
    )


def scores_of(consultant: Consultant) -> Mapping[UUID, int]:
    """The person's stored scores by engagement, for sorting the list."""
    rows = db.session.execute(
        select(Match.engagement_id, Match.score).where(Match.consultant_id == consultant.id, Match.eligible)
    )
    return dict(rows.all())


def matches_among(
    consultant: Consultant, engagement_ids: Iterable[UUID]
) -> Mapping[UUID, tuple[int, list[dict[str, object]]]]:
    """(score in thousandths, reasons) of the person for each of these engagements that has been ranked."""
    rows = db.session.execute(
        select(Match.engagement_id, Match.score, Match.reasons).where(
            Match.consultant_id == consultant.id, Match.engagement_id.in_(list(engagement_ids)), Match.eligible
        )
    )
    return {row.engagement_id: (row.score, row.reasons) for row in rows}


def best_for(consultant: Consultant, limit: int = 3) -> Sequence[Match]:
    """The person's best open postings."""
    return db.session.scalars(
        select(Match)
        .where(Match.consultant_id == consultant.id, Match.eligible, Match.engagement.has(state=EngagementState.OPEN))
        .order_by(Match.score.desc())
        .limit(limit)
    ).all()


def ranked_for(engagement: Engagement, *, to_client: bool, limit: int = 50) -> Sequence[Match]:
    """The ranked consultants of a posting; a client sees, while it is live, those who show themselves to clients."""
    if to_client and engagement.state not in LIVE:
        return []
    query = (
        select(Match)
        .join(Consultant, Match.consultant_id == Consultant.id)
        .where(Match.engagement_id == engagement.id, Consultant.state == ProfileState.LISTED)
        .options(
            selectinload(Match.consultant).selectinload(Consultant.skills),
            selectinload(Match.consultant).selectinload(Consultant.certifications),
            selectinload(Match.consultant).selectinload(Consultant.industries),
        )
    )
    if to_client:
        query = query.where(Match.eligible, Consultant.visibility == Visibility.CLIENTS)
    return db.session.scalars(query.order_by(Match.eligible.desc(), Match.score.desc()).limit(limit)).all()


def excluded_counts(engagement: Engagement) -> dict[str, int]:
    """How many were left out by each condition when this posting was last ranked."""
    ranking = db.session.scalar(select(Ranking).where(Ranking.engagement_id == engagement.id))
    return {code: int(count) for code, count in ranking.excluded.items()} if ranking else {}
