"""The row follows what Stripe says, whatever was told of it in which order; the ledger follows the row.

What stands in the row stands in the ledger: each time only the difference is booked, in the same transaction, under a
lock. An answer of Stripe's that was fetched before another one was taken over is old and is not taken: the job asks
again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace import events
from marketplace.audit import record
from marketplace.billing.ledger import post_deposit
from marketplace.billing.models import Invoice
from marketplace.billing.operations.collecting import newest_of, receive_anyway, take_back
from marketplace.billing.states import InvoiceState
from marketplace.checkouts.operations.tasks import need_person, settle, settle_failures
from marketplace.checkouts.queries import checkouts_of
from marketplace.checkouts.states import CheckoutState, TaskKind
from marketplace.clock import now, today
from marketplace.db import db
from marketplace.engagements.states import ContractModel

if TYPE_CHECKING:
    from marketplace.checkouts.models import Checkout, StripeCustomer
    from marketplace.checkouts.records import Standing


def take_over(checkout: Checkout, standing: Standing, *, seen: int) -> bool:
    """Make the row and the ledger what Stripe says; tell whether it was taken. To be called with the row locked.

    `seen`: how often the row had followed when Stripe was asked.
    """
    if checkout.looks != seen:
        return False
    checkout.looks += 1
    checkout.payment_intent = standing.session.payment_intent or checkout.payment_intent
    checkout.url = (standing.intent.where_to_pay if standing.intent else "") or standing.session.url
    received, refunded, disputed = standing.received(checkout.asked), standing.refunded, standing.disputed
    moves = [received - checkout.received, checkout.refunded - refunded, checkout.disputed - disputed]
    objects = standing.objections != checkout.objections
    gave_back = refunded > checkout.refunded
    checkout.received, checkout.refunded, checkout.disputed = received, refunded, disputed
    checkout.objections = standing.objections
    _move(checkout, standing)
    for amount in sorted(moves, reverse=True):  # what came in before what went out: an invoice is never paid below 0
        _book(checkout, amount)
    if gave_back:
        need_person(checkout, TaskKind.REFUND, amount=refunded)
    if objects:
        amount = disputed or max((each.amount for each in standing.disputes), default=0)
        need_person(checkout, TaskKind.DISPUTE, amount=amount, detail=standing.objections)
    _look_at_rest(checkout)
    events.checkout_followed.send(checkout)
    return True


def _move(checkout: Checkout, standing: Standing) -> None:
    state = _state(checkout, standing)
    if state is checkout.state or not checkout.may_become(state):
        return
    checkout.state = state
    if state is CheckoutState.PAID:
        checkout.paid_at = now()
        settle_failures(checkout)
    record(None, "checkout followed", checkout, number=checkout.invoice.number, state=state.value,
           received=checkout.received)  # fmt: skip
    if state is CheckoutState.FAILED:
        need_person(checkout, TaskKind.FAILED, amount=checkout.asked)


def _state(checkout: Checkout, standing: Standing) -> CheckoutState:
    status = standing.intent.status if standing.intent else ""
    if checkout.received >= checkout.asked:
        return CheckoutState.PAID
    if standing.session.status == "expired" or status == "canceled":
        return CheckoutState.EXPIRED
    if checkout.received:
        return CheckoutState.PARTLY
    if standing.session.status == "complete":
        return CheckoutState.FAILED if status == "requires_payment_method" else CheckoutState.AWAITED
    return CheckoutState.OPEN


def take_over_credit(customer: StripeCustomer, balance: int, *, seen: int) -> bool:
    """Make the ledger what lies in a client's cash balance at Stripe; tell whether it was taken. Row locked.

    More than before stands with the latest payment; less than before leaves the latest that has some.
    """
    if customer.looks != seen:
        return False
    customer.looks += 1
    known = checkouts_of(customer)
    left = balance - sum(each.credit for each in known)
    paid = [each for each in known if each.received] or list(known)
    if left > 0 and paid:
        _add_credit(paid[0], left)
    for each in known:
        out = min(each.credit, -left) if left < 0 else 0
        if out:
            _add_credit(each, -out)
            left += out
    return True


def _add_credit(checkout: Checkout, amount: int) -> None:
    db.session.refresh(checkout, ["credit", "version"], with_for_update=True)
    checkout.credit += amount
    _book(checkout, amount)
    _look_at_rest(checkout)


def _book(checkout: Checkout, amount: int) -> None:
    """Book yen for the invoice, or for what has replaced it; nothing is nothing."""
    if not amount:
        return
    corrected = checkout.invoice.state is InvoiceState.CORRECTED
    direct = checkout.invoice.contract.model is ContractModel.DIRECT
    invoice = newest_of(checkout.invoice)
    db.session.flush()
    db.session.refresh(invoice, ["state", "version", "paid", "paid_on"], with_for_update={"of": Invoice})
    source = f"Stripe {checkout.payment_intent or checkout.session_id}"
    if amount > 0:
        receive_anyway(invoice, amount, on=today(), source=source, by=None)
    else:
        take_back(invoice, -amount, source=source, by=None, given_back=True)
    if direct:  # the consultant's money: it lies with the operator until it is handed on
        post_deposit(invoice, amount, source)
    if corrected and amount > 0:
        need_person(checkout, TaskKind.CORRECTED, amount=amount)


def _look_at_rest(checkout: Checkout) -> None:
    """Have a person look at too little and too much; what has settled itself meanwhile needs none."""
    if checkout.state is CheckoutState.PARTLY:
        need_person(checkout, TaskKind.UNDERPAID, amount=checkout.asked - checkout.net)
    elif checkout.state is CheckoutState.PAID:
        settle(checkout, TaskKind.UNDERPAID, words="paid in full")
    invoice = newest_of(checkout.invoice)
    over = min(invoice.paid - invoice.asked, checkout.net + checkout.credit)
    if over > 0:
        need_person(checkout, TaskKind.OVERPAID, amount=over)
    else:
        settle(checkout, TaskKind.OVERPAID, words="used or given back")
