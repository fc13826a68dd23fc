"""The lives of a consultant's account at Stripe and of what is handed on to it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from marketplace.states import Edges


class AccountState(StrEnum):
    """asked → onboarding (Stripe asks the consultant who they are) → ready / restricted."""

    ASKED = "asked"
    ONBOARDING = "onboarding"
    READY = "ready"
    RESTRICTED = "restricted"


_A = AccountState
ACCOUNT_EDGES: Edges = {
    _A.ASKED: frozenset({_A.ONBOARDING}),
    _A.ONBOARDING: frozenset({_A.READY, _A.RESTRICTED}),
    _A.READY: frozenset({_A.RESTRICTED}),
    _A.RESTRICTED: frozenset({_A.READY}),
}


class TransferState(StrEnum):
    """asked → sent → reversed (all of it); or failed, and asked again once the account is ready.

    A failed one was refused by Stripe: it was never made. Dropped: given back to the client before it could be.
    """

    ASKED = "asked"
    FAILED = "failed"
    SENT = "sent"
    REVERSED = "reversed"
    DROPPED = "dropped"


_T = TransferState
TRANSFER_EDGES: Edges = {
    _T.ASKED: frozenset({_T.SENT, _T.FAILED}),
    _T.FAILED: frozenset({_T.ASKED, _T.DROPPED}),
    _T.SENT: frozenset({_T.REVERSED}),
    _T.REVERSED: frozenset(),
    _T.DROPPED: frozenset(),
}
