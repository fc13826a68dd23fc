"""What an advisor is to look after: opened once about one thing, done with a note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.audit import record
from marketplace.business_days import business_days_after
from marketplace.clock import now, today
from marketplace.db import db
from marketplace.pipeline.clocks import end_of
from marketplace.pulses import notices
from marketplace.pulses.models import Concern
from marketplace.pulses.queries import concerns_about, open_concern
from marketplace.pulses.states import Cause, ConcernState

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.contracts.models import Contract

DAYS = {Cause.CALL_ME: 1, Cause.LOW_PULSE: 2}  # business days; else
USUAL_DAYS = 3


def open_care(contract: Contract, cause: Cause, source: str) -> Concern | None:
    """Open a concern and tell the advisors; None where this very thing was said before."""
    if open_concern(contract, cause, source) is not None:
        return None
    due = end_of(business_days_after(today(), DAYS.get(cause, USUAL_DAYS)))
    concern = Concern(contract_id=contract.id, cause=cause, source=source, due_at=due)
    concern.contract = contract
    db.session.add(concern)
    record(None, "concern opened", concern, cause=cause.value)
    notices.concern(contract, cause.value)
    return concern


def open_again(contract: Contract, cause: Cause, about: str) -> Concern | None:
    """Open a concern about something that may be said again once it was looked after; None while one is open."""
    known = concerns_about(contract, cause, about)
    if any(each.state is ConcernState.OPEN for each in known):
        return None
    return open_care(contract, cause, f"{about}:{len(known)}" if known else about)


def settle(concern: Concern, note: str, *, by: User) -> None:
    """Note what was done about a concern."""
    concern.state = ConcernState.DONE
    concern.note, concern.done_at, concern.done_by_id = note, now(), by.id
    concern.done_by = by
    record(by, "concern settled", concern, cause=concern.cause.value)
