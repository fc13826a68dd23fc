"""Workers killed between any two steps of an account or a transfer: one of each, and nothing handed on twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from marketplace.background import Job, JobState
from marketplace.billing.models import Invoice, LedgerEntry
from marketplace.billing.queries import balance
from marketplace.billing.states import Account
from marketplace.checkouts.operations.hearing import hear
from marketplace.checkouts.records import Told
from marketplace.connect.models import ConnectedAccount
from marketplace.connect.operations.onboarding import begin
from marketplace.connect.states import AccountState, TransferState
from marketplace.db import db
from tests.attack.test_stripe_kills import OURS, only_ours, strike, stripe, struck_at_home, struck_at_stripe
from tests.factories.checkouts import open_checkout, sums_agree
from tests.factories.connect import DIRECT_TOTAL, direct_invoice, switch, transfers
from tests.stripe_connect import finish

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from tests.attack.product import Product
    from tests.stripe_server import StripeServer

__all__ = ["stripe"]
pytestmark = pytest.mark.attack


def told_all(stripe: StripeServer) -> None:
    """Keep every event, and leave nothing but our jobs to be done."""
    for event in stripe.account.events:
        hear(Told(event["id"], event["type"], event["data"]["object"]["id"]))
    only_ours()


@pytest.mark.parametrize("blow", [struck_at_home, struck_at_stripe])
def test_an_account_is_made_and_money_handed_on_once_whatever_is_killed(
    run: Product, stripe: StripeServer, blow: Callable[..., bool]
) -> None:
    with run.app.app_context():
        switch()
        invoice_id = asked_account(direct_invoice())

    def one_account() -> None:
        assert len(stripe.account.of_kind("account")) <= 1

    assert strike(run, stripe, blow, one_account) >= 3
    with run.app.app_context():
        account = db.session.scalars(select(ConnectedAccount)).one()
        assert account.stripe_id == stripe.account.of_kind("account")[0]["id"]
        finish(stripe.account, account.stripe_id)
        told_all(stripe)
    strike(run, stripe, blow, one_account)
    with run.app.app_context():
        assert db.session.scalars(select(ConnectedAccount.state)).one() is AccountState.READY
        paid(stripe, invoice_id)

    def nothing_twice() -> None:
        assert len(stripe.account.of_kind("transfer")) <= 1
        assert -balance(Account.DEPOSITS) == balance(Account.CASH)
        assert balance(Account.CASH) in {0, DIRECT_TOTAL}

    assert strike(run, stripe, blow, nothing_twice) >= 4
    with run.app.app_context():
        assert transfers() == [(TransferState.SENT, DIRECT_TOTAL, 0)]
        assert len(stripe.account.of_kind("transfer")) == 1
        assert sums_agree(stripe) == 0
        assert db.session.scalar(select(func.count(LedgerEntry.id))) == 4
        assert db.session.scalars(select(Job.state).where(OURS).distinct()).all() == [JobState.DONE]


def asked_account(invoice: Invoice) -> UUID:
    consultant = invoice.contract.application.consultant
    begin(consultant, by=consultant.user)
    only_ours()
    return invoice.id


def paid(stripe: StripeServer, invoice_id: UUID) -> None:
    row = open_checkout(db.session.get_one(Invoice, invoice_id))
    stripe.account.pay_by_card(row.session_id)
    told_all(stripe)
