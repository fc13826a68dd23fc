"""Small functions over Stripe's client, as the checkouts' gateway makes and keeps it: accounts, links, transfers.

"Separate charges and transfers": the client pays the operator's account, and a transfer hands the money on.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from marketplace.checkouts.gateway import answered, field_of, id_of, stripe_client
from marketplace.checkouts.records import StripeRefusedError
from marketplace.connect.records import Link, Standing

if TYPE_CHECKING:
    from marketplace.connect.records import WantedAccount, WantedTransfer

CLOCKS_APART = timedelta(hours=1)  # between Stripe's and ours
MOST = 100  # that Stripe lists at a time
# Stripe asks the consultant who they are and shows them what they got; the operator bears fees and losses, for the
# charges are its own (separate charges and transfers).
CONTROLLER: Any = {
    "fees": {"payer": "application"},
    "losses": {"payments": "application"},
    "requirement_collection": "stripe",
    "stripe_dashboard": {"type": "express"},
}


def make_account(wanted: WantedAccount) -> str:
    """Make an account that takes transfers; return its id."""
    with answered():
        made = stripe_client().v1.accounts.create(
            {
                "country": "JP", "email": wanted.email, "controller": CONTROLLER,
                "capabilities": {"transfers": {"requested": True}}, "metadata": {"account": wanted.account_id},
            },
            {"idempotency_key": wanted.key},
        )  # fmt: skip
    return made.id


def make_link(stripe_id: str, *, key: str, page: str) -> Link:
    """Make a link to Stripe's page for the holder of an account; `page` is where they come back to."""
    with answered():
        made = stripe_client().v1.account_links.create(
            {
                "account": stripe_id, "type": "account_onboarding",
                "return_url": f"{page}?from=stripe", "refresh_url": f"{page}?from=expired",
            },
            {"idempotency_key": key},
        )  # fmt: skip
    return Link(made.url, datetime.fromtimestamp(made.expires_at, UTC))


def standing(stripe_id: str) -> Standing:
    """Fetch what an account may do."""
    with answered():
        found = stripe_client().v1.accounts.retrieve(stripe_id)
    return Standing(
        paid_out=bool(field_of(found, "payouts_enabled")),
        takes_transfers=field_of(field_of(found, "capabilities") or {}, "transfers") == "active",
        submitted=bool(field_of(found, "details_submitted")),
        reason=str(field_of(field_of(found, "requirements") or {}, "disabled_reason") or "")[:200],
    )


def send(wanted: WantedTransfer) -> str:
    """Make a transfer out of what a payment has brought, unless it is there already; return its id.

    It is looked for first: Stripe keeps a key for a day, and a worker may have been away for longer.
    """
    since = int((wanted.since - CLOCKS_APART).timestamp())
    with answered():
        there = stripe_client().v1.transfers.list(
            {"destination": wanted.destination, "created": {"gte": since}, "limit": MOST}
        )
        for each in there.data:
            if field_of(field_of(each, "metadata") or {}, "transfer") == wanted.transfer_id:
                return each.id
        charge = id_of(stripe_client().v1.payment_intents.retrieve(wanted.payment_intent), "latest_charge")
        if not charge:
            raise StripeRefusedError(f"no charge behind {wanted.payment_intent}")
        made = stripe_client().v1.transfers.create(
            {
                "amount": wanted.amount, "currency": "jpy", "destination": wanted.destination,
                "source_transaction": charge, "description": wanted.number,
                "metadata": {"transfer": wanted.transfer_id, "invoice": wanted.number},
            },
            {"idempotency_key": wanted.key},
        )  # fmt: skip
    return made.id


def reversed_of(stripe_id: str) -> int:
    """Fetch the yen of a transfer that have come back."""
    with answered():
        return int(field_of(stripe_client().v1.transfers.retrieve(stripe_id), "amount_reversed") or 0)
