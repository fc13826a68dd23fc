"""What happens to engagements by itself."""

from __future__ import annotations

from uuid import UUID

from marketplace.background import daily, enqueue, job
from marketplace.engagements import operations, retagging
from marketplace.vocabulary.editions import look_again


@daily
def expire() -> None:
    """Expire postings past their deadline or unconfirmed for too long, close what stays so; due each day."""
    operations.expire_engagements()
    operations.close_expired()


@job
def retag_postings(beyond: str = "") -> None:
    """Take a change of the catalogue over into the postings, part by part."""
    look_again()
    last = retagging.retag_postings(UUID(beyond) if beyond else None)
    if last is not None:
        enqueue("engagements.retag_postings", beyond=str(last))
