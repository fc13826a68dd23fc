"""Reminding whoever has not signed: once, on the business day before the papers are due."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.audit import record
from marketplace.business_days import business_day_before
from marketplace.clock import TOKYO, now, today
from marketplace.contracts import notices
from marketplace.contracts.models import Contract
from marketplace.contracts.operations.signing import to_be_signed
from marketplace.contracts.states import ContractState
from marketplace.db import db
from marketplace.pipeline.clocks import in_business_hours


def remind_signers() -> int:
    """Remind the sides that have papers to sign; return how many contracts."""
    if not in_business_hours(now()):
        return 0
    waiting = db.session.scalars(
        select(Contract).where(
            Contract.due_at.is_not(None), Contract.reminded_at.is_(None), Contract.state != ContractState.DRAFTED
        )
    ).all()
    due = [
        each for each in waiting if each.due_at and business_day_before(each.due_at.astimezone(TOKYO).date()) <= today()
    ]
    for contract in due:
        contract.mark(reminded_at=now())
        record(None, "signers reminded", contract, number=contract.number)
        notices.signature_reminder(contract, to_be_signed(contract))
    return len(due)
