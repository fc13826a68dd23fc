"""A consultant's account at Stripe: begun, gone on with, and what was handed on to it. Off, there is no such page."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, abort, redirect, render_template, request, url_for

from marketplace.clock import now
from marketplace.connect.labels import connect_label
from marketplace.connect.operations.onboarding import begin
from marketplace.connect.queries import account_of, is_on, is_open_to, newest_transfers
from marketplace.connect.states import AccountState
from marketplace.guard import guard
from marketplace.identity import signed_in_user
from marketplace.policy import Can
from marketplace.profiles.queries import profile_of

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from marketplace.connect.models import ConnectedAccount
    from marketplace.profiles.models import Consultant

bp = Blueprint("connect", __name__)
bp.add_app_template_filter(connect_label)


@bp.get("/bank-account/stripe")
@guard(Can.EDIT_BANK_ACCOUNT)
def show() -> ResponseReturnValue:
    """Show how far the account is, and what was handed on to it."""
    consultant = _own_profile()
    account = account_of(consultant)
    return render_template(
        "connect/account.html", account=account, step=_step(account), domestic=is_open_to(consultant),
        transfers=newest_transfers(account) if account else [],
    )  # fmt: skip


@bp.post("/bank-account/stripe")
@guard(Can.EDIT_BANK_ACCOUNT)
def go_on() -> ResponseReturnValue:
    """Ask for an account, or for the way to Stripe's page: a job has it made, the page says when it is there."""
    begin(_own_profile(), by=signed_in_user())
    return redirect(url_for("connect.show"), code=303)


def _own_profile() -> Consultant:
    consultant = profile_of(signed_in_user()) if is_on() else None
    return consultant or abort(HTTPStatus.NOT_FOUND)


def _step(account: ConnectedAccount | None) -> str:
    """Return what comes next: begin, refused, preparing, link, back, go_on, or nothing."""
    if account is None:
        return "begin"
    if account.refused:
        return "refused"
    if account.link_key and not account.link_url:
        return "preparing"
    came = request.args.get("from", "")
    if not came and account.link_until is not None and account.link_until > now():
        return "link"
    if account.state is AccountState.READY:
        return "nothing"
    return "back" if came == "stripe" else "go_on"
