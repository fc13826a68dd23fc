"""What happens in a pipeline by itself."""

from __future__ import annotations

from marketplace.background import daily, hourly
from marketplace.pipeline import chasing, operations


@hourly
def chase() -> None:
    """Remind and escalate, in business hours."""
    chasing.chase()


@hourly
def expire_consents() -> None:
    """End consents whose time is over."""
    operations.expire_consents()


@daily
def measure_answer_times() -> None:
    """Bring each client's median answer time up to date."""
    chasing.measure_answer_times()
