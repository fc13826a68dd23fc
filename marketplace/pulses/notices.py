"""Who is told of pulses and concerns: that something waits, never what anybody answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.outbox import queue_message
from marketplace.pipeline.parties import OTHER, Side, advisors_of, people_of

if TYPE_CHECKING:
    from marketplace.contracts.models import Contract
    from marketplace.pulses.models import MonthCheck, Pulse


def _title(contract: Contract) -> str:
    return contract.application.engagement.title


def asked(pulse: Pulse) -> None:
    """Everybody of the side is asked."""
    for user in people_of(pulse.contract.application, pulse.side):
        queue_message(
            user, "pulses/asked", link=f"/pulses/{pulse.id}", title=_title(pulse.contract), day=pulse.day,
            closes=pulse.closes_on.isoformat(),
        )  # fmt: skip


def concern(contract: Contract, event: str) -> None:
    """The advisors have something to look after."""
    for user in advisors_of(contract.application):
        queue_message(user, f"pulses/{event}", link=f"/contracts/{contract.id}/health", title=_title(contract))


def digest(contract: Contract, side: Side, words: str) -> None:
    """A side reads what its advisor says."""
    for user in people_of(contract.application, side):
        queue_message(
            user, "pulses/digest", link=f"/contracts/{contract.id}/pulses", title=_title(contract), words=words
        )


def check_asked(check: MonthCheck) -> None:
    """The PMO is asked for a minute."""
    for user in people_of(check.contract.application, Side.CONSULTANT):
        queue_message(
            user, "pulses/check_asked", link=f"/month-checks/{check.id}", title=_title(check.contract),
            month=check.month.isoformat(),
        )  # fmt: skip


def guidance(contract: Contract) -> None:
    """Both sides are reminded of how they work together, in the same words."""
    for side in OTHER:
        for user in people_of(contract.application, side):
            queue_message(
                user, "pulses/guidance", link=f"/contracts/{contract.id}/independence", title=_title(contract)
            )
