"""A contract whose health falls below the line is alarmed of, once until it has recovered."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.clock import today
from marketplace.db import db
from marketplace.pulses.faring import healths_of
from marketplace.pulses.health import ALARM, RECOVERED
from marketplace.pulses.models import ContractHealth
from marketplace.pulses.operations.concerns import open_care
from marketplace.pulses.queries import running_contracts
from marketplace.pulses.states import Cause


def watch_health() -> int:
    """Look at every running contract; return how many have fallen below the line since they were last looked at."""
    contracts = running_contracts()
    known = {each.contract_id: each for each in db.session.scalars(select(ContractHealth))}
    healths, fallen = healths_of(contracts), 0
    for contract in contracts:
        score = healths[contract.id].score
        if score is None:
            continue
        kept = known.get(contract.id) or ContractHealth(contract_id=contract.id, below=False)
        db.session.add(kept)
        kept.score, kept.on = score, today()
        if score < ALARM and not kept.below:
            kept.below, fallen = True, fallen + 1
            open_care(contract, Cause.HEALTH_FELL, today().isoformat())
        elif score >= RECOVERED:
            kept.below = False
    return fallen
