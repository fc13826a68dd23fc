"""A concluded contract's course: it begins, pauses, is told to end, and ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace import events
from marketplace.audit import record
from marketplace.clock import today
from marketplace.contracts import notices
from marketplace.contracts.models import Contract
from marketplace.contracts.operations.amending import give_up_amendment
from marketplace.contracts.operations.signing import start_if_due
from marketplace.contracts.queries import periods_with, version_in_force
from marketplace.contracts.states import RUNNING, ContractState, EndKind
from marketplace.contracts.suspensions import begun, ended
from marketplace.db import db
from marketplace.errors import DomainError, Invalid
from marketplace.formats import date_long
from marketplace.i18n import lazy_gettext as _
from marketplace.trade.due_dates import DAY, NOTICE, last_notice_day, needs_notice

if TYPE_CHECKING:
    from datetime import date

    from marketplace.accounts.models import User

WITHOUT_NOTICE = frozenset({EndKind.AGREED, EndKind.BREACH, EndKind.UPSTREAM, EndKind.DISASTER})  # R11's exceptions


def begin_due() -> int:
    """Begin what is concluded and whose first day has come; return how many."""
    waiting = db.session.scalars(
        select(Contract).where(Contract.state == ContractState.SIGNED, Contract.first_day <= today())
    ).all()
    return sum(start_if_due(contract) for contract in waiting)


def end_due() -> int:
    """End what has outlived its last day; return how many."""
    over = db.session.scalars(
        select(Contract).where(
            Contract.state.in_({ContractState.ACTIVE, ContractState.SUSPENDED}), Contract.last_day < today()
        )
    ).all()
    for contract in over:
        kind = EndKind.NOTICE if contract.notice_on is not None else EndKind.TERM
        _end(contract, contract.last_day, kind, by=None)
    return len(over)


def suspend(contract: Contract, *, by: User, words: str) -> None:
    """Pause a contract that runs."""
    if not words.strip():
        raise Invalid({"words": _("Say why: both sides will read it.")})
    contract.state = ContractState.SUSPENDED
    contract.suspended_on, contract.suspensions = today(), begun(contract, today())
    record(by, "contract suspended", contract, number=contract.number)
    notices.contract_suspended(contract, words)


def resume(contract: Contract, *, by: User) -> None:
    """Let a paused contract run again."""
    contract.state = ContractState.ACTIVE
    contract.suspended_on, contract.suspensions = None, ended(contract, today())
    record(by, "contract resumed", contract, number=contract.number)
    notices.contract_resumed(contract)


def end_now(contract: Contract, *, kind: EndKind, words: str, by: User) -> None:
    """End a contract at once, for a reason that needs no notice."""
    errors: dict[str, object] = {}
    if kind not in WITHOUT_NOTICE:
        errors["kind"] = _("This reason needs a notice: tell the last day instead.")
    if not words.strip():
        errors["words"] = _("Say why: both sides will read it.")
    if errors:
        raise Invalid(errors)
    contract.end_words = words
    _end(contract, today(), kind, by=by)


def give_notice(contract: Contract, *, ends_on: date, words: str, by: User, exception: EndKind | None = None) -> None:
    """Tell that a contract ends on a day, at the latest its last one.

    From six months on, renewals and earlier contracts counted together, the notice comes at least 30 days before, or
    an exception is chosen and put in words (R11); below that the 30 days are only recommended. More days that the
    contract agrees for an early end hold whatever its length; its agreed last day needs no more than the 30.
    """
    if contract.state not in RUNNING:
        raise DomainError(_("Only a concluded contract that has not ended is told to end."))
    errors: dict[str, object] = {}
    if not max(today(), contract.first_day) <= ends_on <= contract.last_day:
        errors["ends_on"] = _("A day of the contract from today on.")
    if not words.strip():
        errors["words"] = _("Say why: both sides will read it.")
    last = _last_day_to_tell(contract, ends_on)
    if not errors and last is not None and today() > last and exception not in WITHOUT_NOTICE:
        errors["ends_on"] = _(
            "The notice comes too late: the last day for it was %(day)s. Choose a later end or one of the exceptions.",
            day=date_long(last),
        )
    if errors:
        raise Invalid(errors)
    contract.notice_on, contract.last_day, contract.end_words = today(), ends_on, words
    record(by, "end told", contract, ends_on=ends_on.isoformat(), exception=exception.value if exception else None)
    notices.end_told(contract)
    events.contract_changed.send(contract)


def _last_day_to_tell(contract: Contract, ends_on: date) -> date | None:
    """Return the last day on which this end can be told; None where no number of days binds."""
    version = version_in_force(contract)
    agreed = version.notice_days if version is not None and ends_on < contract.last_day else 0
    if agreed * DAY > NOTICE or needs_notice(periods_with(contract)):
        return last_notice_day(ends_on, agreed)
    return None


def _end(contract: Contract, day: date, kind: EndKind, *, by: User | None) -> None:
    contract.ended_on, contract.end_kind = day, kind
    contract.last_day = day
    give_up_amendment(contract)
    contract.state = ContractState.ENDED
    record(by, "contract ended", contract, number=contract.number, why=kind.value)
    notices.contract_ended(contract)
    events.contract_changed.send(contract)
