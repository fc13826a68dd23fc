"""Pulses and concerns."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from marketplace.clock import now, today
from marketplace.db import db
from marketplace.pipeline.parties import Side
from marketplace.pulses.models import Concern, MonthCheck, Pulse
from marketplace.pulses.states import Cause

if TYPE_CHECKING:
    from uuid import UUID

    from marketplace.contracts.models import Contract


def plain_pulses(contract: Contract) -> dict[str, UUID]:
    """Keep the rows of a pulse that the client is asked, and of a concern."""
    pulse = Pulse(
        contract_id=contract.id, side=Side.CLIENT, day=7, asked_on=today(), closes_on=today() + timedelta(days=14)
    )
    concern = Concern(contract_id=contract.id, cause=Cause.CALL_ME, source="x", due_at=now())
    check = MonthCheck(contract_id=contract.id, month=today().replace(day=1), asked_on=today(), days=30)
    db.session.add_all([pulse, concern, check])
    return {"pulse_id": pulse.id, "concern_id": concern.id, "month_check_id": check.id}
