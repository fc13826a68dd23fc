"""The words of payouts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.i18n import lazy_gettext as _
from marketplace.payouts.states import RunState, WhyNot
from marketplace.trade.banks import AccountType

if TYPE_CHECKING:
    from collections.abc import Mapping

STATE: Mapping[RunState, str] = {
    RunState.MADE: _("Waits for approval"),
    RunState.APPROVED: _("Approved"),
    RunState.DOWNLOADED: _("File taken"),
    RunState.SENT: _("At the bank"),
    RunState.DONE: _("Transferred"),
    RunState.CANCELLED: _("Cancelled"),
}
STEPS: Mapping[RunState, str] = {  # what is done in each, on the way to the end
    RunState.MADE: _("Making"),
    RunState.APPROVED: _("Approval"),
    RunState.DOWNLOADED: _("Taking the file"),
    RunState.SENT: _("Handing to the bank"),
    RunState.DONE: _("Transfer by the bank"),
}
WHY_NOT: Mapping[WhyNot, str] = {
    WhyNot.UNCONFIRMED: _("The consultant has not confirmed it yet"),
    WhyNot.DISPUTED: _("Disputed: settle it first"),
    WhyNot.NO_ACCOUNT: _("The consultant has entered no bank account"),
    WhyNot.ON_HOLD: _("The bank account is new: on hold"),
    WhyNot.RETURNED: _("The bank has returned a payment: the consultant has to enter the account again"),
    WhyNot.NOT_TAKEN: _("The branch of the account is no more: the consultant has to enter another"),
    WhyNot.NOTHING: _("Nothing is left to transfer"),
    WhyNot.GIVE_BACK: _("Too much was paid before: it is to be given back"),
}
ACCOUNT_TYPE: Mapping[AccountType, str] = {
    AccountType.ORDINARY: _("Ordinary account"),
    AccountType.CURRENT: _("Current account"),
    AccountType.SAVINGS: _("Savings account"),
    AccountType.OTHER: _("Other account"),
}
