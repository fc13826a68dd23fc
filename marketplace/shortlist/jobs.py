"""Ranking in the background: after a change, and each night in full."""

from __future__ import annotations

from uuid import UUID

from marketplace.background import daily, enqueue, job
from marketplace.shortlist import operations


@job
def rank_engagement(engagement_id: str) -> None:
    """Rank the consultants for one posting."""
    operations.rank_engagement(UUID(engagement_id))


@job
def rank_consultant(consultant_id: str) -> None:
    """Rank the postings for one person."""
    operations.rank_consultant(UUID(consultant_id))


@daily
def rank_everything() -> None:
    """Queue the ranking of every open posting; due each night."""
    for engagement_id in operations.ranked_ids():
        enqueue("shortlist.rank_engagement", key=f"rank:{engagement_id}", engagement_id=str(engagement_id))
