"""What happens to pulses by itself."""

from __future__ import annotations

from marketplace.background import daily
from marketplace.pulses.operations import alarming, asking, checking


@daily
def ask_pulses() -> None:
    """Close the pulses whose days are over, and ask those whose day has come."""
    asking.close_pulses()
    asking.ask_pulses()


@daily
def watch_health() -> None:
    """Alarm the advisors of contracts whose health has fallen."""
    alarming.watch_health()


@daily
def ask_checks() -> None:
    """Ask PMOs about the month, and look what the data shows."""
    checking.ask_checks()
