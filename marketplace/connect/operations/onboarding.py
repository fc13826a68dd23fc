"""A consultant asks for an account at Stripe; a job has it made; the row follows what Stripe says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy.exc import IntegrityError

from marketplace.audit import record
from marketplace.background import enqueue
from marketplace.connect import notices
from marketplace.connect.models import ConnectedAccount
from marketplace.connect.operations.transferring import ask_again
from marketplace.connect.queries import account_of, failed_transfers, is_open_to
from marketplace.connect.states import AccountState
from marketplace.db import db
from marketplace.errors import DomainError
from marketplace.i18n import lazy_gettext as _

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.connect.records import Link, Standing
    from marketplace.profiles.models import Consultant


def begin(consultant: Consultant, *, by: User) -> ConnectedAccount:
    """Ask for an account, or for a new way to the one that is there: each link is good for one visit."""
    if not is_open_to(consultant):
        raise DomainError(_("Payment through Stripe is not offered here."))
    account = account_of(consultant) or _asked(consultant, by=by)
    if account.refused:  # a key that was refused stays refused
        account.tries += 1
        account.refused = ""
    account.link_key, account.link_url, account.link_until = f"link:{uuid4()}", "", None
    enqueue("connect.prepare", key=f"connect:{account.id}", account_id=str(account.id))
    return account


def _asked(consultant: Consultant, *, by: User) -> ConnectedAccount:
    account = ConnectedAccount(consultant=consultant, key=f"account:{uuid4()}", email=by.email)
    try:
        with db.session.begin_nested():
            db.session.add(account)
    except IntegrityError:
        there = account_of(consultant)
        assert there is not None  # noqa: S101 - the row of another click is what stood in the way
        return there
    record(by, "account at Stripe asked for", account)
    return account


def keep_account(account: ConnectedAccount, stripe_id: str) -> None:
    """Keep what Stripe has made."""
    if account.stripe_id:
        return
    account.stripe_id = stripe_id
    account.state = AccountState.ONBOARDING
    record(None, "account at Stripe made", account, stripe=stripe_id)


def keep_link(account: ConnectedAccount, key: str, link: Link) -> None:
    """Keep the link that was asked for last; another one asked for meanwhile is still to come."""
    if account.link_key == key:
        account.link_url, account.link_until = link.url, link.until


def keep_refusal(account: ConnectedAccount, why: str) -> None:
    """Keep why Stripe makes no account or no link: the consultant reads it, and may try again."""
    account.refused = why[:400]
    record(None, "account at Stripe refused", account, why=why[:400])


def take_over(account: ConnectedAccount, standing: Standing | str, *, seen: int) -> bool:
    """Make the row what Stripe says; tell whether it was taken. To be called with the row locked.

    A text says why Stripe knows no such account any more. `seen`: how often the row had followed when it was asked.
    """
    if account.looks != seen:
        return False
    account.looks += 1
    account.reason = "" if not isinstance(standing, str) and standing.ready else _reason(standing)
    state = _state(account, standing)
    if state is account.state:
        return True
    was_ready = account.state is AccountState.READY
    account.state = state
    record(None, "account at Stripe followed", account, state=state.value, reason=account.reason)
    if state is AccountState.READY:
        account.link_key, account.link_url, account.link_until = "", "", None
        for each in failed_transfers(account):
            ask_again(each)
    elif was_ready or state is AccountState.RESTRICTED:
        notices.account_restricted(account)
    return True


def _reason(standing: Standing | str) -> str:
    return standing[:200] if isinstance(standing, str) else standing.reason


def _state(account: ConnectedAccount, standing: Standing | str) -> AccountState:
    if not isinstance(standing, str) and standing.ready:
        return AccountState.READY
    gone = isinstance(standing, str) or standing.restricted
    if account.state is AccountState.ONBOARDING and not gone:
        return AccountState.ONBOARDING
    return AccountState.RESTRICTED
