"""What may be told: signed, fresh, small, and each thing once, however often it is said (R37)."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from marketplace.background import Job
from marketplace.checkouts.models import StripeEvent
from marketplace.checkouts.states import CheckoutState
from marketplace.checkouts.webhook import LARGEST
from marketplace.db import db
from tests.factories.checkouts import open_checkout, sums_agree, tell
from tests.stripe_events import SECRET, body_of, signed

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.stripe_server import StripeServer

BODY = body_of({"id": "evt_1", "type": "charge.refunded", "data": {"object": {"id": "ch_1"}}, "object": "event"})


def posted(caller: FlaskClient, body: bytes, signature: str | None) -> int:
    headers = {"Content-Type": "application/json"} | ({"Stripe-Signature": signature} if signature is not None else {})
    return caller.post("/stripe/webhook", data=body, headers=headers).status_code


def kept() -> int:
    return db.session.scalar(select(func.count(StripeEvent.id))) or 0


def waiting() -> int:
    return db.session.scalar(select(func.count(Job.id)).where(Job.name.startswith("checkouts."))) or 0


def forged(body: bytes) -> dict[str, str | None]:
    """Return headers that nobody should believe, by what is wrong with them."""
    good = signed(body)
    moment = good.partition(",")[0]
    return {
        "missing": None,
        "empty": "",
        "nonsense": "v1=abc",
        "another_secret": signed(body, "whsec_of_somebody_else"),
        "empty_secret": signed(body, ""),
        "old": signed(body, at=time.time() - 301),
        "another_body": signed(body + b" "),
        "another_time": f"t={int(time.time()) + 5},{good.partition(',')[2]}",
        "another_scheme": good.replace("v1=", "v0="),
        "no_signature": moment,
    }


@pytest.mark.parametrize("how", list(forged(b"")))
def test_what_is_forged_or_old_is_refused_and_leaves_nothing(app: Flask, stripe: StripeServer, how: str) -> None:
    asked = len(stripe.asked)
    assert posted(app.test_client(), BODY, forged(BODY)[how]) == 400
    assert (kept(), waiting(), len(stripe.asked)) == (0, 0, asked)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"text"', b"\xff\xfe", b'{"object": "v2.core.event"}'])
def test_what_is_signed_but_no_event_is_refused(app: Flask, stripe: StripeServer, body: bytes) -> None:
    del stripe
    status = posted(app.test_client(), body, signed(body))
    assert (status, kept()) == (400, 0)


def test_a_body_beyond_the_limit_is_not_taken_in(app: Flask, stripe: StripeServer) -> None:
    del stripe
    body = body_of({"id": "evt_1", "type": "x", "data": {"object": {}}, "filler": "x" * LARGEST})
    assert posted(app.test_client(), body, signed(body)) == 413
    assert kept() == 0


def test_without_keys_nothing_is_believed(app: Flask) -> None:
    assert posted(app.test_client(), BODY, signed(BODY)) == 400
    assert kept() == 0


def test_both_secrets_are_believed_while_one_replaces_the_other(app: Flask, stripe: StripeServer) -> None:
    del stripe
    config = app.config["PRODUCT"]
    app.config["PRODUCT"] = replace(config, stripe_webhook_secrets=("whsec_new", SECRET))
    for number, secret in enumerate((SECRET, "whsec_new")):
        body = BODY.replace(b"evt_1", b"evt_%d" % number)
        assert posted(app.test_client(), body, signed(body, secret)) == 200
    assert kept() == 2
    assert posted(app.test_client(), BODY, signed(BODY, "whsec_new,whsec_of_the_tests")) == 400


def test_an_unknown_kind_is_taken_and_ignored(app: Flask, stripe: StripeServer) -> None:
    asked = len(stripe.asked)
    assert tell(app, [{"id": "evt_9", "type": "payout.paid", "data": {"object": {"id": "po_1"}}}]) == [200]
    assert db.session.scalars(select(StripeEvent)).one().taken_up_at is not None
    assert len(stripe.asked) == asked


def test_other_uses_of_the_account_are_left_alone(app: Flask, stripe: StripeServer) -> None:
    theirs = stripe.account.make("payment_intent", status="succeeded", amount=500, amount_received=500)
    charge = stripe.account.make("charge", payment_intent=theirs["id"])
    stripe.account.tell("payment_intent.succeeded", theirs)
    stripe.account.tell("charge.succeeded", charge)
    stripe.account.tell("charge.succeeded", dict(charge, id="ch_gone"))
    assert tell(app, stripe.account.events) == [200, 200, 200]
    assert db.session.scalars(select(Job.error).where(Job.name.startswith("checkouts."), Job.error != "")).all() == []
    assert waiting() == 3, "looked up once each, and followed by nothing"


def test_an_event_without_an_id_counts_once_by_its_body(app: Flask, stripe: StripeServer) -> None:
    """The emulator's events have type and object only."""
    checkout = open_checkout()
    stripe.account.pay_by_card(checkout.session_id)
    bare = [{"type": each["type"], "data": each["data"]} for each in stripe.account.events]
    assert tell(app, [*bare, *bare]) == [200] * 6
    assert kept() == 3
    assert checkout.state is CheckoutState.PAID
    sums_agree(stripe)


def test_what_is_paid_before_its_session_is_kept_is_followed(app: Flask, stripe: StripeServer) -> None:
    """Stripe may tell of a payment before the job that made its session has written it down."""
    early: list[int] = []

    def pay(_number: int) -> None:
        for session in stripe.account.of_kind("checkout.session"):
            if session["status"] == "open":
                stripe.account.pay_by_card(session["id"])
                early.extend([len(stripe.asked)])

    stripe.after = pay
    checkout = open_checkout()
    assert len(early) == 1
    assert (checkout.state, checkout.received) == (CheckoutState.PAID, checkout.asked)
    tell(app, stripe.account.events)
    sums_agree(stripe)


def test_a_paid_session_without_payment_intent_counts_what_was_asked(app: Flask, stripe: StripeServer) -> None:
    """The emulator's sessions name neither amount nor payment intent."""
    checkout = open_checkout()
    session = stripe.account.get(checkout.session_id)
    session |= {"status": "complete", "payment_status": "paid"}
    for name in ("payment_intent", "amount_total", "url", "metadata"):
        del session[name]
    assert tell(app, [{"type": "checkout.session.completed", "data": {"object": {"id": session["id"]}}}]) == [200]
    assert (checkout.state, checkout.received) == (CheckoutState.PAID, checkout.asked)
    assert checkout.invoice.open == 0


def test_the_answer_is_quick_and_stores_no_body(app: Flask, stripe: StripeServer) -> None:
    event = json.loads(BODY) | {"secret": "card 4242"}
    asked = len(stripe.asked)
    assert tell(app, [event], work=False) == [200]
    assert len(stripe.asked) == asked, "Stripe is asked by a job"
    row = db.session.scalars(select(StripeEvent)).one()
    assert (row.key, row.type, row.object_id, row.taken_up_at) == ("evt_1", "charge.refunded", "ch_1", None)
