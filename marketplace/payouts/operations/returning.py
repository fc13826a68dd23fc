"""組戻し: the bank returns one payment of a run, and its notice is to be paid again once the account is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.audit import record
from marketplace.billing.ledger import post
from marketplace.billing.states import Account, NoticeState
from marketplace.clock import today
from marketplace.errors import DomainError, Invalid
from marketplace.i18n import lazy_gettext as _
from marketplace.payouts import notices
from marketplace.payouts.queries import payment_locked, run_locked
from marketplace.payouts.states import AT_THE_BANK, RunState

if TYPE_CHECKING:
    from datetime import date

    from marketplace.accounts.models import User
    from marketplace.payouts.models import Payment, PaymentRun


def mark_returned(run: PaymentRun, payment: Payment, *, on: date, words: str, by: User) -> None:
    """Note that a payment has come back: its notice waits for another run, and the ledger holds the money again.

    Two at once: the later one waits, and is refused. Nothing was booked yet for a run that is not done. A notice that
    was corrected since stays as it is: what it transferred is owed again, and counts as transferred in its correction.
    """
    run, payment = run_locked(run), payment_locked(payment)
    if run.state not in AT_THE_BANK or payment.run_id != run.id:
        raise DomainError(_("Only a payment that the bank has can come back."))
    if not payment.active:
        raise DomainError(_("This payment is marked as returned already."))
    _refuse(run, on, words)
    notice = payment.notice
    payment.active = False
    payment.returned_on, payment.returned_words, payment.returned_by_id = on, words.strip(), by.id
    if notice.state is not NoticeState.CORRECTED:
        notice.paid_on = None
        notice.state = NoticeState.CONFIRMED
    if run.state is RunState.DONE:
        post(notice, {Account.CASH: payment.amount, Account.PAYABLE: -payment.amount}, f"returned {run.number}", on=on)
    record(by, "payment returned", run, number=notice.number, amount=payment.amount, on=on.isoformat(),
           words=payment.returned_words)  # fmt: skip
    notices.returned(payment)


def _refuse(run: PaymentRun, on: date, words: str) -> None:
    wrong: dict[str, object] = {}
    if not run.pay_on <= on <= today():
        wrong["on"] = _("A day from the day of transfer until today, please.")
    if not words.strip():
        wrong["words"] = _("Say what the bank has given as the reason.")
    if wrong:
        raise Invalid(wrong)
