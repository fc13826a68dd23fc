"""What happens to engagements by itself."""

from __future__ import annotations

from marketplace.background import daily
from marketplace.engagements import operations


@daily
def expire() -> None:
    """Expire postings past their deadline or unconfirmed for too long, close what stays so; due each day."""
    operations.expire_engagements()
    operations.close_expired()
