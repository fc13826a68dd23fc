"""What a consultant is told of money that is handed on by Stripe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.outbox import queue_message

if TYPE_CHECKING:
    from marketplace.connect.models import ConnectedAccount, Transfer


def handed_on(transfer: Transfer) -> None:
    """The consultant: Stripe pays it out to the bank account that it knows."""
    queue_message(
        transfer.account.consultant.user, "connect/handed_on", link=f"/invoices/{transfer.invoice_id}",
        number=transfer.invoice.number, amount=transfer.amount,
    )  # fmt: skip


def account_restricted(account: ConnectedAccount) -> None:
    """The consultant: Stripe wants to know more before it pays anything."""
    queue_message(account.consultant.user, "connect/account_restricted", link="/bank-account/stripe")
