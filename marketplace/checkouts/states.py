"""The lives of a checkout and of what it leaves for a person to do."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from marketplace.states import Edges


class CheckoutState(StrEnum):
    """asked → open → awaited (a transfer is on its way) → partly → paid; or expired, or failed.

    Money may reach one that is over all the same: then it counts as paid, and a person looks at it. What is given back
    afterwards changes its numbers, not its state.
    """

    ASKED = "asked"
    OPEN = "open"
    AWAITED = "awaited"
    PARTLY = "partly"
    PAID = "paid"
    EXPIRED = "expired"
    FAILED = "failed"


_C = CheckoutState
CHECKOUT_EDGES: Edges = {
    _C.ASKED: frozenset({_C.OPEN, _C.EXPIRED, _C.FAILED}),
    _C.OPEN: frozenset({_C.AWAITED, _C.PARTLY, _C.PAID, _C.EXPIRED, _C.FAILED}),
    _C.AWAITED: frozenset({_C.PARTLY, _C.PAID, _C.EXPIRED, _C.FAILED}),
    _C.PARTLY: frozenset({_C.AWAITED, _C.PAID, _C.EXPIRED, _C.FAILED}),
    _C.PAID: frozenset(),
    _C.EXPIRED: frozenset({_C.PAID}),
    _C.FAILED: frozenset({_C.PAID}),
}
LIVING = frozenset({_C.ASKED, _C.OPEN, _C.AWAITED, _C.PARTLY})  # at most one of an invoice
AT_STRIPE = LIVING - {_C.ASKED}


class TaskState(StrEnum):
    """open → done, by a person in words, or by itself once there is nothing left to do."""

    OPEN = "open"
    DONE = "done"


TASK_EDGES: Edges = {TaskState.OPEN: frozenset({TaskState.DONE}), TaskState.DONE: frozenset()}


class TaskKind(StrEnum):
    """Why a person must look at a checkout."""

    REFUND = "refund"
    DISPUTE = "dispute"
    UNDERPAID = "underpaid"
    OVERPAID = "overpaid"
    CORRECTED = "corrected"  # paid for an invoice that had been replaced by another
    HANDED_ON = "handed_on"  # given back to the client after it had been handed on to the consultant
    TRANSFER_FAILED = "transfer_failed"
    TRANSFER_REVERSED = "transfer_reversed"
    FAILED = "failed"
