"""Ranking: after a change only what changed, each night everything; results are stored, pages read them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

import matching
from marketplace.clock import now, today
from marketplace.db import db
from marketplace.engagements.models import Engagement
from marketplace.engagements.states import EngagementState
from marketplace.profiles.models import Consultant
from marketplace.profiles.states import ProfileState
from marketplace.shortlist.advising import advised, keep_advice, posting_of, stored_field
from marketplace.shortlist.current import in_force
from marketplace.shortlist.hidden import drop_hidden_matches, drop_hidden_people
from marketplace.shortlist.index import candidates, current_index
from marketplace.shortlist.models import Match, OwnList, Ranking
from marketplace.shortlist.records import brief_of
from marketplace.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from matching import Brief, Candidate, CandidateIndex

BEST_PEOPLE = 300  # stored for a posting
BEST_POSTINGS = 200  # stored for a person
POSTINGS_LOOKED_AT = 5000  # the newest open ones, for a person
PEOPLE_A_NIGHT = 2000  # whose own lists are made anew, some seconds each
STALE = timedelta(days=7)
FEATURE_DIGITS = 4
RANKED = (EngagementState.OPEN, EngagementState.PAUSED)


@dataclass(frozen=True, slots=True)
class Found:
    """What a ranking of one side found, by the other side's id; None of a ranking: this side is not ranked now."""

    matches: Mapping[str, matching.Match]
    model: str
    ranking: matching.Ranking | None = None
    considered: int = 0
    field: Mapping[str, Any] | None = None
    advice: Mapping[str, list[dict[str, Any]]] | None = None
    reach: Mapping[str, Any] | None = None


def rank_engagement(engagement_id: UUID) -> int:
    """Rank all listed consultants for one posting and store the best; an ended posting keeps none."""
    return store_for_engagement(engagement_id, ranked_people(engagement_id))


def rank_consultant(consultant_id: UUID) -> int:
    """Rank the open postings for one person and store the best; one who is not listed keeps none."""
    return store_for_consultant(consultant_id, ranked_postings(consultant_id))


def ranked_people(engagement_id: UUID) -> Found | None:
    """Compute the ranking of one posting; only reads."""
    engagement = db.session.scalar(
        select(Engagement).where(Engagement.id == engagement_id).options(selectinload(Engagement.requirements))
    )
    if engagement is None or engagement.state not in RANKED:
        return None
    brief = brief_of(engagement)
    index, ranker = current_index(), in_force()
    ranking = matching.rank(brief, index, k=BEST_PEOPLE, as_of=today(), explained=BEST_PEOPLE, ranker=ranker.scorer)
    return found_for(brief, index, ranking, model=ranker.name)


def found_for(brief: Brief, index: CandidateIndex, ranking: matching.Ranking, *, model: str) -> Found:
    """Return what is stored of a posting's ranking, with what narrows its field."""
    found = {each.candidate_id: each for each in (*ranking.matches, *ranking.excluded)}
    return Found(found, model, ranking, len(index), field=stored_field(brief, index))


def ranked_postings(consultant_id: UUID) -> Found | None:
    """Compute one person's ranking of the newest postings; only reads."""
    consultant = db.session.get(Consultant, consultant_id)
    if consultant is None or consultant.state is not ProfileState.LISTED:
        return None
    pairs = select(Match.engagement_id).where(Match.consultant_id == consultant_id)
    known = {str(each) for each in db.session.scalars(pairs)}
    candidate, briefs = next(iter(candidates([consultant_id]))), list(open_briefs())
    return replace(_ranked(candidate, briefs, known), reach=_reach(candidate, briefs).to_dict())


def _reach(candidate: Candidate, briefs: Sequence[Brief]) -> matching.Reach:
    """Count what the person's conditions let in of what they would find: paused postings are on no list."""
    paused = db.session.scalars(select(Engagement.id).where(Engagement.state == EngagementState.PAUSED))
    unseen = {str(each) for each in paused}
    shown = [each for each in briefs if each.id not in unseen]
    return matching.reach_of(candidate, shown, as_of=today(), like=current_index())


def _ranked(candidate: Candidate, briefs: Sequence[Brief], known: set[str]) -> Found:
    """Rank these postings for one person, and say of each that is kept what would help."""
    index, ranker = current_index(), in_force()
    found = matching.rank_briefs(
        candidate, briefs, k=BEST_POSTINGS, as_of=today(), like=index, also=known, ranker=ranker.scorer
    )
    kept = {each for each, _match in found}
    asked = [each for each in briefs if each.id in kept]
    advice = advised(candidate, asked, like=index, ranker=ranker.scorer)
    return Found(dict(found), ranker.name, advice=advice)


def ranked_pair(consultant_id: UUID, engagement_id: UUID) -> Found | None:
    """Compute one pair, whether it is possible or not; only reads."""
    consultant, posting = db.session.get(Consultant, consultant_id), posting_of(engagement_id)
    if consultant is None or consultant.state is not ProfileState.LISTED or posting is None:
        return None
    candidate = next(iter(candidates([consultant_id])))
    return _ranked(candidate, [brief_of(posting)], {str(engagement_id)})


def store_for_engagement(engagement_id: UUID, found: Found | None) -> int:
    """Store what ranked_people() found; return how many pairs."""
    rows = db.session.scalars(select(Match).where(Match.engagement_id == engagement_id)).all()
    if found is None or found.ranking is None:
        _delete(rows)
        return 0
    _store_ranking(engagement_id, found)
    stored = _Stored({str(row.consultant_id): row for row in rows}, "for_posting", "for_person")
    _merge(stored, found, lambda other: Match(engagement_id=engagement_id, consultant_id=UUID(other)))
    drop_hidden_people(engagement_id)
    return len(found.matches)


def store_for_consultant(consultant_id: UUID, found: Found | None) -> int:
    """Store what ranked_postings() found; return how many pairs."""
    rows = _matches_of(consultant_id)
    own = db.session.scalar(select(OwnList).where(OwnList.consultant_id == consultant_id))
    if found is None:
        _delete([*rows, own] if own else rows)
        return 0
    if own is None:
        own = OwnList(consultant_id=consultant_id)
        db.session.add(own)
    own.made_at, own.model, own.reach = now(), found.model, dict(found.reach or {})
    stored = _Stored({str(row.engagement_id): row for row in rows}, "for_person", "for_posting")
    _merge(stored, found, lambda other: Match(engagement_id=UUID(other), consultant_id=consultant_id))
    keep_advice(_matches_of(consultant_id), found.advice or {})
    drop_hidden_matches(db.session.get_one(Consultant, consultant_id))
    return len(found.matches)


def store_pair(consultant_id: UUID, engagement_id: UUID, found: Found | None) -> None:
    """Store what ranked_pair() found; the person's other matches stay as they are."""
    if found is None:
        return
    row = db.session.scalar(
        select(Match).where(Match.consultant_id == consultant_id, Match.engagement_id == engagement_id)
    )
    stored = _Stored({str(engagement_id): row} if row else {}, "for_person", "for_posting")
    _merge(stored, found, lambda other: Match(engagement_id=UUID(other), consultant_id=consultant_id))
    keep_advice(_matches_of(consultant_id), found.advice or {})
    drop_hidden_matches(db.session.get_one(Consultant, consultant_id))


def _matches_of(consultant_id: UUID) -> Sequence[Match]:
    return db.session.scalars(select(Match).where(Match.consultant_id == consultant_id)).all()


def _delete(rows: Iterable[Match | OwnList]) -> None:
    for row in rows:
        db.session.delete(row)


def open_briefs() -> Iterable[Brief]:
    """Yield the newest open postings as matching knows them."""
    rows = db.session.scalars(
        select(Engagement)
        .where(Engagement.state.in_(RANKED))
        .options(selectinload(Engagement.requirements))
        .order_by(Engagement.published_at.desc())
        .limit(POSTINGS_LOOKED_AT)
    )
    return (brief_of(row) for row in rows)


def ranked_ids() -> Sequence[UUID]:
    """Return the postings that are ranked each night."""
    return db.session.scalars(select(Engagement.id).where(Engagement.state.in_(RANKED))).all()


def stale_people() -> Sequence[UUID]:
    """Return listed people whose own lists another ranker made or that are a week old, the oldest first."""
    query = (
        select(Consultant.id)
        .outerjoin(OwnList, OwnList.consultant_id == Consultant.id)
        .where(
            Consultant.state == ProfileState.LISTED,
            OwnList.made_at.is_(None) | (OwnList.made_at < now() - STALE) | (OwnList.model != in_force().name),
        )
        .order_by(OwnList.made_at.asc().nulls_first())
        .limit(PEOPLE_A_NIGHT)
    )
    return db.session.scalars(query).all()


def _store_ranking(engagement_id: UUID, found: Found) -> None:
    ranking = found.ranking
    if ranking is None:
        return
    row = db.session.scalar(select(Ranking).where(Ranking.engagement_id == engagement_id))
    if row is None:
        row = Ranking(engagement_id=engagement_id)
        db.session.add(row)
    row.ranked_at, row.model, row.considered = now(), found.model, found.considered
    row.excluded = dict(ranking.excluded_counts or {})
    row.relaxed = list(ranking.relaxed)
    row.entering = dict(ranking.entering or {})
    row.field = dict(found.field or {})


@dataclass(frozen=True, slots=True)
class _Stored:
    """The stored rows of one side by the other's id, this side's mark on a row, and the other side's."""

    rows: Mapping[str, Match]
    mine: str
    theirs: str


def _merge(stored: _Stored, found: Found, new: Callable[[str], Match]) -> None:
    """Bring stored rows up to what was found, keeping the ids (and so the addresses) of pairs that stay.

    A pair stands among the best of a posting, of a person, or both: it goes when neither side keeps it.
    """
    for other, match in found.matches.items():
        row = stored.rows.get(other)
        if row is None:
            row = new(other)
            db.session.add(row)
        row.score = round(match.score * 1000)
        row.eligible = match.eligible
        row.excluded_by = list(match.excluded_by)
        row.reasons = [stored_reason(each) for each in match.reasons]
        row.ranked_at, row.model = now(), found.model
        row.features = [round(each, FEATURE_DIGITS) for each in match.features]  # of this very score, or none
        setattr(row, stored.mine, True)
    for other, row in stored.rows.items():
        if other not in found.matches:
            setattr(row, stored.mine, False)
            if not getattr(row, stored.theirs):
                db.session.delete(row)


def stored_reason(reason: matching.Reason) -> dict[str, Any]:
    """Return a reason with its words in both languages, so that a page needs no ranker to show it."""
    return {
        "code": reason.code,
        "sign": reason.sign,
        "weight": round(reason.weight, 4),
        "where": reason.where,
        "ja": matching.sentence(reason, "ja", vocabulary()),
        "en": matching.sentence(reason, "en", vocabulary()),
    }
