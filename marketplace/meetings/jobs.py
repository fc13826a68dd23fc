"""What happens to meetings by itself."""

from __future__ import annotations

from marketplace.background import hourly
from marketplace.meetings import operations


@hourly
def remind() -> None:
    """Remind of meetings and of slots nobody has chosen from, in business hours."""
    operations.remind()


@hourly
def close_held() -> None:
    """Note meetings as held when their time is over, and ask for notes."""
    operations.close_held()
