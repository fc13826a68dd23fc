"""Invoices that are paid at Stripe's stand-in, as clients, Stripe and the workers would do it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from marketplace.accounts.models import Membership, User
from marketplace.background import run_due
from marketplace.billing.models import LedgerEntry
from marketplace.billing.queries import balance
from marketplace.billing.states import Account
from marketplace.checkouts.models import Checkout, CollectionTask, StripeCustomer
from marketplace.checkouts.operations.asking import ask
from marketplace.checkouts.states import CheckoutState, TaskKind, TaskState
from marketplace.connect.models import Transfer
from marketplace.db import db
from tests.factories.billing import billed_month
from tests.factories.keeping import keep
from tests.stripe_events import SECRET, body_of, signed
from tests.stripe_server import KEY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask import Flask

    from config import Config
    from marketplace.billing.models import Invoice
    from tests.stripe_server import StripeServer

TOTAL = 1_100_000  # yen of a billed month's invoice, tax included


def with_stripe(config: Config, server: StripeServer) -> Config:
    """Return the configuration that asks this server."""
    return replace(
        config, stripe_key=KEY, stripe_webhook_secrets=(SECRET,), stripe_api_base=server.url, stripe_timeout=1.0
    )


def owner_of(invoice: Invoice) -> User:
    """Return somebody who pays it."""
    members = select(User).join(Membership, Membership.user_id == User.id)
    return db.session.scalars(members.where(Membership.company_id == invoice.company_id).limit(1)).one()


def asked_checkout(invoice: Invoice | None = None, *, locale: str = "ja") -> Checkout:
    """Ask for a way to pay, and leave it to the job."""
    invoice = invoice or billed_month(160)[0]
    checkout = ask(invoice, by=owner_of(invoice), locale=locale)
    keep()
    return checkout


def open_checkout(invoice: Invoice | None = None, **values: Any) -> Checkout:
    """Ask for a way to pay, and have the jobs make it."""
    checkout = asked_checkout(invoice, **values)
    run_due()
    return db.session.get_one(Checkout, checkout.id)


def tell(app: Flask, events: Iterable[dict[str, Any]], *, work: bool = True) -> list[int]:
    """Tell the product of events, each by a request of its own; by default the jobs run after all of them."""
    caller = app.test_client()
    statuses = []
    for event in events:
        body = body_of(event)
        answer = caller.post("/stripe/webhook", data=body, headers=_headers(signed(body)))
        statuses.append(answer.status_code)
    if work:
        run_due()
    return statuses


def _headers(signature: str) -> dict[str, str]:
    return {"Content-Type": "application/json", "Stripe-Signature": signature}


def tasks(state: TaskState = TaskState.OPEN) -> list[tuple[TaskKind, int]]:
    """Return kind and yen of every task in a state."""
    rows = db.session.execute(select(CollectionTask.kind, CollectionTask.amount).where(CollectionTask.state == state))
    return sorted((kind, amount) for kind, amount in rows)


def sums_agree(server: StripeServer) -> int:
    """Assert that what is booked, what the ledger holds as cash, and what lies at Stripe are the same; return it."""
    rows = db.session.scalars(select(Checkout).execution_options(populate_existing=True)).all()
    booked = sum(each.net + each.credit for each in rows)
    gone = select(Transfer).where(Transfer.stripe_id != "").execution_options(populate_existing=True)
    booked -= sum(each.net for each in db.session.scalars(gone))
    assert db.session.scalar(select(func.coalesce(func.sum(LedgerEntry.amount), 0))) == 0
    assert booked == balance(Account.CASH) == server.account.balance()
    return booked


def plain_task(invoice: Invoice, by: User) -> CollectionTask:
    """Keep the row of a task about a checkout that is over."""
    customer = StripeCustomer(
        company_id=invoice.company_id, key=f"customer:{invoice.id}", name="青葉商事", email=by.email
    )
    checkout = Checkout(
        invoice=invoice, customer=customer, key=f"checkout:{invoice.id}", asked=TOTAL, words="請求書", locale="ja",
        asked_by_id=by.id, state=CheckoutState.EXPIRED,
    )  # fmt: skip
    task = CollectionTask(checkout=checkout, kind=TaskKind.REFUND, amount=TOTAL)
    db.session.add_all([customer, checkout, task])
    keep()
    return task
