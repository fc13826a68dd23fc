"""前払金: written down by the operator, agreed to by the consultant on the screen, paid by hand, taken off (R19)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.audit import record
from marketplace.billing import notices
from marketplace.billing.advances import advance_locked, left_of
from marketplace.billing.ledger import post
from marketplace.billing.models import Advance
from marketplace.billing.states import Account, AdvanceState
from marketplace.clock import now, today
from marketplace.db import db
from marketplace.engagements.states import ContractModel
from marketplace.errors import DomainError, Invalid
from marketplace.i18n import lazy_gettext as _

if TYPE_CHECKING:
    from datetime import date

    from marketplace.accounts.models import User
    from marketplace.contracts.models import Contract


def propose_advance(contract: Contract, amount: int, *, written_on: date, words: str, by: User) -> Advance:
    """Write down what was agreed on in writing; nothing comes of it before the consultant has agreed on the screen."""
    if contract.model is not ContractModel.VIA or contract.signed_at is None:
        raise DomainError(_("An advance is paid under a signed contract in which the operator pays the consultant."))
    wrong: dict[str, object] = {}
    if amount <= 0:
        wrong["amount"] = _("More than nothing, please.")
    if written_on > today():
        wrong["written_on"] = _("The agreement was made today or before.")
    if not words.strip():
        wrong["words"] = _("Say what was agreed, and between whom.")
    if wrong:
        raise Invalid(wrong)
    advance = Advance(
        consultant_id=contract.application.consultant_id, contract_id=contract.id, amount=amount,
        written_on=written_on, words=words.strip(), recorded_by_id=by.id,
    )  # fmt: skip
    advance.contract, advance.consultant = contract, contract.application.consultant
    db.session.add(advance)
    record(by, "advance proposed", advance, amount=amount, contract=contract.number)
    notices.advance_proposed(advance)
    return advance


def agree_to_advance(advance: Advance, *, by: User) -> None:
    """Agree, as the consultant, that it is paid and comes off later."""
    advance.agreed_at, advance.agreed_by_id = now(), by.id
    advance.state = AdvanceState.AGREED
    record(by, "advance agreed", advance, amount=advance.amount)
    notices.advance_agreed(advance)


def mark_advance_paid(advance: Advance, *, on: date, by: User) -> None:
    """Note that it was transferred by hand; from now on it comes off the consultant's next notices."""
    if not advance.written_on <= on <= today():
        raise Invalid({"on": _("A day from the day of the agreement until today, please.")})
    advance.paid_on = on
    advance.state = AdvanceState.PAID
    post(advance, {Account.ADVANCES: advance.amount, Account.CASH: -advance.amount}, "paid in advance", on=on)
    record(by, "advance paid", advance, amount=advance.amount, on=on.isoformat())
    notices.advance_paid(advance)


def book_advance_back(advance: Advance, amount: int, *, on: date, words: str, by: User) -> None:
    """Note that the consultant has transferred back what no month takes off any more, as when a contract has ended."""
    advance = advance_locked(advance)
    left = left_of(advance)
    if left <= 0 or advance.paid_on is None:
        raise DomainError(_("Nothing of this advance is left."))
    wrong: dict[str, object] = {}
    if not 0 < amount <= left:
        wrong["amount"] = _("More than nothing, and no more than is left of it, please.")
    if not advance.paid_on <= on <= today():
        wrong["on"] = _("A day from the day of transfer until today, please.")
    if not words.strip():
        wrong["words"] = _("Say how it came back.")
    if wrong:
        raise Invalid(wrong)
    post(advance, {Account.CASH: amount, Account.ADVANCES: -amount}, words.strip(), on=on)
    record(by, "advance given back", advance, amount=amount, on=on.isoformat(), words=words.strip())


def withdraw_advance(advance: Advance, *, by: User) -> None:
    """Give it up before it is paid."""
    advance.state = AdvanceState.WITHDRAWN
    record(by, "advance withdrawn", advance, amount=advance.amount)
    notices.advance_withdrawn(advance)
