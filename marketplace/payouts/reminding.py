"""What a document's page says about a missing account: it draws this by a name of its own, for billing knows none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.billing.states import OWED, NoticeState
from marketplace.engagements.states import ContractModel
from marketplace.payouts.queries import account_in_use
from marketplace.policy import Can, may

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.billing.models import Invoice, PaymentNotice

WAITING = frozenset({NoticeState.SENT, NoticeState.CONFIRMED, NoticeState.DISPUTED})


def lacks_account(notice: PaymentNotice, user: User) -> bool:
    """Tell the one who is paid that nothing can be: there is money to transfer and no account for it."""
    if notice.state not in WAITING or notice.transfer <= 0 or not may(user, Can.ANSWER_PAYMENT_NOTICE, notice):
        return False
    return account_in_use(notice.consultant_id) is None


def names_no_account(invoice: Invoice, user: User) -> bool:
    """Tell the consultant of an invoice in the own name that the client reads no account there, and none is entered."""
    direct = invoice.contract.model is ContractModel.DIRECT
    if not direct or invoice.pay_to or invoice.state not in OWED or not may(user, Can.BOOK_RECEIPT, invoice):
        return False
    return account_in_use(invoice.contract.application.consultant_id) is None
