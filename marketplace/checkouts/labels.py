"""The coded words of checkouts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.checkouts.states import TaskKind
from marketplace.i18n import lazy_gettext as _
from marketplace.trade.banks import AccountType

if TYPE_CHECKING:
    from collections.abc import Mapping

KIND: Mapping[TaskKind, str] = {
    TaskKind.REFUND: _("A payment was refunded"),
    TaskKind.DISPUTE: _("The client objects to a card payment"),
    TaskKind.UNDERPAID: _("Too little has been transferred"),
    TaskKind.OVERPAID: _("Too much has been paid"),
    TaskKind.CORRECTED: _("An invoice was paid that had been corrected"),
    TaskKind.FAILED: _("Stripe could not take the payment"),
    TaskKind.HANDED_ON: _("Money was given back that the consultant has already got"),
    TaskKind.TRANSFER_FAILED: _("Stripe could not hand a payment on"),
    TaskKind.TRANSFER_REVERSED: _("Money that was handed on has come back"),
}
# What the operator does about each.
ADVICE: Mapping[TaskKind, str] = {
    TaskKind.REFUND: _("It is booked, and the invoice is open again by it. Agree with the client on how it goes on."),
    TaskKind.DISPUTE: _("Answer in Stripe's dashboard by the day it names. The invoice is open again until it is won."),
    TaskKind.UNDERPAID: _("The invoice stays open with the rest: ask the client for it, or bear a transfer fee."),
    TaskKind.OVERPAID: _("It stays with the invoice as the client's credit: give it back, or set it off by agreement."),
    TaskKind.CORRECTED: _("It is booked for the invoice that replaced it. Look whether the amounts agree."),
    TaskKind.FAILED: _("The client was asked to pay by bank transfer. See what Stripe says, and mend it."),
    TaskKind.HANDED_ON: _(
        "Reverse the transfer in Stripe's dashboard, or agree with the consultant on how it comes back."
    ),
    TaskKind.TRANSFER_FAILED: _("It is tried again each day, and as soon as the consultant's account is ready."),
    TaskKind.TRANSFER_REVERSED: _(
        "It is booked, and not handed on again by itself. Give it back to the client, or settle it."
    ),
}
DISPUTE: Mapping[str, str] = {
    "warning_needs_response": _("inquiry, to be answered"),
    "warning_under_review": _("inquiry, under review"),
    "warning_closed": _("inquiry, closed"),
    "needs_response": _("to be answered"),
    "under_review": _("under review"),
    "won": _("won"),
    "lost": _("lost"),
    "prevented": _("prevented"),
}
ACCOUNT_TYPE: Mapping[AccountType, str] = {
    AccountType.ORDINARY: _("Ordinary account"),
    AccountType.CURRENT: _("Current account"),
    AccountType.SAVINGS: _("Savings account"),
    AccountType.OTHER: _("Other account"),
}


def account_kind(kind: AccountType) -> str:
    """Return a type of bank account as people read it."""
    return ACCOUNT_TYPE[kind]


def task_label(kind: str) -> str:
    """Return why a person must look, as people read it."""
    return KIND[TaskKind(kind)]


def detail_label(detail: str) -> str:
    """Return what Stripe said: the states of disputes in words, anything else as it stands."""
    parts = [DISPUTE.get(each.rpartition(":")[2]) for each in detail.split()]
    return "、".join(str(each) for each in parts) if parts and all(parts) else detail
