"""Reads of accounts at Stripe and of what is, or shall be, handed on to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace.billing.models import Invoice
from marketplace.billing.operations.collecting import newest_of
from marketplace.checkouts import gateway
from marketplace.checkouts.models import Checkout
from marketplace.connect.models import ConnectedAccount, Transfer
from marketplace.connect.records import WantedAccount, WantedTransfer
from marketplace.connect.states import AccountState, TransferState
from marketplace.contracts.collection import collects
from marketplace.contracts.queries import party_of
from marketplace.db import db
from marketplace.engagements.states import ContractModel
from marketplace.i18n import lazy_gettext as _
from marketplace.settings import Name, value_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from marketplace.profiles.models import Consultant

NEWEST = 20


def why_impossible(*, collects: bool) -> str:
    """Say why it cannot be switched on; nothing where it can. `collects`: whether COLLECT_DIRECT is to be on."""
    if not gateway.configured():
        return str(_("Stripe's keys are not set up on this server: nothing can be paid through it."))
    if not collects:
        return str(_("Switch collecting for consultants in direct contracts on first."))
    return ""


def is_on() -> bool:
    """Tell whether the operator hands on by Stripe what it collects for consultants."""
    return bool(value_of(Name.STRIPE_CONNECT) and value_of(Name.COLLECT_DIRECT)) and gateway.configured()


def is_open_to(consultant: Consultant) -> bool:
    """Tell whether a consultant may have an account: never across a border (R48)."""
    party = party_of(consultant)
    return is_on() and (party is None or party.domestic)


def account_of(consultant: Consultant) -> ConnectedAccount | None:
    """The consultant's account."""
    return db.session.scalar(select(ConnectedAccount).where(ConnectedAccount.consultant_id == consultant.id))


def account_at(stripe_id: str) -> ConnectedAccount | None:
    """The account that Stripe calls by this id."""
    return (
        db.session.scalar(select(ConnectedAccount).where(ConnectedAccount.stripe_id == stripe_id))
        if stripe_id
        else None
    )


def accounts_at_stripe() -> Sequence[ConnectedAccount]:
    """Every account that Stripe has made, or has still to make and has not refused."""
    living = (ConnectedAccount.stripe_id != "") | (ConnectedAccount.refused == "")
    return db.session.scalars(select(ConnectedAccount).where(living).order_by(ConnectedAccount.id)).all()


def is_handed_on(invoice: Invoice) -> bool:
    """Tell whether what is paid for a DIRECT invoice is taken in by Stripe, and handed on to its consultant."""
    contract = invoice.contract
    if contract.model is not ContractModel.DIRECT or not is_on() or not collects(contract):
        return False
    account = account_of(contract.application.consultant)
    return account is not None and account.state is AccountState.READY


# Transfers


def transfer_at(stripe_id: str) -> Transfer | None:
    """The transfer that Stripe calls by this id."""
    return db.session.scalar(select(Transfer).where(Transfer.stripe_id == stripe_id)) if stripe_id else None


def open_transfer(checkout: Checkout) -> Transfer | None:
    """What of a checkout is on its way, or was refused."""
    undecided = Transfer.state.in_((TransferState.ASKED, TransferState.FAILED))
    return db.session.scalar(select(Transfer).where(Transfer.checkout_id == checkout.id, undecided))


def transfers_of(invoice: Invoice) -> Sequence[Transfer]:
    """What was handed on for an invoice, and for those it has replaced, the newest first."""
    of_chain = Transfer.invoice_id.in_(_chain(invoice))
    return db.session.scalars(select(Transfer).where(of_chain).order_by(Transfer.id.desc())).all()


def newest_transfers(account: ConnectedAccount) -> Sequence[Transfer]:
    """The latest that was handed on to a consultant."""
    mine = select(Transfer).where(Transfer.account_id == account.id, Transfer.state != TransferState.DROPPED)
    return db.session.scalars(mine.order_by(Transfer.id.desc()).limit(NEWEST)).all()


def transfers_in(state: TransferState) -> Sequence[Transfer]:
    """Every transfer in a state, the oldest first."""
    return db.session.scalars(select(Transfer).where(Transfer.state == state).order_by(Transfer.id)).all()


def failed_transfers(account: ConnectedAccount) -> Sequence[Transfer]:
    """What Stripe has refused to hand on to an account."""
    failed = Transfer.state == TransferState.FAILED, Transfer.account_id == account.id
    return db.session.scalars(select(Transfer).where(*failed).order_by(Transfer.id)).all()


def rest_of(checkout: Checkout) -> int:
    """Yen of a checkout that are still to be handed on.

    What it has brought and not handed on yet, as far as its invoice has brought more than was handed on for it: what
    the client has got back, or paid too much, is none of it.
    """
    own = select(Transfer).where(Transfer.checkout_id == checkout.id, Transfer.state != TransferState.DROPPED)
    return min(checkout.net - sum(each.amount for each in db.session.scalars(own)), rest_of_invoice(checkout.invoice))


def rest_of_invoice(invoice: Invoice) -> int:
    """Yen that Stripe holds for a consultant by an invoice; negative: handed on, and given back to the client since."""
    checkouts = checkouts_of_invoice(invoice)
    handed = sum(each.net for each in transfers_of(invoice))
    newest = newest_of(invoice)
    in_balance = sum(each.credit for each in checkouts)
    credit = max(0, newest.paid - newest.asked - in_balance)
    return sum(each.net for each in checkouts) - credit - handed


def checkouts_of_invoice(invoice: Invoice) -> Sequence[Checkout]:
    """Every checkout of an invoice and of those it has replaced."""
    return db.session.scalars(select(Checkout).where(Checkout.invoice_id.in_(_chain(invoice)))).all()


def _chain(invoice: Invoice) -> list[object]:
    """The ids of an invoice as it stands, and of all that it has replaced."""
    each: Invoice | None = newest_of(invoice)
    found: list[object] = []
    while each is not None:
        found.append(each.id)
        each = db.session.get(Invoice, each.replaces_id) if each.replaces_id else None
    return found


# What Stripe is asked to make: the same at every try


def wanted_account(account: ConnectedAccount) -> WantedAccount:
    return WantedAccount(f"{account.key}:{account.tries}", str(account.id), account.email)


def wanted_transfer(transfer: Transfer) -> WantedTransfer:
    return WantedTransfer(
        key=f"{transfer.key}:{transfer.tries}", transfer_id=str(transfer.id), destination=transfer.account.stripe_id,
        payment_intent=transfer.checkout.payment_intent, amount=transfer.amount, number=transfer.invoice.number,
        since=transfer.asked_at,
    )  # fmt: skip
