"""The consultant's answer to a payment notice: confirmed on the screen or by silence, or disputed in words (R25)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.audit import record
from marketplace.billing import notices
from marketplace.billing.operations.advancing import settle_without_transfer
from marketplace.billing.queries import silent_notices
from marketplace.billing.states import NoticeState
from marketplace.clock import now
from marketplace.errors import Invalid, TransitionRefused
from marketplace.i18n import lazy_gettext as _

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.billing.models import PaymentNotice

ANSWERED_FROM = frozenset({NoticeState.SENT, NoticeState.DISPUTED})


def confirm_notice(notice: PaymentNotice, *, by: User) -> None:
    """Confirm that a notice is right: it then counts as the invoice (仕入明細書).

    One that is in a payment file or paid leads back to confirmed too, but only where the bank or its file says so.
    """
    if notice.state not in ANSWERED_FROM:
        raise TransitionRefused("PaymentNotice", notice.state, NoticeState.CONFIRMED)
    notice.confirmed_at, notice.confirmed_by_id = now(), by.id
    notice.state = NoticeState.CONFIRMED
    record(by, "payment notice confirmed", notice, number=notice.number)
    settle_without_transfer(notice, by=by)


def dispute_notice(notice: PaymentNotice, *, words: str, by: User) -> None:
    """Say what is wrong; nothing of it is paid until it is settled."""
    if not words.strip():
        raise Invalid({"words": _("Say what is not right: the operator looks into it.")})
    notice.disputed_at, notice.disputed_words = now(), words.strip()
    notice.state = NoticeState.DISPUTED
    record(by, "payment notice disputed", notice, number=notice.number)
    notices.notice_disputed(notice)


def settle_dispute(notice: PaymentNotice, *, answer: str, by: User) -> None:
    """Explain why the notice stands; where it does not, the month's report is corrected instead."""
    if notice.state is not NoticeState.DISPUTED:
        raise TransitionRefused("PaymentNotice", notice.state, NoticeState.CONFIRMED)
    if not answer.strip():
        raise Invalid({"answer": _("Explain it: the consultant will read it.")})
    notice.answer = answer.strip()
    notice.confirmed_at, notice.confirmed_by_id = now(), by.id
    notice.state = NoticeState.CONFIRMED
    record(by, "dispute settled", notice, number=notice.number)
    notices.dispute_settled(notice)
    settle_without_transfer(notice, by=by)


def confirm_by_silence() -> int:
    """Confirm what nobody has objected to within the agreed days; return how many."""
    silent = silent_notices()
    for notice in silent:
        notice.confirmed_at = now()
        notice.state = NoticeState.CONFIRMED
        record(None, "payment notice confirmed by silence", notice, number=notice.number)
        settle_without_transfer(notice, by=None)
    return len(silent)
