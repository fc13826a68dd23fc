"""Learning in the night, and working out a posting's figures after each save."""

from __future__ import annotations

from uuid import UUID

from marketplace.background import daily, enqueue, job
from marketplace.rate_guidance import learning, operations

Part = tuple[dict[UUID, operations.Found], UUID | None]


@daily
def prepare() -> None:
    """Take down what is not yet taken down, then learn; due each night."""
    operations.sweep()
    enqueue("rate_guidance.note_missing", key="note-posted-terms")


@job
def note_missing(beyond: str = "") -> None:
    """Take down postings published earlier, part by part; then learn from all."""
    last = operations.note_missing(UUID(beyond) if beyond else None)
    if last is not None:
        enqueue("rate_guidance.note_missing", beyond=str(last))
    else:
        enqueue(operations.LEARN, key="learn-rates")


@job(reads=learning.learned)
def learn(found: learning.Learned) -> None:
    """Fit a guide, keep it, and tell each living posting by it."""
    operations.store_learned(found)
    enqueue("rate_guidance.guide_everything", key="guide-everything")


@job(reads=lambda beyond="": operations.work_out_part(UUID(beyond) if beyond else None))
def guide_everything(found: Part, beyond: str = "") -> None:
    """Work out what is told of each living posting, part by part."""
    del beyond
    each, last = found
    for engagement_id, one in each.items():
        operations.store_found(engagement_id, one)
    if last is not None:
        enqueue("rate_guidance.guide_everything", beyond=str(last))


@job(reads=lambda engagement_id: operations.worked_out(UUID(engagement_id)))
def guide_engagement(engagement_id: str, found: operations.Found | None) -> None:
    """Work out what is told of one posting after it was written."""
    operations.store_found(UUID(engagement_id), found)
