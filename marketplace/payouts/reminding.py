"""What a payment notice's page says about the account: it draws this by a name of its own, for billing knows none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.billing.states import NoticeState
from marketplace.payouts.queries import account_in_use
from marketplace.policy import Can, may

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.billing.models import PaymentNotice

WAITING = frozenset({NoticeState.SENT, NoticeState.CONFIRMED, NoticeState.DISPUTED})


def lacks_account(notice: PaymentNotice, user: User) -> bool:
    """Tell the one who is paid that nothing can be: there is money to transfer and no account for it."""
    if notice.state not in WAITING or notice.transfer <= 0 or not may(user, Can.ANSWER_PAYMENT_NOTICE, notice):
        return False
    return account_in_use(notice.consultant_id) is None
