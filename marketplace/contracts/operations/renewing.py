"""Whether a contract goes on: both sides are asked before it ends (R12), and answer in words."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace.audit import record
from marketplace.clock import now, today
from marketplace.contracts import notices
from marketplace.contracts.models import Contract, RenewalWish
from marketplace.contracts.queries import is_asked_about_renewal, wish_of
from marketplace.contracts.states import RUNNING, Signer
from marketplace.db import db
from marketplace.errors import DomainError, Invalid
from marketplace.i18n import lazy_gettext as _
from marketplace.trade.due_dates import letter_offered_on, renewal_asked_on

if TYPE_CHECKING:
    from marketplace.accounts.models import User

SOON = timedelta(days=60)  # what the database is asked for; the exact day is the trade's rule


def ask_about_renewal() -> int:
    """Ask both sides 45 days before the end whether to go on (R12); return how many contracts."""
    ending = db.session.scalars(
        select(Contract).where(
            Contract.state.in_(RUNNING),
            Contract.last_day <= today() + SOON,
            Contract.renewal_asked_at.is_(None),
            Contract.notice_on.is_(None),
        )
    ).all()
    due = [each for each in ending if renewal_asked_on(each.last_day) <= today() <= each.last_day]
    for contract in due:
        contract.renewal_asked_at = now()
        record(None, "renewal asked", contract, number=contract.number, last_day=contract.last_day.isoformat())
        notices.renewal_asked(contract)
    return len(due)


def say_about_renewal(contract: Contract, *, goes_on: bool, words: str, by: User) -> RenewalWish:
    """Answer for one's side; a later answer takes the place of an earlier one, the audit keeps both."""
    db.session.refresh(contract, ["state", "version"], with_for_update={"of": Contract})
    if not is_asked_about_renewal(contract):
        raise DomainError(_("This contract is not asked about now."))
    if not goes_on and not words.strip():
        raise Invalid({"words": _("Say why it should end: the advisor talks with both sides.")})
    side = Signer.CLIENT if by.company_id is not None else Signer.CONSULTANT
    wish = wish_of(contract, side)
    if wish is None:
        wish = RenewalWish(contract_id=contract.id, side=side, last_day=contract.last_day)
        db.session.add(wish)
    wish.goes_on, wish.words = goes_on, words.strip()
    wish.said_at, wish.said_by_id, wish.said_by = now(), by.id, by
    record(by, "renewal answered", contract, side=side.value, goes_on=goes_on, words=wish.words)
    notices.renewal_said(contract, side)
    return wish


def letter_is_due(contract: Contract) -> bool:
    """Tell whether the letter that a contract is not renewed is offered now: from the 31st day before its end on."""
    running = contract.state in RUNNING and contract.notice_on is None
    return running and letter_offered_on(contract.last_day) <= today() <= contract.last_day
