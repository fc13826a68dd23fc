"""Consultants with an account at Stripe's stand-in, and DIRECT invoices that are paid through it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace.background import enqueue, run_due
from marketplace.billing.operations.issuing import bill_month
from marketplace.connect.models import ConnectedAccount, Transfer
from marketplace.connect.operations.onboarding import begin
from marketplace.db import db
from marketplace.engagements.states import ContractModel
from marketplace.settings import Name, save_settings, settings
from tests.factories.accounts import make_operator
from tests.factories.billing import approved_month
from tests.factories.keeping import keep
from tests.stripe_connect import finish

if TYPE_CHECKING:
    from marketplace.billing.models import Invoice
    from marketplace.connect.states import TransferState
    from marketplace.profiles.models import Consultant
    from tests.stripe_server import StripeServer

DIRECT_TOTAL = 880_000  # yen of such an invoice, tax included


def switch(*, collect: bool = True, connect: bool = True) -> None:
    """Set the operator's two settings."""
    wanted = {Name.COLLECT_DIRECT: int(collect), Name.STRIPE_CONNECT: int(connect)}
    save_settings(wanted, seen=settings(), by=make_operator())
    keep()


def direct_invoice() -> Invoice:
    """Issue the invoice of a DIRECT month."""
    report, _owner = approved_month(150, model=ContractModel.DIRECT, order_price=None)
    invoice, notice = bill_month(report, by=None)
    keep()
    assert invoice is not None
    assert notice is None
    assert invoice.total == DIRECT_TOTAL
    return invoice


def begun_account(consultant: Consultant) -> ConnectedAccount:
    """Have the consultant ask, and the jobs make an account and a link."""
    account = begin(consultant, by=consultant.user)
    keep()
    run_due()
    return db.session.get_one(ConnectedAccount, account.id, populate_existing=True)


def ready_account(consultant: Consultant, stripe: StripeServer) -> ConnectedAccount:
    """Have the consultant answer all that Stripe asks, too, and look at it."""
    account = begun_account(consultant)
    finish(stripe.account, account.stripe_id)
    enqueue("connect.follow_account", stripe_id=account.stripe_id)
    keep()
    run_due()
    return db.session.get_one(ConnectedAccount, account.id, populate_existing=True)


def payable_invoice(stripe: StripeServer) -> Invoice:
    """Switch all on; return a DIRECT invoice whose consultant is ready."""
    switch()
    invoice = direct_invoice()
    ready_account(invoice.contract.application.consultant, stripe)
    return invoice


def transfers() -> list[tuple[TransferState, int, int]]:
    """Return state, yen and reversed yen of every transfer, the oldest first."""
    rows = select(Transfer).order_by(Transfer.id).execution_options(populate_existing=True)
    return [(each.state, each.amount, each.reversed) for each in db.session.scalars(rows)]
