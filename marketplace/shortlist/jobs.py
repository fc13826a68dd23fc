"""Ranking in the background: after a change, and each night in full."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from marketplace.background import daily, enqueue, job
from marketplace.shortlist import night, operations

if TYPE_CHECKING:
    from collections.abc import Mapping

APART = timedelta(seconds=8)  # of two people's own lists at night, some two seconds of work each


@job(reads=lambda engagement_id: operations.ranked_people(UUID(engagement_id)))
def rank_engagement(engagement_id: str, found: operations.Found | None) -> None:
    """Rank the consultants for one posting."""
    operations.store_for_engagement(UUID(engagement_id), found)


@job(reads=lambda consultant_id: operations.ranked_postings(UUID(consultant_id)))
def rank_consultant(consultant_id: str, found: operations.Found | None) -> None:
    """Rank the postings for one person."""
    operations.store_for_consultant(UUID(consultant_id), found)


@job(reads=lambda consultant_id: operations.ranked_postings(UUID(consultant_id)), patient=True)
def rank_in_turn(consultant_id: str, found: operations.Found | None) -> None:
    """Rank the postings for one person whose turn has come; nobody waits for it."""
    operations.store_for_consultant(UUID(consultant_id), found)


@job(reads=lambda consultant_id, engagement_id: operations.ranked_pair(UUID(consultant_id), UUID(engagement_id)))
def rank_pair(consultant_id: str, engagement_id: str, found: operations.Found | None) -> None:
    """Rank one pair that somebody looks at, and say what would help."""
    operations.store_pair(UUID(consultant_id), UUID(engagement_id), found)


@daily
def rank_everything() -> None:
    """Queue the ranking of every open posting, in blocks where several processes rank; due each night."""
    ids = operations.ranked_ids()
    blocks = list(night.in_blocks(ids))
    for block in blocks:
        enqueue("shortlist.rank_block", key=f"rank-block:{block[:36]}", ids=block)
    for engagement_id in () if blocks else ids:
        enqueue("shortlist.rank_engagement", key=f"rank:{engagement_id}", engagement_id=str(engagement_id))
    enqueue("shortlist.rank_everybody", key="rank-everybody")


@job(reads=night.ranked_block)
def rank_block(ids: str, found: Mapping[UUID, operations.Found | None]) -> None:
    """Rank the consultants for the postings of a block."""
    del ids
    for engagement_id, each in found.items():
        operations.store_for_engagement(engagement_id, each)


@job
def rank_everybody() -> None:
    """Queue the ranking of people's own lists that another ranker made, or that are a week old, the oldest first.

    One after another over the hours to come, so that nobody's change waits behind them.
    """
    for place, consultant_id in enumerate(operations.stale_people()):
        key, after = f"rank-later:{consultant_id}", place * APART
        enqueue("shortlist.rank_in_turn", key=key, after=after, consultant_id=str(consultant_id))
