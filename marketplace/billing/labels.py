"""The coded words of billing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.billing.states import AdvanceState, InvoiceState, NoticeState
from marketplace.i18n import lazy_gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

STATE: Mapping[StrEnum, str] = {
    InvoiceState.ISSUED: _("Waiting for payment"),
    InvoiceState.PAID: _("Paid"),
    InvoiceState.OVERDUE: _("Overdue"),
    InvoiceState.CORRECTED: _("Replaced by a correction"),
    NoticeState.SENT: _("To be confirmed"),
    NoticeState.CONFIRMED: _("Confirmed"),
    NoticeState.DISPUTED: _("Disputed"),
    NoticeState.SCHEDULED: _("In a payment file"),
}

ADVANCE_STATE: Mapping[StrEnum, str] = {
    AdvanceState.PROPOSED: _("Waits for the consultant"),
    AdvanceState.AGREED: _("Agreed, to be transferred"),
    AdvanceState.PAID: _("Comes off the next payments"),
    AdvanceState.WITHDRAWN: _("Withdrawn"),
}
TAKEN_OFF = _("Taken off")


def state_label(state: StrEnum) -> str:
    """Return a state as people read it."""
    return STATE[state]
