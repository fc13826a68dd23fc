"""What is made and asked at Stripe for consultants: before the writing transaction begins, each with a key saved first.

Every job may be killed anywhere and run again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from flask import current_app

from marketplace.background import daily, enqueue, hourly, job
from marketplace.checkouts.gateway import configured
from marketplace.checkouts.records import StripeRefusedError
from marketplace.clock import now
from marketplace.connect import gateway
from marketplace.connect.models import ConnectedAccount, Transfer
from marketplace.connect.operations import onboarding, transferring
from marketplace.connect.queries import (
    account_at,
    accounts_at_stripe,
    transfer_at,
    transfers_in,
    wanted_account,
    wanted_transfer,
)
from marketplace.connect.states import AccountState, TransferState
from marketplace.db import db

if TYPE_CHECKING:
    from marketplace.connect.records import Link, Standing

Row = TypeVar("Row", ConnectedAccount, Transfer)
LOOKED_AFTER = timedelta(days=60)  # how long a transfer is asked for daily whether it was reversed


def _locked(model: type[Row], row_id: UUID) -> Row:
    return db.session.get_one(model, row_id, with_for_update={"of": model}, populate_existing=True)


# Accounts


@dataclass(frozen=True, slots=True)
class Prepared:
    """What Stripe has made of an account so far."""

    stripe_id: str
    link_key: str
    link: Link | None
    refused: str


def _prepared(account_id: str) -> Prepared | None:
    """Have Stripe make the account unless it is there, and the link that was asked for."""
    account = db.session.get(ConnectedAccount, UUID(account_id))
    if account is None or account.refused:
        return None
    wanted, stripe_id = wanted_account(account), account.stripe_id
    link_key = "" if account.link_url else account.link_key
    page = f"{current_app.config['PRODUCT'].base_url}/bank-account/stripe"
    db.session.rollback()  # no transaction stays open while Stripe thinks
    try:
        stripe_id = stripe_id or gateway.make_account(wanted)
        link = gateway.make_link(stripe_id, key=link_key, page=page) if link_key else None
    except StripeRefusedError as refused:
        return Prepared(stripe_id, link_key, None, str(refused) or "refused")
    return Prepared(stripe_id, link_key, link, "")


@job(reads=_prepared)
def prepare(account_id: str, found: Prepared | None) -> None:
    """Keep the account and the link, or why there is none."""
    if found is None:
        return
    account = _locked(ConnectedAccount, UUID(account_id))
    if found.stripe_id:
        onboarding.keep_account(account, found.stripe_id)
        enqueue("connect.follow_account", key=f"follow:{found.stripe_id}", stripe_id=found.stripe_id)
    if found.refused:
        onboarding.keep_refusal(account, found.refused)
    elif found.link is not None:
        onboarding.keep_link(account, found.link_key, found.link)


def _account(stripe_id: str) -> tuple[UUID, int, Standing | str] | None:
    account = account_at(stripe_id)
    if account is None:
        return None
    row_id, seen = account.id, account.looks
    db.session.rollback()
    try:
        return row_id, seen, gateway.standing(stripe_id)
    except StripeRefusedError as refused:
        return row_id, seen, str(refused) or "gone"


@job(reads=_account)
def follow_account(stripe_id: str, found: tuple[UUID, int, Standing | str] | None) -> None:
    """Make the row what Stripe says of an account; asked again where another answer was taken over meanwhile."""
    if found is None:
        return
    row_id, seen, standing = found
    if not onboarding.take_over(_locked(ConnectedAccount, row_id), standing, seen=seen):
        enqueue("connect.follow_account", key=f"follow:{stripe_id}", stripe_id=stripe_id)


# Transfers


def _sent(transfer_id: str) -> tuple[str, str] | None:
    """Have Stripe make the transfer; return its id, or why it is refused."""
    transfer = db.session.get(Transfer, UUID(transfer_id))
    if transfer is None or transfer.state is not TransferState.ASKED:
        return None
    wanted = wanted_transfer(transfer)
    db.session.rollback()
    try:
        return gateway.send(wanted), ""
    except StripeRefusedError as refused:
        return "", str(refused) or "refused"


@job(reads=_sent)
def send(transfer_id: str, found: tuple[str, str] | None) -> None:
    """Keep and book the transfer that was made, or leave it to a person."""
    if found is None:
        return
    transfer = _locked(Transfer, UUID(transfer_id))
    stripe_id, why = found
    if stripe_id:
        transferring.keep_sent(transfer, stripe_id)
    else:
        transferring.keep_refusal(transfer, why)


def _reversed(stripe_id: str) -> tuple[UUID, int, int] | None:
    transfer = transfer_at(stripe_id)
    if transfer is None:
        return None
    row_id, seen = transfer.id, transfer.looks
    db.session.rollback()
    return row_id, seen, gateway.reversed_of(stripe_id)


@job(reads=_reversed)
def follow_transfer(stripe_id: str, found: tuple[UUID, int, int] | None) -> None:
    """Make row and ledger what Stripe says came back."""
    if found is None:
        return
    row_id, seen, yen = found
    if not transferring.take_over(_locked(Transfer, row_id), yen, seen=seen):
        enqueue("connect.follow_transfer", key=f"follow:{stripe_id}", stripe_id=stripe_id)


# By the clock


@hourly
def look_again() -> None:
    """Look at every account, and do again what was asked for and never answered."""
    if not configured():
        return
    for account in accounts_at_stripe():
        if account.stripe_id:
            enqueue("connect.follow_account", key=f"follow:{account.stripe_id}", stripe_id=account.stripe_id)
        else:
            enqueue("connect.prepare", key=f"connect:{account.id}", account_id=str(account.id))
    for transfer in transfers_in(TransferState.ASKED):
        enqueue("connect.send", key=f"transfer:{transfer.id}", transfer_id=str(transfer.id))


@daily
def try_again() -> None:
    """Ask again for what was refused and may be possible now, and whether something came back that nobody told of."""
    if not configured():
        return
    for transfer in transfers_in(TransferState.FAILED):
        if transfer.account.state is AccountState.READY:
            transferring.ask_again(_locked(Transfer, transfer.id))
    for transfer in transfers_in(TransferState.SENT):
        if transfer.sent_at is not None and transfer.sent_at > now() - LOOKED_AFTER:
            enqueue("connect.follow_transfer", key=f"follow:{transfer.stripe_id}", stripe_id=transfer.stripe_id)
