"""Money that a consultant has already: by agreement taken off the next notices, or given back (R19)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.audit import record
from marketplace.billing import notices
from marketplace.billing.advances import advances_left, deductions_of, may_come_off
from marketplace.billing.ledger import post
from marketplace.billing.models import Advance, Deduction
from marketplace.billing.states import Account, AdvanceState, NoticeState
from marketplace.clock import now, today
from marketplace.db import db
from marketplace.errors import DomainError, Invalid
from marketplace.i18n import lazy_gettext as _

if TYPE_CHECKING:
    from datetime import date

    from marketplace.accounts.models import User
    from marketplace.billing.models import PaymentNotice


def settle_without_transfer(notice: PaymentNotice, *, by: User | None) -> None:
    """Close a confirmed notice that leaves nothing to transfer; ask about one that asks for money back."""
    if notice.transfer == 0:
        notice.paid_on = today()
        notice.state = NoticeState.PAID
        record(by, "payment notice settled without a transfer", notice, number=notice.number)
    elif notice.transfer < 0:
        notices.to_give_back(notice)


def agree_to_set_off(notice: PaymentNotice, *, by: User) -> Advance:
    """Let what was paid too much come off the next notices: the consultant's own choice, never the operator's."""
    amount = _too_much(notice)
    if not may_come_off(notice.consultant_id):
        raise DomainError(_("No payment is to come any more that it could come off: please transfer it back."))
    advance = Advance(
        consultant_id=notice.consultant_id, contract_id=notice.contract_id, source_notice_id=notice.id, amount=amount,
        state=AdvanceState.PAID, written_on=today(), words=notice.number, recorded_by_id=by.id, agreed_at=now(),
        agreed_by_id=by.id, paid_on=today(),
    )  # fmt: skip
    db.session.add(advance)
    notice.paid_on = today()
    notice.state = NoticeState.PAID
    post(notice, {Account.ADVANCES: amount, Account.PAYABLE: -amount}, "set off by agreement")
    record(by, "set-off agreed", notice, number=notice.number, amount=amount)
    notices.set_off_agreed(notice)
    return advance


def book_given_back(notice: PaymentNotice, *, on: date, by: User) -> None:
    """Note that the consultant has transferred back what was paid too much."""
    amount = _too_much(notice)
    if not notice.issued_on <= on <= today():
        raise Invalid({"on": _("A day from the day of issue until today, please.")})
    notice.paid_on = on
    notice.state = NoticeState.PAID
    post(notice, {Account.CASH: amount, Account.PAYABLE: -amount}, "given back", on=on)
    record(by, "overpayment given back", notice, number=notice.number, amount=amount, on=on.isoformat())


def _too_much(notice: PaymentNotice) -> int:
    if notice.state is not NoticeState.CONFIRMED or notice.transfer >= 0:
        raise DomainError(_("Nothing is to be given back on this notice, or it is settled already."))
    return -notice.transfer


def take_off(notice: PaymentNotice, shares: list[tuple[Advance, int]]) -> None:
    """Keep which advances a notice has taken off."""
    for advance, amount in shares:
        db.session.add(Deduction(advance_id=advance.id, notice_id=notice.id, amount=amount))
        record(None, "advance taken off", notice, number=notice.number, amount=amount, advance=str(advance.id))


def shares_of(notice_for: PaymentNotice | None, consultant_id: object, *, at_most: int) -> list[tuple[Advance, int]]:
    """Return which advances come off a notice, the oldest first, never more than would be transferred.

    What the notice that is being replaced had taken off is given up first: it may be taken off anew.
    """
    if notice_for is not None:
        for each in deductions_of(notice_for):
            each.given_up_at = now()
            record(None, "advance not taken off any more", notice_for, number=notice_for.number, amount=each.amount,
                   advance=str(each.advance_id))  # fmt: skip
        db.session.flush()
    shares = []
    for advance, left in advances_left(consultant_id, locked=True):
        share = min(left, at_most)
        if share > 0:
            shares.append((advance, share))
            at_most -= share
    return shares
