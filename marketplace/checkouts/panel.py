"""What the invoice page says about paying: it draws this by a name of its own, for billing knows no checkouts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import request

from marketplace.checkouts import gateway
from marketplace.checkouts.queries import LEAST, MOST, is_outdated, is_payable, latest_checkout
from marketplace.checkouts.states import LIVING, CheckoutState
from marketplace.engagements.states import ContractModel
from marketplace.own_account import own_account
from marketplace.trade.banks import account
from marketplace.trade.refusal import Refusal

if TYPE_CHECKING:
    from marketplace.billing.models import Invoice
    from marketplace.checkouts.models import Checkout
    from marketplace.own_account import OwnAccount
    from marketplace.trade.banks import Account

FROM_STRIPE = "stripe"


@dataclass(frozen=True, slots=True)
class Panel:
    """How an invoice is paid, and how far that has come."""

    direct: bool  # it is the consultant's money: only Stripe takes it in, and hands it on
    by_stripe: bool  # card and transfer through Stripe are offered here
    fits: bool  # the amount is one that Stripe takes
    checkout: Checkout | None
    step: str  # none, asked, open, back, awaited, partly, closing, failed
    own: OwnAccount | None
    place: Account | None  # the own account with its bank's and branch's names

    @property
    def waits(self) -> bool:
        """Tell whether the page will soon say something else by itself."""
        return self.step in {"asked", "back", "closing"}


def payment_panel(invoice: Invoice) -> Panel | None:
    """Return what is to be said; nothing where nothing is owed to the operator."""
    if not is_payable(invoice):
        return None
    direct, fits = invoice.contract.model is ContractModel.DIRECT, LEAST <= invoice.open <= MOST
    if direct and not fits:  # Stripe alone would take it
        return None
    own = own_account()
    checkout = latest_checkout(invoice)
    return Panel(
        direct=direct, by_stripe=gateway.configured(), fits=fits, checkout=checkout,
        step=_step(checkout), own=own, place=_place(own),
    )  # fmt: skip


def _step(checkout: Checkout | None) -> str:
    """Return where it stands. Who comes back from Stripe is told to wait: what a browser says is no payment."""
    if checkout is None:
        return "none"
    if checkout.state not in LIVING:
        return "failed" if checkout.state is CheckoutState.FAILED else "none"
    if is_outdated(checkout):
        return "closing"
    if checkout.state is CheckoutState.OPEN and request.args.get("from") == FROM_STRIPE:
        return "back"
    return checkout.state.value


def _place(own: OwnAccount | None) -> Account | None:
    try:
        return account(own.bank_code, own.branch_code, own.kind, own.number) if own else None
    except Refusal:
        return None
