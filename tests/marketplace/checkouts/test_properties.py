"""Whatever clients, banks and cards do in whatever order: what is booked, the ledger's cash, Stripe's balance agree."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, update

from marketplace.background import Job
from marketplace.billing.models import Invoice, LedgerEntry
from marketplace.billing.operations.collecting import receive
from marketplace.billing.queries import balance
from marketplace.billing.states import OWED, Account
from marketplace.checkouts.models import Checkout
from marketplace.checkouts.queries import is_payable, living_checkout
from marketplace.clock import today
from marketplace.db import db
from tests.factories.billing import billed_month
from tests.factories.checkouts import open_checkout, tell

if TYPE_CHECKING:
    from flask import Flask

    from tests.stripe_account import Account as StripeAccount
    from tests.stripe_server import StripeServer

STEPS = 14


class World:
    """Two invoices of one company, and what may happen to them."""

    def __init__(self, stripe: StripeAccount, seed: int) -> None:
        self.stripe, self.dice, self.bank = stripe, random.Random(seed), 0
        self.invoices = [billed_month(160)[0], billed_month(170)[0]]
        first = self.invoices[0].company_id
        db.session.execute(update(Invoice).values(company_id=first))
        db.session.commit()

    def step(self) -> None:
        deeds = [self.ask, self.pay, self.choose, self.transfer, self.refund, self.dispute, self.decide, self.by_bank]
        self.dice.choice(deeds)()

    def open_sessions(self) -> list[str]:
        return [each["id"] for each in self.stripe.of_kind("checkout.session") if each["status"] == "open"]

    def ask(self) -> None:
        for invoice in self.invoices:
            if is_payable(invoice) and living_checkout(invoice) is None:
                open_checkout(invoice)

    def pay(self) -> None:
        for session_id in self.open_sessions()[:1]:
            self.stripe.pay_by_card(session_id)

    def choose(self) -> None:
        for session_id in self.open_sessions()[-1:]:
            self.stripe.choose_transfer(session_id)

    def transfer(self) -> None:
        for customer in self.stripe.of_kind("customer"):
            self.stripe.transfer(customer["id"], self.dice.choice([440, 300_000, 1_100_000]))

    def refund(self) -> None:
        for charge in self.stripe.of_kind("charge")[-1:]:
            disputed = sum(each["amount"] for each in self.stripe.of_kind("dispute") if each["charge"] == charge["id"])
            left = charge["amount"] - charge["amount_refunded"] - disputed
            if left:
                self.stripe.refund(charge["payment_intent"], self.dice.randint(1, left))

    def dispute(self) -> None:
        for charge in self.stripe.of_kind("charge")[:1]:
            if not charge["disputed"] and charge["amount_refunded"] < charge["amount"]:
                self.stripe.object_to(charge["payment_intent"], charge["amount"] - charge["amount_refunded"])

    def decide(self) -> None:
        for each in self.stripe.of_kind("dispute"):
            if each["status"] == "needs_response":
                self.stripe.decide(each["id"], self.dice.choice(["won", "lost"]))

    def by_bank(self) -> None:
        invoice = self.dice.choice(self.invoices)
        if invoice.state in OWED and invoice.open > 0:
            amount = self.dice.randint(1, invoice.open)
            receive(invoice, amount, on=today(), source="bank", by=None)
            db.session.commit()
            self.bank += amount


@pytest.mark.parametrize("seed", range(6))
def test_all_sums_agree(app: Flask, stripe: StripeServer, seed: int) -> None:
    world = World(stripe.account, seed)
    for _each in range(STEPS):
        world.step()
        if world.dice.random() < 0.5:
            told = list(stripe.account.events)
            world.dice.shuffle(told)
            tell(app, told)
    tell(app, stripe.account.events)
    tell(app, stripe.account.events)  # what closing a session has told of
    rows = db.session.scalars(select(Checkout)).all()
    assert sum(each.net + each.credit for each in rows) == stripe.account.balance()
    assert balance(Account.CASH) == stripe.account.balance() + world.bank
    assert db.session.scalar(select(func.sum(LedgerEntry.amount))) == 0
    paid = db.session.scalar(select(func.sum(Invoice.paid)))
    assert paid == balance(Account.CASH)
    assert balance(Account.RECEIVABLE) == sum(each.open for each in world.invoices)
    assert db.session.scalars(select(Job.error).where(Job.error != "")).all() == []
