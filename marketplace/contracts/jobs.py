"""What happens to contracts by itself."""

from __future__ import annotations

from marketplace.background import daily, hourly
from marketplace.contracts.operations import ending, reminding, renewing, talks


@daily
def begin_and_end() -> None:
    """Begin contracts on their first day and end them after their last."""
    ending.begin_due()
    ending.end_due()


@daily
def ask_about_renewal() -> None:
    """Ask both sides before a contract ends whether to go on."""
    renewing.ask_about_renewal()


@hourly
def remind_signers() -> None:
    """Remind whoever has not signed, in business hours."""
    reminding.remind_signers()


@hourly
def escalate_talks() -> None:
    """Tell the operators of price talks without an answer."""
    talks.escalate_talks()
