"""Generated postings, and the list's answer to filters computed in the plainest way there is."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from marketplace import places, vocabulary
from marketplace.browse.filters import LENGTHS, ONSITE, RATES, STARTS, Filters
from marketplace.clock import today
from marketplace.db import db
from marketplace.demo.bulk import add_companies, add_engagements
from marketplace.engagements.models import Engagement, Listing
from marketplace.engagements.states import EngagementState, Layer
from marketplace.profiles.states import Remote

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

CHOICES: dict[str, tuple[Any, ...]] = {
    "type": vocabulary.TYPES,
    "function": vocabulary.ids("function"),
    "industry": vocabulary.ids("industry"),
    "rate": RATES,
    "days": (1, 2, 3, 4, 5),
    "length": LENGTHS,
    "start": STARTS,
    "remote": tuple(Remote),
    "onsite": ONSITE,
    "prefecture": tuple(places.PREFECTURES),
    "layer": tuple(Layer),
    "skill": (*vocabulary.ids("skill"), *vocabulary.ids("tool")),
    "certification": vocabulary.ids("certification"),
    "accepts": ("individual", "company"),
}
SINGLE = {"rate", "length", "start", "onsite"}
ALL_OF = {"skill", "certification"}


def add_postings(count: int) -> None:
    """Add generated open postings of three companies."""
    add_engagements(count, companies=add_companies(3, advisors=[]), say=lambda _line: None)


def open_postings() -> list[tuple[Engagement, int]]:
    """Return the open postings with their numbers, the newest first."""
    rows = db.session.execute(
        select(Engagement, Listing.number)
        .join(Listing, Listing.engagement_id == Engagement.id)
        .where(Engagement.state == EngagementState.OPEN)
        .options(selectinload(Engagement.requirements))
        .order_by(Listing.number.desc())
    )
    return [(engagement, number) for engagement, number in rows]


def concepts(e: Engagement) -> set[str]:
    return {*(concept for each in e.requirements for concept in each.concepts), *e.tools}


TESTS: dict[str, Callable[[Engagement, Any], bool]] = {
    "type": lambda e, value: bool(getattr(e, value) >= 30),
    "function": lambda e, value: value in e.functions,
    "industry": lambda e, value: e.industry == value,
    "rate": lambda e, value: (e.received_rate_max or e.received_rate_min or 0) >= value * 10_000,
    "days": lambda e, value: e.days_min <= value <= e.days_max,
    "length": lambda e, value: (e.months or 0) >= value,
    "start": lambda e, value: e.start_on is None or e.start_on <= today() + timedelta(days=31 * value),
    "remote": lambda e, value: e.remote == value,
    "onsite": lambda e, value: e.onsite_days <= value,
    "prefecture": lambda e, value: e.prefecture == value,
    "layer": lambda e, value: e.layer == value,
    "skill": lambda e, value: value in concepts(e),
    "certification": lambda e, value: value in concepts(e),
    "accepts": lambda e, value: bool(getattr(e, f"accepts_{value}")),
}


def meets(e: Engagement, filters: Filters, *, but: str = "") -> bool:
    """Tell whether a posting satisfies every chosen group, one of them left aside."""
    for group in filters.active:
        if group in {"q", but}:
            continue
        chosen = getattr(filters, group)
        values = chosen if isinstance(chosen, tuple) else (chosen,)
        combine = all if group in ALL_OF else any
        if not combine(TESTS[group](e, value) for value in values):
            return False
    return True


def ordered(rows: list[tuple[Engagement, int]], sort: str, scores: dict[UUID, int] | None = None) -> list[UUID]:
    """Sort as the list promises; ties go to the newer posting."""
    far = 10**9
    keys: dict[str, Callable[[Engagement], int]] = {
        "newest": lambda _e: 0,
        "rate": lambda e: -(e.received_rate_max or e.received_rate_min or 0),
        "deadline": lambda e: e.deadline.toordinal() if e.deadline else far,
        "match": lambda e: -(scores or {}).get(e.id, -1),
    }
    return [e.id for e, _number in sorted(rows, key=lambda row: (keys[sort](row[0]), -row[1]))]
