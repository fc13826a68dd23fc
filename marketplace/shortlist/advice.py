"""Stored advice as pages read it, and how it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplace.background import enqueue
from marketplace.profiles.states import ProfileState
from marketplace.shortlist.advising import holds_for
from marketplace.shortlist.queries import LIVE

if TYPE_CHECKING:
    from uuid import UUID

    from marketplace.engagements.models import Engagement
    from marketplace.profiles.models import Consultant
    from marketplace.shortlist.models import Match


def advice_of(match: Match | None) -> list[dict[str, Any]] | None:
    """Return what would help, or None while nothing has been computed for the match as it stands."""
    if match is None or not match.advice:
        return None
    stands = holds_for(match, match.engagement.version)
    return match.advice["changes"] if all(match.advice[name] == value for name, value in stands.items()) else None


def can_be_advised(consultant: Consultant, engagement: Engagement) -> bool:
    """Tell whether the pair is ranked at all."""
    return consultant.state is ProfileState.LISTED and engagement.state in LIVE


def ask_for_advice(consultant_id: UUID, engagement_id: UUID) -> None:
    """Have the pair ranked anew and advised on; asked twice, it is done once."""
    one, other = str(consultant_id), str(engagement_id)
    enqueue("shortlist.rank_pair", key=f"pair:{one}:{other}", consultant_id=one, engagement_id=other)
