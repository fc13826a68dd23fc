"""Features as they were when a pair was first seen or judged: kept once, so that nothing learned knows the future."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

import matching
from marketplace.clock import today
from marketplace.db import db
from marketplace.engagements.models import Engagement
from marketplace.learning.models import Observation, ShownList
from marketplace.shortlist.current import in_force
from marketplace.shortlist.index import candidates, current_index
from marketplace.shortlist.models import Match
from marketplace.shortlist.operations import FEATURE_DIGITS
from marketplace.shortlist.records import brief_of
from matching.catalogue import FEATURE_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable

CATALOGUE = hashlib.sha256(" ".join(FEATURE_NAMES).encode()).hexdigest()[:16]

Pair = tuple[UUID, UUID]
"""A posting and a person."""

Seen = tuple[list[float], str]
"""A pair's features, and the ranker that was in force then."""


def observe_list(shown_list_id: UUID) -> int:
    """Keep the features of those who were shown and are not kept yet, as their matches stand; return how many."""
    row = db.session.get(ShownList, shown_list_id)
    if row is None:
        return 0
    others = [UUID(each) for each in row.others]
    of_list = (
        (Match.engagement_id == row.engagement_id) & Match.consultant_id.in_(others)
        if row.engagement_id
        else (Match.consultant_id == row.consultant_id) & Match.engagement_id.in_(others)
    )
    matches = db.session.scalars(select(Match).where(of_list)).all()
    return _keep((match.engagement_id, match.consultant_id, match.features, match.model) for match in matches)


def observe_pair(engagement_id: UUID, consultant_id: UUID) -> int:
    """Keep the features of a pair that was judged: of its match where there is one, else computed now."""
    return keep_pair(engagement_id, consultant_id, seen_pair(engagement_id, consultant_id))


def seen_pair(engagement_id: UUID, consultant_id: UUID) -> Seen | None:
    """Return the features of a pair as they are now; only reads, and may build the index of everybody."""
    known = select(Observation.id).where(
        Observation.engagement_id == engagement_id, Observation.consultant_id == consultant_id
    )
    if db.session.scalar(known) is not None:
        return None
    match = db.session.scalar(
        select(Match).where(Match.engagement_id == engagement_id, Match.consultant_id == consultant_id)
    )
    if match is not None and match.features:
        return match.features, match.model
    return _computed(engagement_id, consultant_id)


def keep_pair(engagement_id: UUID, consultant_id: UUID, found: Seen | None) -> int:
    """Keep what was seen of a pair, unless something is kept of it; return how many."""
    return _keep([(engagement_id, consultant_id, *found)]) if found else 0


def _computed(engagement_id: UUID, consultant_id: UUID) -> Seen | None:
    engagement = db.session.scalar(
        select(Engagement).where(Engagement.id == engagement_id).options(selectinload(Engagement.requirements))
    )
    person = next(iter(candidates([consultant_id])), None)
    if engagement is None or person is None:
        return None
    brief, ranker = brief_of(engagement), in_force()
    found = matching.rank_briefs(
        person, [brief], as_of=today(), like=current_index(), also={brief.id}, ranker=ranker.scorer
    )
    return ([round(each, FEATURE_DIGITS) for each in found[0][1].features], ranker.name) if found else None


def _keep(rows: Iterable[tuple[UUID, UUID, list[float], str]]) -> int:
    new = {(engagement, consultant): (features, model) for engagement, consultant, features, model in rows if features}
    known = select(Observation.engagement_id, Observation.consultant_id).where(
        Observation.engagement_id.in_({each[0] for each in new}),
        Observation.consultant_id.in_({each[1] for each in new}),
    )
    for engagement_id, consultant_id in db.session.execute(known):
        new.pop((engagement_id, consultant_id), None)
    for (engagement_id, consultant_id), (features, model) in new.items():
        db.session.add(
            Observation(
                engagement_id=engagement_id, consultant_id=consultant_id, features=features, catalogue=CATALOGUE,
                model=model,
            )
        )  # fmt: skip
    db.session.flush()
    return len(new)
