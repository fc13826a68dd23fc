"""The coded words of Stripe Connect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.connect.states import AccountState, TransferState
from marketplace.i18n import lazy_gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

LABEL: Mapping[StrEnum, str] = {
    AccountState.ASKED: _("Being set up"),
    AccountState.ONBOARDING: _("Stripe is still asking or checking"),
    AccountState.READY: _("Ready"),
    AccountState.RESTRICTED: _("Stripe needs something from you"),
    TransferState.ASKED: _("On its way"),
    TransferState.FAILED: _("Delayed"),
    TransferState.SENT: _("Handed on"),
    TransferState.REVERSED: _("Taken back"),
    TransferState.DROPPED: _("Given back to the client"),
}


def connect_label(state: StrEnum) -> str:
    """Return a state as people read it."""
    return LABEL[state]
