"""What happens to reviews by itself."""

from __future__ import annotations

from marketplace.background import daily
from marketplace.reviews import operations


@daily
def ask_for_reviews() -> None:
    """Publish the rounds whose days are over, and ask where a milestone was reached or a contract has ended."""
    operations.publish_due()
    operations.open_rounds()
