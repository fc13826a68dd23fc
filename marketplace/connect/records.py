"""What Stripe is asked for and says about accounts and transfers, in records of ours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

CHECKING = frozenset({"requirements.pending_verification", "under_review"})  # Stripe's turn, not the consultant's


@dataclass(frozen=True, slots=True)
class WantedAccount:
    """An account as it shall be made; the same at every try under one key."""

    key: str
    account_id: str  # our row
    email: str


@dataclass(frozen=True, slots=True)
class Link:
    """A page at Stripe on which the consultant says who they are: for one visit, and some minutes."""

    url: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """What an account may do."""

    paid_out: bool
    takes_transfers: bool
    submitted: bool
    reason: str  # why something is not possible, in Stripe's code

    @property
    def ready(self) -> bool:
        return self.paid_out and self.takes_transfers

    @property
    def restricted(self) -> bool:
        """Tell whether the consultant has done what was asked, and it was not enough."""
        return not self.ready and self.submitted and bool(self.reason) and self.reason not in CHECKING


@dataclass(frozen=True, slots=True)
class WantedTransfer:
    """A transfer as it shall be made; the same at every try under one key."""

    key: str
    transfer_id: str  # our row
    destination: str  # acct_…
    payment_intent: str  # that has brought the money
    amount: int  # yen
    number: str  # of the invoice
    since: datetime  # it was not made before
