"""Stripe fails: lost answers, errors, silence, refusals. The same key is used again, and nothing is made twice."""

from __future__ import annotations

import importlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import select

from marketplace.audit import AuditEntry
from marketplace.background import Job, JobState, enqueue, enqueue_hourly, run_due
from marketplace.checkouts import gateway
from marketplace.checkouts.models import CollectionTask, StripeEvent
from marketplace.checkouts.operations.tasks import close_task
from marketplace.checkouts.records import Buyer, StripeAwayError, StripeRefusedError, Wanted
from marketplace.checkouts.states import CheckoutState, TaskKind
from marketplace.clock import now
from marketplace.db import db
from marketplace.outbox import Message
from tests.factories.accounts import make_operator
from tests.factories.billing import billed_month
from tests.factories.checkouts import TOTAL, asked_checkout, open_checkout, sums_agree, tasks, tell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from tests.stripe_server import StripeServer

SESSIONS = "/v1/checkout/sessions"
WANTED = Wanted(
    "checkout:1",
    "1",
    "INV-1",
    "請求書",
    1_150_365,
    "ja",
    "http://127.0.0.1/invoices/1",
    Buyer("customer:1", "青葉", "a@b.c"),
)


@pytest.fixture
def clock(app: Flask) -> Iterator[time_machine.Traveller]:
    del app
    with time_machine.travel(datetime(2026, 11, 24, 3, tzinfo=UTC), tick=False) as traveller:
        yield traveller


def made(server: StripeServer) -> dict[str, int]:
    kinds = ("customer", "product", "price", "checkout.session")
    return {kind: len(server.account.of_kind(kind)) for kind in kinds}


ONE_EACH = {"customer": 1, "product": 1, "price": 1, "checkout.session": 1}


@pytest.mark.parametrize("kind", ["drop", "500", "hang"])
@pytest.mark.parametrize("path", ["/v1/customers", "/v1/products", "/v1/prices", SESSIONS])
def test_an_answer_that_is_lost_is_asked_for_again_with_the_same_key(
    clock: time_machine.Traveller, stripe: StripeServer, path: str, kind: str
) -> None:
    stripe.trouble = [(path, kind)]
    checkout = asked_checkout()
    run_due()
    waits = db.session.scalars(select(Job).where(Job.name == "checkouts.prepare")).one()
    assert (waits.state, waits.attempts) == (JobState.QUEUED, 1)
    assert "StripeAwayError" in waits.error
    clock.shift(timedelta(minutes=1))
    run_due()
    assert checkout.state is CheckoutState.OPEN
    keys = [each.key for each in stripe.posts(path)]
    assert len(keys) == 2
    assert len(set(keys)) == 1
    assert made(stripe) == ONE_EACH
    assert tasks() == []


def test_a_payment_is_followed_after_stripe_was_away(
    app: Flask, clock: time_machine.Traveller, stripe: StripeServer
) -> None:
    checkout = open_checkout()
    stripe.account.pay_by_card(checkout.session_id)
    stripe.trouble = [(SESSIONS, "500"), ("/v1/payment_intents", "drop")]
    assert tell(app, stripe.account.events[:1]) == [200]
    for _each in range(3):
        clock.shift(timedelta(minutes=5))
        run_due()
    assert checkout.state is CheckoutState.PAID
    assert sums_agree(stripe) == TOTAL


def test_what_stripe_refuses_ends_the_checkout_with_a_word_to_the_operator(app: Flask, stripe: StripeServer) -> None:
    operator = make_operator()
    app.config["PRODUCT"] = replace(app.config["PRODUCT"], stripe_key="sk_test_withdrawn")
    checkout = asked_checkout()
    run_due()
    assert checkout.state is CheckoutState.FAILED
    task = db.session.scalars(select(CollectionTask)).one()
    assert (task.kind, task.amount) == (TaskKind.FAILED, TOTAL)
    assert "Invalid API Key" in task.detail
    of_tasks = select(Message).where(Message.template == "checkouts/task_made")
    told = db.session.scalars(of_tasks.where(Message.user_id == operator.id)).one()
    assert checkout.invoice.number in told.text
    assert made(stripe)["checkout.session"] == 0
    assert db.session.scalars(select(Job.state).where(Job.name == "checkouts.prepare")).all() == [JobState.DONE]


def test_what_failed_is_closed_by_itself_once_a_later_try_has_paid(app: Flask, stripe: StripeServer) -> None:
    well = app.config["PRODUCT"]
    app.config["PRODUCT"] = replace(well, stripe_key="sk_test_withdrawn")
    failed = open_checkout()
    assert tasks() == [(TaskKind.FAILED, TOTAL)]
    app.config["PRODUCT"] = well
    again = open_checkout(failed.invoice)
    stripe.account.pay_by_card(again.session_id)
    tell(app, stripe.account.events)
    assert again.state is CheckoutState.PAID
    assert tasks() == []
    task = db.session.scalars(select(CollectionTask)).one()
    assert (task.checkout_id, task.done_by_id, task.words) == (failed.id, None, "paid by a later try")
    audited = select(AuditEntry.actor_id).where(AuditEntry.event == "collection task done")
    assert db.session.scalars(audited).all() == [None]


def test_a_key_with_other_parameters_is_refused_for_good(app: Flask, stripe: StripeServer) -> None:
    del app
    gateway.make_session(WANTED)
    with pytest.raises(StripeRefusedError, match="same parameters"):
        gateway.make_session(replace(WANTED, amount=1_150_366))
    assert made(stripe) == ONE_EACH


@pytest.mark.parametrize("amount", [1_150_365.0, "1150365", True, 0, -1])
def test_r36_only_whole_yen_are_sent(app: Flask, stripe: StripeServer, amount: object) -> None:
    del app
    with pytest.raises(TypeError, match="whole number"):
        gateway.make_session(replace(WANTED, amount=amount))  # type: ignore[arg-type]
    assert stripe.asked == []


def test_r36_an_amount_that_came_out_otherwise_is_refused(app: Flask, stripe: StripeServer) -> None:
    del app
    gateway.make_session(WANTED)
    for asked, status, thing in list(stripe.answers.values()):
        if thing.get("object") == "checkout.session":
            stripe.answers[asked.key] = (asked, status, thing | {"amount_total": 115_036_500})
    with pytest.raises(StripeRefusedError, match="115036500"):
        gateway.make_session(WANTED)


def test_an_address_that_nobody_answers_is_away(app: Flask, stripe: StripeServer) -> None:
    app.config["PRODUCT"] = replace(app.config["PRODUCT"], stripe_api_base="http://127.0.0.1:9")
    with pytest.raises(StripeAwayError):
        gateway.standing("cs_test_1")
    assert stripe.asked == []


# By the hour


def hour_later(clock: time_machine.Traveller, hours: int = 1) -> None:
    clock.shift(timedelta(hours=hours))
    enqueue_hourly(now())
    run_due()


def test_what_was_never_told_is_found_within_the_hour(clock: time_machine.Traveller, stripe: StripeServer) -> None:
    checkout = open_checkout()
    stripe.account.choose_transfer(checkout.session_id)
    hour_later(clock)
    assert checkout.state is CheckoutState.AWAITED
    stripe.account.transfer(checkout.customer.stripe_id, TOTAL + 440)
    hour_later(clock)
    assert (checkout.state, checkout.credit) == (CheckoutState.PAID, 440)
    assert sums_agree(stripe) == TOTAL + 440
    asked = len(stripe.asked)
    hour_later(clock)
    assert len(stripe.asked) == asked, "what is over is asked about no more"


def test_stripe_is_given_up_before_it_forgets_a_key(clock: time_machine.Traveller, stripe: StripeServer) -> None:
    stripe.trouble = [("/v1/customers", "500")] * 100
    checkout = asked_checkout()
    run_due()
    for _each in range(20):
        hour_later(clock)
        assert checkout.state is CheckoutState.ASKED
    hour_later(clock)
    assert checkout.state is CheckoutState.FAILED
    assert tasks() == [(TaskKind.FAILED, TOTAL)]
    assert made(stripe)["customer"] == 0


def test_old_events_are_forgotten(app: Flask, clock: time_machine.Traveller, stripe: StripeServer) -> None:
    checkout = open_checkout()
    stripe.account.expire(checkout.session_id)
    tell(app, stripe.account.events)
    forget_events = importlib.import_module("marketplace.checkouts.jobs").forget_events
    clock.shift(timedelta(days=29))
    forget_events()
    assert db.session.scalars(select(StripeEvent)).all()
    clock.shift(timedelta(days=2))
    forget_events()
    assert db.session.scalars(select(StripeEvent)).all() == []


# Old answers


def test_an_old_answer_is_not_taken_over(app: Flask, stripe: StripeServer) -> None:
    """What was fetched before another answer was taken over is asked for again, not booked."""
    checkout = open_checkout()
    intent = stripe.account.pay_by_card(checkout.session_id)
    old = checkout.looks, gateway.standing(checkout.session_id)
    stripe.account.refund(intent["id"], 1000)
    tell(app, stripe.account.events)  # another worker is faster
    assert (checkout.received, checkout.refunded) == (TOTAL, 1000)
    jobs = importlib.import_module("marketplace.checkouts.jobs")
    jobs.follow(str(checkout.id), old)
    db.session.commit()
    assert (checkout.received, checkout.refunded) == (TOTAL, 1000), "the old answer is left"
    assert db.session.scalars(select(Job.name).where(Job.state == JobState.QUEUED)).all() == ["checkouts.follow"]
    run_due()
    assert sums_agree(stripe) == TOTAL - 1000


def test_two_invoices_of_a_company_are_one_customer(app: Flask, stripe: StripeServer) -> None:
    del app
    first = asked_checkout()
    second, _notice = billed_month(160)
    second_checkout = asked_checkout(second)
    run_due()
    assert {first.state, second_checkout.state} == {CheckoutState.OPEN}
    assert made(stripe)["customer"] == 2, "two companies are two"


def test_what_a_person_has_seen_to_is_not_asked_again_each_hour(app: Flask, stripe: StripeServer) -> None:
    checkout = open_checkout()
    stripe.account.choose_transfer(checkout.session_id)
    customer = checkout.customer.stripe_id
    stripe.account.transfer(customer, TOTAL - 440)
    tell(app, stripe.account.events)
    assert tasks() == [(TaskKind.UNDERPAID, 440)]
    close_task(db.session.scalars(select(CollectionTask)).one(), words="お客様に連絡しました。", by=make_operator())
    db.session.commit()
    for _hour in range(2):
        enqueue("checkouts.follow", checkout_id=str(checkout.id))
        db.session.commit()
        run_due()
    assert tasks() == []
    stripe.account.transfer(customer, 100)
    tell(app, stripe.account.events)
    assert tasks() == [(TaskKind.UNDERPAID, 340)], "another rest is another question"
