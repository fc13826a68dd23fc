"""Who is told of accounts and payments; one function an event. No number of an account is ever in a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.contracts.notices import operators
from marketplace.outbox import queue_mail, queue_message

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.payouts.models import BankAccount, Payment, PaymentRun

CHANGED = "payouts/account_changed"


def account_changed(kept: BankAccount, *, bank: str, before: BankAccount | None, to: User) -> None:
    """The person, and the address that the account before belonged to (R35)."""
    facts = {"bank": bank, "ending": kept.ending, "usable": kept.usable_from.isoformat(), "name": to.name}
    queue_message(to, CHANGED, link="/bank-account", **facts)
    if before is not None and before.email != to.email:
        queue_mail(before.email, CHANGED, locale=to.locale, link="/bank-account", **facts)


def run_made(run: PaymentRun, *, by: User) -> None:
    """The other operators: one of them approves it."""
    for user in operators():
        if user.id != by.id:
            queue_message(
                user, "payouts/run_made", link=f"/payment-runs/{run.id}", number=run.number, maker=by.name,
                on=run.pay_on.isoformat(), count=run.payments_count, total=run.total,
            )  # fmt: skip


def paid(payment: Payment, run: PaymentRun) -> None:
    """The consultant, with the amount that arrives."""
    notice = payment.notice
    queue_message(
        notice.consultant.user, "payouts/paid", link=f"/payment-notices/{notice.id}", number=notice.number,
        on=run.pay_on.isoformat(), amount=payment.amount, ending=payment.ending,
    )  # fmt: skip


def returned(payment: Payment) -> None:
    """The consultant: the bank did not take it, so the account is to be checked."""
    notice = payment.notice
    queue_message(
        notice.consultant.user, "payouts/returned", link="/bank-account", number=notice.number, amount=payment.amount,
        ending=payment.ending, reason=payment.returned_words,
    )  # fmt: skip
