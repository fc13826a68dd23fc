"""What happens to offers by itself."""

from __future__ import annotations

from marketplace.background import hourly
from marketplace.offers import operations


@hourly
def expire() -> None:
    """End offers that nobody answered in time."""
    operations.expire_offers()


@hourly
def remind() -> None:
    """Remind clients of counter-offers before they end, in business hours."""
    operations.remind()
