"""The life of a payment run, and why a notice that is due is not paid yet."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from marketplace.states import Edges


class RunState(StrEnum):
    """made → approved → downloaded → sent → done; until done it can be cancelled, as long as the bank has not paid."""

    MADE = "made"
    APPROVED = "approved"
    DOWNLOADED = "downloaded"
    SENT = "sent"
    DONE = "done"
    CANCELLED = "cancelled"


_R = RunState
RUN_EDGES: Edges = {
    _R.MADE: frozenset({_R.APPROVED, _R.CANCELLED}),
    _R.APPROVED: frozenset({_R.DOWNLOADED, _R.CANCELLED}),
    _R.DOWNLOADED: frozenset({_R.SENT, _R.CANCELLED}),
    _R.SENT: frozenset({_R.DONE, _R.CANCELLED}),
    _R.DONE: frozenset(),
    _R.CANCELLED: frozenset(),
}
OUTSIDE = frozenset({_R.DOWNLOADED, _R.SENT})  # the file has left the product: the bank may have it
AT_THE_BANK = frozenset({_R.SENT, _R.DONE})  # what the bank has may be returned by it
WITH_A_FILE = frozenset({_R.APPROVED, _R.DOWNLOADED, _R.SENT, _R.DONE})  # that may be taken away


class WhyNot(StrEnum):
    """Why a notice that is due is not in a run; each names who has to do something."""

    UNCONFIRMED = "unconfirmed"  # the consultant, or silence
    DISPUTED = "disputed"  # the operator
    NO_ACCOUNT = "no_account"  # the consultant
    ON_HOLD = "on_hold"  # nobody: the account was changed a short while ago
    RETURNED = "returned"  # the consultant: the bank has returned a payment to this account
    NOT_TAKEN = "not_taken"  # the consultant: the branch is no more
    NOTHING = "nothing"  # nobody: what is due was paid with the notice that this one replaces
    GIVE_BACK = "give_back"  # the operator asks for it
