"""What a client pays for a DIRECT invoice at Stripe is handed on whole, once, and what comes back leaves a task."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select, update

from marketplace.background import Job, JobState, run_due
from marketplace.billing.models import LedgerEntry
from marketplace.billing.queries import balance
from marketplace.billing.states import Account, InvoiceState
from marketplace.checkouts.states import CheckoutState, TaskKind, TaskState
from marketplace.clock import now
from marketplace.connect.jobs import look_again, try_again
from marketplace.connect.models import ConnectedAccount
from marketplace.connect.states import AccountState, TransferState
from marketplace.db import db
from marketplace.outbox import Message
from tests.factories.checkouts import open_checkout, sums_agree, tasks, tell
from tests.factories.connect import DIRECT_TOTAL, payable_invoice, switch, transfers
from tests.stripe_connect import finish, restrict, reverse

if TYPE_CHECKING:
    from flask import Flask

    from marketplace.billing.models import Invoice
    from tests.stripe_server import StripeServer

pytestmark = pytest.mark.usefixtures("session")
SENT, FAILED, REVERSED, DROPPED = (
    TransferState.SENT, TransferState.FAILED, TransferState.REVERSED, TransferState.DROPPED,
)  # fmt: skip


def paid(app: Flask, stripe: StripeServer) -> tuple[Invoice, dict[str, Any]]:
    """Return a DIRECT invoice that was paid by card, and the payment."""
    invoice = payable_invoice(stripe)
    intent = stripe.account.pay_by_card(open_checkout(invoice).session_id)
    tell(app, stripe.account.events)
    db.session.refresh(invoice)
    return invoice, intent


def deposits() -> int:
    """Return the yen that lie with the operator for consultants."""
    assert db.session.scalar(select(func.coalesce(func.sum(LedgerEntry.amount), 0))) == 0
    return -balance(Account.DEPOSITS)


def test_what_was_paid_is_handed_on_whole_and_is_nobodys_sales(app: Flask, stripe: StripeServer) -> None:
    invoice, intent = paid(app, stripe)
    assert (invoice.state, invoice.paid) == (InvoiceState.PAID, DIRECT_TOTAL)
    assert transfers() == [(SENT, DIRECT_TOTAL, 0)]
    (made,) = stripe.account.of_kind("transfer")
    (account,) = stripe.account.of_kind("account")
    assert (made["amount"], made["currency"], made["destination"]) == (DIRECT_TOTAL, "jpy", account["id"])
    assert made["source_transaction"] == intent["latest_charge"]
    assert (deposits(), sums_agree(stripe)) == (0, 0)
    moved = select(LedgerEntry.account, func.count(), func.sum(LedgerEntry.amount)).group_by(LedgerEntry.account)
    assert sorted(map(tuple, db.session.execute(moved))) == [(Account.CASH, 2, 0), (Account.DEPOSITS, 2, 0)]
    told = {row.user_id for row in db.session.scalars(select(Message)) if row.template == "connect/handed_on"}
    assert told == {invoice.contract.application.consultant.user_id}
    assert tasks() == []


def test_it_lies_as_a_deposit_until_it_is_handed_on(app: Flask, stripe: StripeServer) -> None:
    invoice = payable_invoice(stripe)
    row = open_checkout(invoice)
    stripe.account.choose_transfer(row.session_id)
    stripe.account.transfer(row.customer.stripe_id, 300_000)
    tell(app, stripe.account.events)
    assert (transfers(), deposits()) == ([], 300_000)
    stripe.trouble.extend([("/v1/transfers", "500")])
    stripe.account.transfer(row.customer.stripe_id, DIRECT_TOTAL - 300_000)
    tell(app, stripe.account.events)
    assert (transfers(), deposits()) == ([(TransferState.ASKED, DIRECT_TOTAL, 0)], DIRECT_TOTAL)
    db.session.execute(update(Job).values(state=JobState.DONE))  # it was given up
    look_again()
    db.session.commit()
    run_due()
    assert (transfers(), deposits(), sums_agree(stripe)) == ([(SENT, DIRECT_TOTAL, 0)], 0, 0)


def test_each_event_five_times_in_any_order_comes_to_the_same(app: Flask, stripe: StripeServer) -> None:
    invoice = payable_invoice(stripe)
    stripe.account.pay_by_card(open_checkout(invoice).session_id)
    for seed in range(3):
        events = [each for each in stripe.account.events for _time in range(5)]
        random.Random(seed).shuffle(events)
        for each in events:
            tell(app, [each])
    run_due()
    assert transfers() == [(SENT, DIRECT_TOTAL, 0)]
    assert len(stripe.account.of_kind("transfer")) == 1
    assert sums_agree(stripe) == 0


@pytest.mark.parametrize("trouble", ["drop", "hang", "500"])
def test_a_lost_answer_makes_no_second_transfer(app: Flask, stripe: StripeServer, trouble: str) -> None:
    invoice = payable_invoice(stripe)
    stripe.account.pay_by_card(open_checkout(invoice).session_id)
    tell(app, stripe.account.events, work=False)
    stripe.trouble.extend([("/v1/transfers", trouble)] * 3)  # of the looking, and of the making
    for _time in range(5):
        run_due()
        db.session.execute(update(Job).where(Job.state == JobState.QUEUED).values(due_at=now()))
        db.session.commit()
    assert stripe.trouble == []
    assert transfers() == [(SENT, DIRECT_TOTAL, 0)]
    assert len(stripe.account.of_kind("transfer")) == 1
    assert sums_agree(stripe) == 0


def test_a_refused_transfer_is_a_task_and_is_sent_once_the_account_is_ready(app: Flask, stripe: StripeServer) -> None:
    invoice = payable_invoice(stripe)
    (account,) = stripe.account.of_kind("account")
    row = open_checkout(invoice)
    stripe.account.pay_by_card(row.session_id)
    account["capabilities"] = {"transfers": "inactive"}  # nobody has told of it yet
    tell(app, stripe.account.events)
    assert (transfers(), tasks()) == ([(FAILED, DIRECT_TOTAL, 0)], [(TaskKind.TRANSFER_FAILED, DIRECT_TOTAL)])
    assert deposits() == sums_agree(stripe) == DIRECT_TOTAL
    restrict(stripe.account, account["id"])
    tell(app, stripe.account.events)
    assert db.session.scalars(select(ConnectedAccount.state)).one() is AccountState.RESTRICTED
    finish(stripe.account, account["id"])
    tell(app, stripe.account.events)
    assert transfers() == [(SENT, DIRECT_TOTAL, 0)]
    assert (tasks(), deposits(), sums_agree(stripe)) == ([], 0, 0)
    keys = [each.key for each in stripe.posts("/v1/transfers")]
    assert len(set(keys)) == len(keys) == 2, "a key that was refused stays refused"


def test_what_was_refused_and_then_given_back_is_not_sent(app: Flask, stripe: StripeServer) -> None:
    invoice = payable_invoice(stripe)
    (account,) = stripe.account.of_kind("account")
    stripe.account.events.clear()  # the account stays as it was told of
    intent = stripe.account.pay_by_card(open_checkout(invoice).session_id)
    account["capabilities"] = {"transfers": "inactive"}
    tell(app, stripe.account.events)
    stripe.account.refund(intent["id"], 80_000)
    tell(app, stripe.account.events)
    account["capabilities"] = {"transfers": "active"}
    try_again()
    db.session.commit()
    run_due()
    assert transfers() == [(SENT, DIRECT_TOTAL - 80_000, 0)]
    assert (deposits(), sums_agree(stripe)) == (0, 0)
    assert tasks() == [(TaskKind.REFUND, 80_000)]


def test_what_was_refused_and_given_back_whole_is_dropped(app: Flask, stripe: StripeServer) -> None:
    invoice = payable_invoice(stripe)
    (account,) = stripe.account.of_kind("account")
    stripe.account.events.clear()  # the account stays as it was told of
    intent = stripe.account.pay_by_card(open_checkout(invoice).session_id)
    account["capabilities"] = {"transfers": "inactive"}
    tell(app, stripe.account.events)
    stripe.account.refund(intent["id"], DIRECT_TOTAL)
    tell(app, stripe.account.events)
    try_again()
    db.session.commit()
    run_due()
    assert transfers() == [(DROPPED, DIRECT_TOTAL, 0)]
    assert (deposits(), sums_agree(stripe)) == (0, 0)
    assert tasks() == [(TaskKind.REFUND, DIRECT_TOTAL)]


def test_a_refund_after_the_transfer_is_fetched_back_by_a_person(app: Flask, stripe: StripeServer) -> None:
    invoice, intent = paid(app, stripe)
    stripe.account.refund(intent["id"], 100_000)
    tell(app, stripe.account.events)
    assert tasks() == [(TaskKind.HANDED_ON, 100_000), (TaskKind.REFUND, 100_000)]
    assert deposits() == sums_agree(stripe) == -100_000
    (made,) = stripe.account.of_kind("transfer")
    reverse(stripe.account, made["id"], 100_000)
    tell(app, stripe.account.events)
    db.session.refresh(invoice)
    assert (transfers(), invoice.open) == ([(SENT, DIRECT_TOTAL, 100_000)], 100_000)
    assert tasks() == [(TaskKind.REFUND, 100_000), (TaskKind.TRANSFER_REVERSED, 100_000)]
    assert tasks(TaskState.DONE) == [(TaskKind.HANDED_ON, 100_000)]
    assert deposits() == sums_agree(stripe) == 0


def test_a_dispute_after_the_transfer_is_a_task_until_it_is_won(app: Flask, stripe: StripeServer) -> None:
    _invoice, intent = paid(app, stripe)
    dispute = stripe.account.object_to(intent["id"], DIRECT_TOTAL)
    tell(app, stripe.account.events)
    assert tasks() == [(TaskKind.DISPUTE, DIRECT_TOTAL), (TaskKind.HANDED_ON, DIRECT_TOTAL)]
    assert deposits() == sums_agree(stripe) == -DIRECT_TOTAL
    stripe.account.decide(dispute["id"], "won")
    tell(app, stripe.account.events)
    assert TaskKind.HANDED_ON not in {kind for kind, _yen in tasks()}
    assert (transfers(), deposits(), sums_agree(stripe)) == ([(SENT, DIRECT_TOTAL, 0)], 0, 0)


def test_what_was_taken_back_whole_is_not_handed_on_again_by_itself(app: Flask, stripe: StripeServer) -> None:
    invoice, intent = paid(app, stripe)
    (made,) = stripe.account.of_kind("transfer")
    reverse(stripe.account, made["id"], DIRECT_TOTAL)
    tell(app, stripe.account.events)
    assert transfers() == [(REVERSED, DIRECT_TOTAL, DIRECT_TOTAL)]
    assert tasks() == [(TaskKind.TRANSFER_REVERSED, DIRECT_TOTAL)]
    stripe.account.refund(intent["id"], DIRECT_TOTAL)
    tell(app, stripe.account.events)
    assert (len(transfers()), deposits(), sums_agree(stripe)) == (1, 0, 0)
    db.session.refresh(invoice)
    stripe.account.pay_by_card(open_checkout(invoice).session_id)  # the client pays anew
    tell(app, stripe.account.events)
    assert transfers() == [(REVERSED, DIRECT_TOTAL, DIRECT_TOTAL), (SENT, DIRECT_TOTAL, 0)]
    assert (deposits(), sums_agree(stripe)) == (0, 0)


def test_paid_anew_after_a_refund_the_consultant_is_not_paid_twice(app: Flask, stripe: StripeServer) -> None:
    invoice, intent = paid(app, stripe)
    stripe.account.refund(intent["id"], DIRECT_TOTAL)
    tell(app, stripe.account.events)
    db.session.refresh(invoice)
    stripe.account.pay_by_card(open_checkout(invoice).session_id)
    tell(app, stripe.account.events)
    assert transfers() == [(SENT, DIRECT_TOTAL, 0)]
    assert TaskKind.HANDED_ON not in {kind for kind, _yen in tasks()}
    assert (deposits(), sums_agree(stripe)) == (0, 0)


def test_what_the_client_paid_too_much_is_not_handed_on(app: Flask, stripe: StripeServer) -> None:
    invoice = payable_invoice(stripe)
    row = open_checkout(invoice)
    stripe.account.choose_transfer(row.session_id)
    stripe.account.transfer(row.customer.stripe_id, DIRECT_TOTAL + 440)
    tell(app, stripe.account.events)
    assert transfers() == [(SENT, DIRECT_TOTAL, 0)]
    assert deposits() == sums_agree(stripe) == 440
    assert tasks() == [(TaskKind.OVERPAID, 440)]


def test_switched_off_nothing_is_paid_any_more_but_what_has_come_is_handed_on(app: Flask, stripe: StripeServer) -> None:
    invoice = payable_invoice(stripe)
    row = open_checkout(invoice)
    stripe.account.pay_by_card(row.session_id)
    switch(collect=False, connect=False)
    tell(app, stripe.account.events)
    assert (transfers(), deposits()) == ([(SENT, DIRECT_TOTAL, 0)], 0)
    db.session.refresh(row)
    assert row.state is CheckoutState.PAID
