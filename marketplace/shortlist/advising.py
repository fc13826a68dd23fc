"""What would help a person's match, and what shrinks a posting's field: computed in jobs, stored, read by pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

import matching
from marketplace.clock import today
from marketplace.db import db
from marketplace.engagements.models import Engagement
from marketplace.shortlist.queries import LIVE
from marketplace.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from marketplace.shortlist.models import Match
    from matching import Brief, Candidate, CandidateIndex, Scorer

LOCALES = ("ja", "en")
MOST = 3
"""Changes kept for a match."""


def advised(
    candidate: Candidate, briefs: Sequence[Brief], *, like: CandidateIndex, ranker: Scorer | None = None
) -> dict[str, list[dict[str, Any]]]:
    """Compute what would help on each of these postings, by id, with its words in both languages; 3 ms a posting."""
    found = matching.advise_on(briefs, candidate, as_of=today(), like=like, most=MOST, ranker=ranker)
    return {each: [_stored(change) for change in changes] for each, changes in found.items()}


def _stored(change: matching.Change) -> dict[str, Any]:
    words = vocabulary()
    return {
        "code": change.code,
        "fact": dict(change.fact),
        "score": round(1000 * change.score),
        "gain": round(change.gain, 4),
        "enters": change.enters,
        **{locale: matching.advice_phrase(change, locale, words) for locale in LOCALES},
    }


def keep_advice(rows: Iterable[Match], found: Mapping[str, list[dict[str, Any]]]) -> None:
    """Store what was found on the matches of a person, with what it holds for: this score of this model."""
    pairs = {str(row.engagement_id): row for row in rows}
    versions = _versions([row.engagement_id for row in pairs.values()])
    for each, changes in found.items():
        row = pairs.get(each)
        if row is not None:
            row.advice = {**holds_for(row, versions.get(row.engagement_id, 0)), "changes": changes}


def _versions(ids: Iterable[UUID]) -> dict[UUID, int]:
    rows = db.session.execute(select(Engagement.id, Engagement.version).where(Engagement.id.in_(list(ids))))
    return {row.id: row.version for row in rows}


def holds_for(match: Match, version: int) -> dict[str, Any]:
    """Return what stored advice must have been computed from to be true still."""
    return {"of": match.score, "model": match.model, "version": version}


def posting_of(engagement_id: UUID) -> Engagement | None:
    """Return a live posting with its requirements."""
    return db.session.scalar(
        select(Engagement)
        .where(Engagement.id == engagement_id, Engagement.state.in_(LIVE))
        .options(selectinload(Engagement.requirements))
    )


def stored_field(brief: Brief, index: CandidateIndex) -> dict[str, Any]:
    """Count what shrinks the field of a posting, as it is stored with its ranking."""
    return matching.field_of(brief, index, as_of=today()).to_dict()
