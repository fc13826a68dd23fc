"""A payment run: made by one operator, approved by another, taken to the bank once, done or cancelled (R31 to R34).

A notice is in one run that is not cancelled: the index of Payment says so whatever else goes wrong. Nothing is cut from
a fee on the way (R19): what is transferred is the notice's own amount.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from marketplace import files
from marketplace.audit import record
from marketplace.billing.ledger import post
from marketplace.billing.states import Account, NoticeState
from marketplace.clock import now, today
from marketplace.db import db
from marketplace.errors import DomainError, Invalid
from marketplace.i18n import lazy_gettext as _
from marketplace.numbering import next_in
from marketplace.own_account import own_account
from marketplace.payouts import notices
from marketplace.payouts.models import Payment, PaymentRun
from marketplace.payouts.queries import due_until, file_keys, payments_of, run_locked
from marketplace.payouts.states import OUTSIDE, WITH_A_FILE, RunState
from marketplace.payouts.transfers import FOLDER, content_of, kept, written
from marketplace.trade.kana import passbook_kana
from marketplace.trade.transfer_file import refuse_day

if TYPE_CHECKING:
    from datetime import date

    from marketplace.accounts.models import User
    from marketplace.billing.models import PaymentNotice
    from marketplace.payouts.queries import Payable


def make_run(pay_on: date, *, by: User, seen: str | None = None) -> PaymentRun:
    """Put all that is due until a day and can be paid into one run, and write its file.

    Two at once: the later one waits, and takes what is left. `seen` is what the page has shown (Due.seen); where
    something else is due by now, it is a lost race.
    """
    refuse_day(pay_on, today())
    due = due_until(pay_on, locked=True)
    if seen is not None and seen != due.seen:
        raise DomainError(_("Meanwhile something else is due. Please look at the list again."))
    if not due.payable:
        raise DomainError(_("There is nothing to pay."))
    own = own_account()
    if own is None:
        raise DomainError(_("The operator's own account has not been entered yet."))
    key, sha256 = kept(written(own, due.payable, pay_on))
    run = PaymentRun(
        number=f"PR-{today().year}-{next_in(f'payment_run/{today().year}'):06d}", pay_on=pay_on, total=due.total,
        payments_count=len(due.payable), file_key=key, file_sha256=sha256, made_by_id=by.id,
    )  # fmt: skip
    db.session.add(run)
    for position, each in enumerate(due.payable, start=1):
        db.session.add(_payment(run, position, each))
        _follow(each.notice, NoticeState.SCHEDULED)
    record(by, "payment run made", run, number=run.number, total=run.total, payments=run.payments_count)
    notices.run_made(run, by=by)
    return run


def _follow(notice: PaymentNotice, state: NoticeState) -> None:
    """Move a notice with its run; one that was corrected after it was paid, and came back, stays corrected."""
    if notice.state is not NoticeState.CORRECTED:
        notice.state = state


def _payment(run: PaymentRun, position: int, each: Payable) -> Payment:
    to = each.account
    return Payment(
        run_id=run.id, notice_id=each.notice.id, bank_account_id=to.id, position=position,
        amount=each.notice.transfer, bank_code=to.bank_code, branch_code=to.branch_code, kind=to.kind,
        sealed_number=to.sealed_number, ending=to.ending, kana=passbook_kana(to.holder),
    )  # fmt: skip


def approve_run(run: PaymentRun, *, by: User) -> None:
    """Let the file be taken: never by whoever made the run."""
    if by.id == run.made_by_id:
        raise DomainError(_("Another operator approves it: not the one who has made it."))
    _refuse_past(run)
    run.approved_at, run.approved_by_id = now(), by.id
    run.state = RunState.APPROVED
    record(by, "payment run approved", run, number=run.number, sha256=run.file_sha256)


def take_file(run: PaymentRun, *, by: User) -> bytes:
    """Hand out an approved run's file; again and again the same bytes, and each time is noted."""
    if run.state not in WITH_A_FILE:
        raise DomainError(_("There is no file to take: it has to be approved first, and not be cancelled."))
    content = content_of(run)
    if run.state is RunState.APPROVED:
        _refuse_past(run)
        run.downloaded_at, run.downloaded_by_id = now(), by.id
        run.state = RunState.DOWNLOADED
    record(by, "payment file taken", run, number=run.number, sha256=run.file_sha256)
    return content


def mark_sent(run: PaymentRun, *, by: User) -> None:
    """Note that the bank has the file."""
    run.sent_at, run.sent_by_id = now(), by.id
    run.state = RunState.SENT
    record(by, "payment run sent", run, number=run.number)


def mark_done(run: PaymentRun, *, by: User) -> None:
    """Note that the bank has transferred all of it: the notices are paid, and what was owed to people is no more."""
    run = run_locked(run)
    if today() < run.pay_on:
        raise DomainError(_("The day of transfer has not come yet."))
    run.done_at, run.done_by_id = now(), by.id
    run.state = RunState.DONE
    for payment in payments_of(run):
        if payment.returned_on is not None:
            continue
        notice = payment.notice
        notice.paid_on = run.pay_on
        _follow(notice, NoticeState.PAID)
        booked = {Account.PAYABLE: payment.amount, Account.CASH: -payment.amount}
        post(notice, booked, run.number, on=run.pay_on)
        notices.paid(payment, run)
    record(by, "payment run done", run, number=run.number, total=run.total)


def cancel_run(run: PaymentRun, *, reason: str, stopped: bool = False, by: User) -> None:
    """Give a run up: its notices can be paid by another. `stopped`: the bank does not carry out a file that is out."""
    if not reason.strip():
        raise Invalid({"reason": _("Say why: it stays with the run.")})
    if run.state in OUTSIDE and not stopped:
        raise Invalid({"stopped": _("The file has left: make sure first that the bank does not carry it out.")})
    run.cancelled_at, run.cancelled_by_id, run.cancelled_reason = now(), by.id, reason.strip()
    run.state = RunState.CANCELLED
    for payment in payments_of(run):
        if payment.returned_on is not None:
            continue
        payment.active = False
        _follow(payment.notice, NoticeState.CONFIRMED)
    record(by, "payment run cancelled", run, number=run.number, reason=run.cancelled_reason)


def _refuse_past(run: PaymentRun) -> None:
    if run.pay_on < today():
        raise DomainError(_("The day of transfer is past. Cancel this run and make another."))


def sweep_files() -> int:
    """Take away the files of runs that were rolled back; return how many. Today's may still be on their way."""
    named = file_keys()
    left = [key for key in files.keys_before(today() - timedelta(days=1), folder=FOLDER) if key not in named]
    for key in left:
        files.delete(key)
    return len(left)
