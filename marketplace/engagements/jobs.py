"""What happens to engagements by itself."""

from __future__ import annotations

from marketplace.background import job
from marketplace.engagements import operations


@job
def expire() -> None:
    """Expire postings past their deadline or unconfirmed for too long; due each day."""
    operations.expire_engagements()
