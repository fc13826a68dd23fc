"""What a checkout has brought for a consultant is handed on once; what comes back of it leaves a task.

No fee is taken here: what was received is handed on whole (R19). Whatever stands in the row stands in the ledger.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from marketplace.audit import record
from marketplace.background import enqueue
from marketplace.billing.ledger import post_deposit
from marketplace.billing.models import Invoice
from marketplace.billing.operations.collecting import newest_of
from marketplace.checkouts.operations.tasks import need_person, settle
from marketplace.checkouts.queries import open_task
from marketplace.checkouts.states import CheckoutState, TaskKind
from marketplace.clock import now
from marketplace.connect import notices
from marketplace.connect.models import Transfer
from marketplace.connect.queries import account_of, checkouts_of_invoice, open_transfer, rest_of, rest_of_invoice
from marketplace.connect.states import TransferState
from marketplace.db import db
from marketplace.engagements.states import ContractModel

if TYPE_CHECKING:
    from marketplace.checkouts.models import Checkout


def hand_on(checkout: Checkout) -> None:
    """Ask for the transfer of what a paid checkout has brought, and have a person look at what was given back since.

    Called whenever a checkout has followed Stripe, its row locked: what is there already is not asked for again.
    """
    invoice = checkout.invoice
    if invoice.contract.model is not ContractModel.DIRECT:
        return
    newest = newest_of(invoice)
    db.session.flush()
    db.session.refresh(newest, ["state", "version", "paid"], with_for_update={"of": Invoice})  # one at a time
    account = account_of(invoice.contract.application.consultant)
    rest = rest_of(checkout)
    if account is not None and checkout.state is CheckoutState.PAID and rest > 0 and open_transfer(checkout) is None:
        transfer = Transfer(checkout=checkout, invoice=newest, account=account, key=f"transfer:{uuid4()}", amount=rest)
        db.session.add(transfer)
        record(None, "transfer asked for", transfer, number=newest.number, amount=rest)
        _send(transfer)
    look_at_given_back(checkout)


def _send(transfer: Transfer) -> None:
    db.session.flush()
    enqueue("connect.send", key=f"transfer:{transfer.id}", transfer_id=str(transfer.id))


def look_at_given_back(checkout: Checkout) -> None:
    """Have a person fetch back what the client has got back after it was handed on."""
    given_back = -rest_of_invoice(checkout.invoice)
    known = checkouts_of_invoice(checkout.invoice)
    if given_back > 0:
        about = next((each for each in known if open_task(each, TaskKind.HANDED_ON)), checkout)
        need_person(about, TaskKind.HANDED_ON, amount=given_back)
        return
    for each in known:
        settle(each, TaskKind.HANDED_ON, words="reversed, or paid again")


def keep_sent(transfer: Transfer, stripe_id: str) -> None:
    """Keep the transfer that Stripe has made, and book it: by each way that leads here, once."""
    if transfer.state is not TransferState.ASKED:
        return
    transfer.stripe_id, transfer.sent_at, transfer.why = stripe_id, now(), ""
    transfer.state = TransferState.SENT
    post_deposit(transfer.invoice, -transfer.amount, f"Stripe {stripe_id}")
    record(None, "transfer sent", transfer, number=transfer.invoice.number, amount=transfer.amount, stripe=stripe_id)
    settle(transfer.checkout, TaskKind.TRANSFER_FAILED, words="sent")
    notices.handed_on(transfer)
    look_at_given_back(transfer.checkout)
    enqueue("connect.follow_transfer", key=f"follow:{stripe_id}", stripe_id=stripe_id)  # told before it was known


def keep_refusal(transfer: Transfer, why: str) -> None:
    """Keep why Stripe has made no transfer; it is tried again daily, and as soon as the account is ready."""
    if transfer.state is not TransferState.ASKED:
        return
    transfer.state, transfer.why = TransferState.FAILED, why[:400]
    record(None, "transfer refused", transfer, number=transfer.invoice.number, why=why[:400])
    need_person(transfer.checkout, TaskKind.TRANSFER_FAILED, amount=transfer.amount, detail=why[:400])


def ask_again(transfer: Transfer) -> None:
    """Ask anew for what was refused, under a key of its own: less what the client has got back meanwhile."""
    short = max(0, -rest_of_invoice(transfer.invoice))
    if short >= transfer.amount:
        transfer.state = TransferState.DROPPED
        record(None, "transfer dropped", transfer, number=transfer.invoice.number)
        settle(transfer.checkout, TaskKind.TRANSFER_FAILED, words="given back to the client")
        look_at_given_back(transfer.checkout)
        return
    transfer.amount -= short
    transfer.tries += 1
    transfer.state = TransferState.ASKED
    _send(transfer)


def take_over(transfer: Transfer, reversed_yen: int, *, seen: int) -> bool:
    """Make row and ledger what Stripe says came back of a transfer; tell whether it was taken. Row locked."""
    if transfer.looks != seen:
        return False
    transfer.looks += 1
    more = reversed_yen - transfer.reversed
    if more <= 0:
        return True
    transfer.reversed = reversed_yen
    if transfer.reversed == transfer.amount:
        transfer.state = TransferState.REVERSED
    post_deposit(transfer.invoice, more, f"Stripe {transfer.stripe_id} reversed")
    record(None, "transfer reversed", transfer, number=transfer.invoice.number, amount=more)
    need_person(transfer.checkout, TaskKind.TRANSFER_REVERSED, amount=transfer.reversed)
    look_at_given_back(transfer.checkout)
    return True
