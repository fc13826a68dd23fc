"""Stored advice as pages read it, and how it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from marketplace.background import enqueue
from marketplace.db import db
from marketplace.engagements.models import Engagement
from marketplace.engagements.states import EngagementState
from marketplace.profiles.states import ProfileState
from marketplace.shortlist.advising import holds_for
from marketplace.shortlist.models import Match
from marketplace.shortlist.queries import LIVE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from marketplace.profiles.models import Consultant

ROUNDING = 2  # thousandths that a score may have moved by since
AHEAD = timedelta(hours=-1)  # somebody looks at it: before what is ranked anew for nobody
FEWEST_POSTINGS = 2  # a change for one posting alone is said on its page


def advice_of(match: Match | None) -> list[dict[str, Any]] | None:
    """Return what would help, or None while nothing has been computed for the match as it stands."""
    if match is None or not match.advice:
        return None
    said_of, stands = match.advice, holds_for(match, match.engagement.version)
    same = all(said_of[name] == stands[name] for name in ("model", "version"))
    return said_of["changes"] if same and abs(said_of["of"] - match.score) <= ROUNDING else None


def is_overtaken(match: Match, consultant: Consultant) -> bool:
    """Tell whether the person has changed the profile since the match was ranked: a job is on its way."""
    return match.ranked_at < consultant.changed_at


@dataclass(frozen=True, slots=True)
class Often:
    """A change that helps on many postings: how many it makes possible, and how many it raises, by how much."""

    change: Mapping[str, Any]
    enters: int
    raises: int
    points: float


def often_helpful(consultant: Consultant, *, most: int = 3) -> list[Often] | None:
    """Return the changes that help on most of the person's ranked open postings, what makes postings possible first.

    Of each posting the best few changes are stored, so the counts are of at least so many. None while all is ranked
    from before the person's last change: it may advise what has just been written down.
    """
    rows = db.session.execute(
        select(Match.advice, Match.model, Match.ranked_at).where(
            Match.consultant_id == consultant.id, Match.engagement.has(Engagement.state == EngagementState.OPEN)
        )
    ).all()
    since = [row for row in rows if row.ranked_at >= consultant.changed_at]
    if rows and not since:
        return None
    found: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for advice, model, _at in since:
        if advice and advice["model"] == model:
            for change in advice["changes"]:
                found.setdefault((change["code"], str(change["fact"])), []).append(change)
    often = [_often(changes) for changes in found.values() if len(changes) >= FEWEST_POSTINGS]
    return sorted(often, key=lambda one: (-one.enters, -one.raises * one.points))[:most]


def _often(changes: Sequence[Mapping[str, Any]]) -> Often:
    gains = [change["gain"] for change in changes if not change["enters"]]
    points = 100 * sum(gains) / len(gains) if gains else 0.0
    return Often(changes[0], len(changes) - len(gains), len(gains), round(points, 1))


def can_be_advised(consultant: Consultant, engagement: Engagement) -> bool:
    """Tell whether the pair is ranked at all."""
    return consultant.state is ProfileState.LISTED and engagement.state in LIVE


def ask_for_advice(consultant_id: UUID, engagement_id: UUID) -> None:
    """Have the pair ranked anew and advised on; asked twice, it is done once."""
    one, other = str(consultant_id), str(engagement_id)
    enqueue("shortlist.rank_pair", key=f"pair:{one}:{other}", after=AHEAD, consultant_id=one, engagement_id=other)
