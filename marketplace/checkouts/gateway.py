"""The one place that talks to Stripe: small functions over its client, records of ours in and out.

The library tries nothing again by itself: jobs do, with the same key, so that nothing is made twice. Whatever the
account's other uses make is left alone: a session or payment intent of ours names its checkout in its metadata.
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

import stripe  # noqa: TID251 - the one place
from flask import current_app

from marketplace.checkouts.records import (
    CANNOT_BE_CLOSED,
    Buyer,
    Dispute,
    Intent,
    Session,
    Standing,
    StripeAwayError,
    StripeRefusedError,
    Told,
    Wanted,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from config import Config

TOLERANCE = 300  # seconds that an event's signature is believed
CONNECTING = 5.0  # seconds
_AWAY = (stripe.APIConnectionError, stripe.RateLimitError)
_SERVERS_FAULT, _IN_USE, _MISSING = 500, 409, 404
DEAUTHORIZED = "account.application.deauthorized"
LOOKED_AT_BY_CUSTOMER = ("cash_balance.", "customer_cash_balance_transaction.")


def configured() -> bool:
    """Tell whether clients can pay by Stripe here."""
    return bool(_config().stripe_key)


def _config() -> Config:
    return cast("Config", current_app.config["PRODUCT"])


def stripe_client() -> stripe.StripeClient:
    config = _config()
    return _client_of(config.stripe_key, config.stripe_api_base, config.stripe_timeout)


@lru_cache(maxsize=4)
def _client_of(key: str, base: str, timeout: float) -> stripe.StripeClient:
    return stripe.StripeClient(
        key,
        base_addresses={"api": base} if base else None,
        max_network_retries=0,
        http_client=stripe.RequestsClient(timeout=(CONNECTING, timeout)),
    )


@contextmanager
def answered() -> Iterator[None]:
    """Tell apart what may be tried again from what may not."""
    try:
        yield
    except _AWAY as error:
        raise StripeAwayError(str(error)) from error
    except stripe.StripeError as error:
        status = error.http_status or _SERVERS_FAULT
        if status >= _SERVERS_FAULT or status == _IN_USE:
            raise StripeAwayError(str(error)) from error
        raise StripeRefusedError(error.user_message or str(error)) from error


# Making


def make_session(wanted: Wanted) -> tuple[str, Session]:
    """Make the customer unless there is one, a price and the session; return the customer's id and the session.

    Killed in between and called again, each step finds what it has made by its key.
    """
    if type(wanted.amount) is not int or wanted.amount <= 0:
        raise TypeError(f"yen are a whole number: {wanted.amount!r}")
    client = stripe_client()
    with answered():
        customer = wanted.buyer.id or _customer(client, wanted.buyer)
        product = client.v1.products.create({"name": wanted.words}, _once(wanted, "product"))
        price = client.v1.prices.create(
            {"product": product.id, "unit_amount": wanted.amount, "currency": "jpy"}, _once(wanted, "price")
        )
        made = client.v1.checkout.sessions.create(_session_params(wanted, customer, price.id), _once(wanted, "session"))
    session = _session(made)
    if session.amount is not None and session.amount != wanted.amount:
        raise StripeRefusedError(f"asked for {wanted.amount} yen, Stripe made {session.amount}")
    return customer, session


def _customer(client: stripe.StripeClient, buyer: Buyer) -> str:
    made = client.v1.customers.create({"name": buyer.name, "email": buyer.email}, {"idempotency_key": buyer.key})
    return made.id


def _session_params(wanted: Wanted, customer: str, price: str) -> Any:  # noqa: ANN401 - the library's TypedDict of 60 keys
    about = {"invoice": wanted.number, "checkout": wanted.checkout_id}
    return {
        "mode": "payment", "currency": "jpy", "customer": customer, "locale": wanted.locale,
        "line_items": [{"price": price, "quantity": 1}],
        "payment_method_types": ["card", "customer_balance"],
        "payment_method_options": {
            "customer_balance": {"funding_type": "bank_transfer", "bank_transfer": {"type": "jp_bank_transfer"}}
        },
        "metadata": about, "client_reference_id": wanted.number,
        "payment_intent_data": {"metadata": about, "description": wanted.words},
        "success_url": f"{wanted.back}?from=stripe", "cancel_url": wanted.back,
    }  # fmt: skip


def _once(wanted: Wanted, operation: str) -> Any:  # noqa: ANN401 - the library's RequestOptions
    return {"idempotency_key": f"{wanted.key}:{operation}"}


# Asking


def standing(session_id: str) -> Standing:
    """Fetch a session with all that hangs on it."""
    client = stripe_client()
    with answered():
        session = _session(client.v1.checkout.sessions.retrieve(session_id))
        if not session.payment_intent:
            return Standing(session, None)
        intent = _intent(client, session.payment_intent)
        disputes = client.v1.disputes.list({"payment_intent": session.payment_intent, "limit": 100})
    return Standing(session, intent, tuple(Dispute(each.id, each.amount, each.status) for each in disputes.data))


def close(standing: Standing, *, key: str) -> None:
    """Have nobody pay it any more; one that is paid, or over, stays as it is. Stripe returns what came in of it."""
    client = stripe_client()
    session, intent = standing.session, standing.intent
    with answered():
        if session.status == "open":
            client.v1.checkout.sessions.expire(session.id, {}, {"idempotency_key": f"{key}:expire"})
        elif session.status == "complete" and intent is not None and intent.status not in CANNOT_BE_CLOSED:
            client.v1.payment_intents.cancel(intent.id, {}, {"idempotency_key": f"{key}:cancel"})


def cash_balance(customer: str) -> int:
    """Return the yen that lie in a customer's balance and belong to no payment."""
    with answered():
        kept = stripe_client().v1.customers.cash_balance.retrieve(customer)
    return int(field_of(field_of(kept, "available") or {}, "jpy") or 0)


def found_by(object_id: str) -> tuple[str, str]:
    """Return the checkout that an object is about: its id where the object's metadata says it, and its payment intent.

    Both are empty where it is none of ours.
    """
    client = stripe_client()
    kind = object_id.partition("_")[0]
    with answered():
        if kind == "cs":
            session = _session(client.v1.checkout.sessions.retrieve(object_id))
            return session.checkout_id, session.payment_intent
        intent = object_id if kind == "pi" else _intent_of(client, kind, object_id)
        if not intent:
            return "", ""
        return _about(client.v1.payment_intents.retrieve(intent)), intent


def _intent_of(client: stripe.StripeClient, kind: str, object_id: str) -> str:
    """Return the payment intent that a charge, a refund or a dispute belongs to."""
    asked: dict[str, Any] = {
        "ch": client.v1.charges.retrieve, "py": client.v1.charges.retrieve, "re": client.v1.refunds.retrieve,
        "pyr": client.v1.refunds.retrieve, "dp": client.v1.disputes.retrieve, "du": client.v1.disputes.retrieve,
    }  # fmt: skip
    return id_of(asked[kind](object_id), "payment_intent") if kind in asked else ""


# Hearing


def heard(body: bytes, signature: str) -> Told | None:
    """Return what an event is about, or None where none of the secrets has signed it within the last minutes."""
    for secret in _config().stripe_webhook_secrets:
        try:
            event = stripe_client().construct_event(body, signature, secret, TOLERANCE)
        except (stripe.SignatureVerificationError, ValueError, AttributeError):  # signed, and no event all the same
            continue
        return _told(event, body)
    return None


def _told(event: stripe.Event, body: bytes) -> Told:
    kind = str(field_of(event, "type") or "")
    about = field_of(field_of(event, "data") or {}, "object") or {}
    by_customer = kind.startswith(LOOKED_AT_BY_CUSTOMER)
    if kind == DEAUTHORIZED:  # about an application: whose account it was, the event itself says
        return Told(key=str(field_of(event, "id")), type=kind, object_id=str(field_of(event, "account") or ""))
    return Told(
        key=str(field_of(event, "id") or hashlib.sha256(body).hexdigest()),
        type=kind[:100],
        object_id=id_of(about, "customer") if by_customer else id_of(about, "id"),
    )


# Reading the library's objects: a field may be missing, null, an id or the object itself


def field_of(thing: Any, name: str) -> Any:  # noqa: ANN401 - whatever stands there
    return thing[name] if name in thing else None  # noqa: SIM401 - a StripeObject is no dict and has no get


def id_of(thing: Any, name: str) -> str:  # noqa: ANN401 - likewise
    found = field_of(thing, name)
    return str(found if found is None or isinstance(found, str) else found["id"]) if found else ""


def _about(thing: Any) -> str:  # noqa: ANN401 - likewise
    return str(field_of(field_of(thing, "metadata") or {}, "checkout") or "")


def _session(made: stripe.checkout.Session) -> Session:
    return Session(
        id=made.id,
        url=str(field_of(made, "url") or ""),
        status=str(field_of(made, "status") or ""),
        payment_status=str(field_of(made, "payment_status") or ""),
        payment_intent=id_of(made, "payment_intent"),
        amount=field_of(made, "amount_total"),
        checkout_id=_about(made),
    )


def _intent(client: stripe.StripeClient, intent_id: str) -> Intent:
    found = client.v1.payment_intents.retrieve(intent_id, {"expand": ["latest_charge"]})
    charge = field_of(found, "latest_charge")
    if isinstance(charge, str):
        charge = client.v1.charges.retrieve(charge)
    way = field_of(field_of(found, "next_action") or {}, "display_bank_transfer_instructions") or {}
    left = field_of(way, "amount_remaining")
    return Intent(
        id=found.id,
        status=found.status,
        received=max(found.amount_received or 0, found.amount - left if left is not None else 0),
        refunded=int(field_of(charge, "amount_refunded") or 0) if charge else 0,
        where_to_pay=str(field_of(way, "hosted_instructions_url") or ""),
        checkout_id=_about(found),
    )
