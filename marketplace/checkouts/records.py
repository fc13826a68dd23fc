"""What Stripe says, in records of ours: integer yen, nothing of the library's own objects."""

from __future__ import annotations

from dataclasses import dataclass

GONE_OUT = frozenset({"needs_response", "under_review", "lost"})  # states of a dispute in which its money is not ours
CANNOT_BE_CLOSED = frozenset({"succeeded", "canceled"})


class StripeRefusedError(Exception):
    """Stripe refused what was asked, and would refuse it again."""


class StripeAwayError(Exception):
    """Stripe could not be reached or is not well: to be asked again, with the same key."""


@dataclass(frozen=True, slots=True)
class Buyer:
    """A company as Stripe shall know it; the same at every try, or the key is refused."""

    key: str
    name: str
    email: str
    id: str = ""  # once there is one


@dataclass(frozen=True, slots=True)
class Wanted:
    """A checkout as it shall be made; the same at every try."""

    key: str  # of the row: each operation derives its own from it
    checkout_id: str
    number: str
    words: str
    amount: int  # yen, taxes included
    locale: str
    back: str  # the invoice's page
    buyer: Buyer


@dataclass(frozen=True, slots=True)
class Session:
    """A checkout session. Not every server tells amount and payment intent."""

    id: str
    url: str
    status: str  # open, complete, expired
    payment_status: str  # paid, unpaid
    payment_intent: str
    amount: int | None
    checkout_id: str  # of its metadata: which row of ours it is


@dataclass(frozen=True, slots=True)
class Intent:
    """A payment intent. What came in of a transfer counts before the rest has come."""

    id: str
    status: str
    received: int
    refunded: int
    where_to_pay: str  # Stripe's page with the account to transfer to
    checkout_id: str


@dataclass(frozen=True, slots=True)
class Dispute:
    """A client's objection to a card payment."""

    id: str
    amount: int
    status: str

    @property
    def out(self) -> int:
        """Yen that the card's bank has taken back for the time being, or for good."""
        return self.amount if self.status in GONE_OUT else 0


@dataclass(frozen=True, slots=True)
class Standing:
    """How a checkout stands at Stripe, fetched as a whole."""

    session: Session
    intent: Intent | None
    disputes: tuple[Dispute, ...] = ()

    def received(self, asked: int) -> int:
        """Return the yen that came in; a session that is paid, and says no more, has brought what was asked."""
        if self.intent is not None:
            return self.intent.received
        return asked if self.session.payment_status == "paid" else 0

    @property
    def refunded(self) -> int:
        return self.intent.refunded if self.intent else 0

    @property
    def disputed(self) -> int:
        return sum(each.out for each in self.disputes)

    @property
    def objections(self) -> str:
        """The states of all disputes in one line: where it changes, a person looks."""
        return " ".join(f"{each.id}:{each.status}" for each in sorted(self.disputes, key=lambda each: each.id))


@dataclass(frozen=True, slots=True)
class Told:
    """A verified event: what to look at. Its body is not believed beyond that."""

    key: str
    type: str
    object_id: str
