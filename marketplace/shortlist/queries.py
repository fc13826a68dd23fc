"""Reads of stored matches: pages never wait for the ranker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import case, func, select
from sqlalchemy.orm import selectinload

from marketplace.db import db
from marketplace.engagements.models import Engagement
from marketplace.engagements.states import EngagementState
from marketplace.profiles.models import Consultant
from marketplace.profiles.states import ProfileState, Visibility
from marketplace.shortlist.models import Curation, Match, OwnList, Ranking, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from sqlalchemy import Select

LIVE = (EngagementState.OPEN, EngagementState.PAUSED)


def match_of(consultant: Consultant, engagement: Engagement) -> Match | None:
    """The stored match of a pair, if it has been ranked."""
    return db.session.scalar(
        select(Match).where(Match.engagement_id == engagement.id, Match.consultant_id == consultant.id)
    )


def place_of(match: Match) -> tuple[int, int]:
    """Where the match stands among the person's possible open postings, and how many there are."""
    better = func.count().filter(Match.score > match.score)
    query = select(better, func.count()).where(
        Match.consultant_id == match.consultant_id,
        Match.eligible,
        Match.engagement.has(Engagement.state == EngagementState.OPEN),
    )
    before, many = db.session.execute(query).one()
    return before + 1, many


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
        _listed_matches(engagement)
        .outerjoin(
            Curation,
            (Curation.engagement_id == Match.engagement_id)
            & (Curation.consultant_id == Match.consultant_id)
            & Curation.replaced_at.is_(None),
        )
        .order_by(ORDER, Match.eligible.desc(), Match.score.desc(), Match.id)
    )
    if to_client:
        query = query.where(
            Match.eligible,
            Consultant.visibility == Visibility.CLIENTS,
            Curation.verdict.is_distinct_from(Verdict.REJECT),
        )
    return db.session.scalars(query.limit(limit)).all()


# The advisor's order overrides the ranker's: pinned, then shortlisted, then as ranked; who was rejected comes last.
ORDER = case(
    (Curation.verdict == Verdict.PIN, 0), (Curation.verdict == Verdict.SHORTLIST, 1),
    (Curation.verdict == Verdict.REJECT, 3), else_=2,
)  # fmt: skip


def _listed_matches(engagement: Engagement) -> Select[Match]:
    return (
        select(Match)
        .join(Consultant, Match.consultant_id == Consultant.id)
        .where(Match.engagement_id == engagement.id, Consultant.state == ProfileState.LISTED)
        .options(
            selectinload(Match.consultant).selectinload(Consultant.skills),
            selectinload(Match.consultant).selectinload(Consultant.certifications),
            selectinload(Match.consultant).selectinload(Consultant.industries),
        )
    )


def entering(engagement: Engagement, code: str, limit: int = 10) -> Sequence[Match]:
    """The best of those whom one condition alone keeps out: who would enter if it were let go."""
    query = _listed_matches(engagement).where(Match.eligible.is_(False)).order_by(Match.score.desc())
    found = [match for match in db.session.scalars(query) if match.excluded_by == [code]]
    return found[:limit]


def curations_of(engagement: Engagement) -> Mapping[UUID, Curation]:
    """The verdicts in force on a posting's ranked people, by consultant."""
    rows = db.session.scalars(
        select(Curation).where(Curation.engagement_id == engagement.id, Curation.replaced_at.is_(None))
    )
    return {row.consultant_id: row for row in rows}


def matches_with(engagement: Engagement, ids: Iterable[UUID]) -> Sequence[Match]:
    """These ranked people of a posting."""
    return db.session.scalars(select(Match).where(Match.engagement_id == engagement.id, Match.id.in_(list(ids)))).all()


def ranking_of(engagement: Engagement) -> Ranking | None:
    """The last ranking of a posting as a whole."""
    return db.session.scalar(select(Ranking).where(Ranking.engagement_id == engagement.id))


def own_list_of(consultant: Consultant) -> OwnList | None:
    """The last ranking of the postings for a person as a whole."""
    return db.session.scalar(select(OwnList).where(OwnList.consultant_id == consultant.id))


def worst_kept(engagement: Engagement) -> int:
    """The lowest score, in thousandths, that still stands on the posting's list; 0 for an empty one."""
    query = select(func.min(Match.score)).where(Match.engagement_id == engagement.id, Match.for_posting, Match.eligible)
    return db.session.scalar(query) or 0


def excluded_counts(engagement: Engagement) -> dict[str, int]:
    """How many were left out by each condition when this posting was last ranked."""
    ranking = ranking_of(engagement)
    return {code: int(count) for code, count in ranking.excluded.items()} if ranking else {}
