"""What we put around the views of Flask-Security: rates, 422 for a refused form, our confirmation page."""

from __future__ import annotations

from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import flash, g, make_response, redirect, render_template, request, session, url_for
from flask_limiter.util import get_remote_address
from flask_security import login_user
from flask_security.change_email import _verify_token_status
from flask_security.confirmable import confirm_email_token_status
from flask_security.utils import verify_password

from marketplace.accounts import operations
from marketplace.accounts.forms import PasswordOnly
from marketplace.accounts.models import BrowserSession, User
from marketplace.db import SAFE, db
from marketplace.i18n import gettext as _
from marketplace.identity import user_or_none
from marketplace.limits import RESET, SECOND_FACTOR, SIGN_IN, count, named_account

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.typing import ResponseReturnValue

    View = Callable[..., Any]

KEPT_AT_SIGN_OUT = ("locale", "_flashes")
BY_MAIL = {  # what goes on in a mail, and the page that says so
    "security.forgot_password": "security.login",
    "security.send_confirmation": "security.login",
    "security.change_email": "accounts.account",
}
RATES = {  # what a POST counts against, by address and by account
    "security.login": SIGN_IN,
    "security.verify": SIGN_IN,
    "security.change_password": SIGN_IN,
    "security.confirm_email": SIGN_IN,
    "security.forgot_password": RESET,
    "security.reset_password": RESET,
    "security.send_confirmation": RESET,
    "security.change_email": RESET,
    "security.two_factor_token_validation": SECOND_FACTOR,
    "security.two_factor_setup_validate": SECOND_FACTOR,
    "security.mf_recovery": SECOND_FACTOR,
}


def wrap(app: Flask) -> None:
    """Replace each view of the library by one that counts tries and answers 422 where a form was refused."""
    views = app.view_functions
    views["security.confirm_email"] = confirm_email
    views["security.change_email_confirm"] = to_new_address
    views["security.two_factor_rescue"] = views["security.tf_select"] = to_recovery
    views["security.logout"] = _leaving_nothing(views["security.logout"])
    for endpoint, view in list(views.items()):
        if endpoint.startswith("security."):
            views[endpoint] = _answered(endpoint, view)


def _answered(endpoint: str, view: View) -> View:
    @wraps(view)
    def answered(**values: Any) -> ResponseReturnValue:
        if request.method not in SAFE:
            _count_try(endpoint)
        response = make_response(view(**values))
        if g.pop("form_refused", False):
            response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        elif endpoint in BY_MAIL and request.method not in SAFE:
            return redirect(url_for(BY_MAIL[endpoint]), code=303)
        return response

    return answered


def _count_try(endpoint: str) -> None:
    """Count by the sender's address, and by the account that is tried, wherever the tries come from."""
    rate = RATES.get(endpoint)
    if rate is None:
        return
    count(rate, endpoint, get_remote_address())
    user = user_or_none()
    if "tf_user_id" in session:
        count(rate, endpoint, f"account:{session['tf_user_id']}")
    elif user is not None:
        count(rate, endpoint, f"account:{user.id}")
    elif request.form.get("email"):
        count(rate, endpoint, named_account())


def _leaving_nothing(sign_out: View) -> View:
    @wraps(sign_out)
    def ended(**values: Any) -> ResponseReturnValue:
        number = session.get("browser")
        if number is not None and (behind := db.session.get(BrowserSession, UUID(number))) is not None:
            operations.end_session(behind)
        response = make_response(sign_out(**values))
        for key in [key for key in session if key not in KEPT_AT_SIGN_OUT and not key.startswith("_")]:
            session.pop(key)
        return response

    return ended


def to_recovery(**_values: object) -> ResponseReturnValue:
    """Show the one way to sign in without the authenticator app: a recovery code."""
    return redirect(url_for("security.mf_recovery"))


def to_new_address(token: str) -> ResponseReturnValue:
    """Go on from the mail's link to our own page: opening a link changes nothing, its button does."""
    return redirect(url_for("accounts.new_address", token=token))


def asked_address(token: str, user: User) -> str | None:
    """Return the address that this person asked for with the link; None where it is old, used or somebody else's."""
    expired, invalid, asking, email = _verify_token_status(token)  # type: ignore[no-untyped-call]
    return None if expired or invalid or asking is None or asking.id != user.id else str(email)


def confirm_email(token: str) -> ResponseReturnValue:
    """Confirm an address by the button behind the mail's link, and let the person in (see operations.py)."""
    expired, invalid, user = confirm_email_token_status(token)  # type: ignore[no-untyped-call]
    if user is None or invalid or expired:
        flash(_("This link is no longer valid. Ask for a new one here."), "error")
        return redirect(url_for("security.send_confirmation"), code=303)
    if user.confirmed_at is not None:
        flash(_("This address is already confirmed. You can sign in."), "info")
        return redirect(url_for("security.login"), code=303)
    same_browser = session.get("signed_up") == user.fs_uniquifier
    form = PasswordOnly()
    if request.method in SAFE:
        return render_template("security/confirm_email.html", form=form, user=user, same_browser=same_browser)
    if not same_browser and not _knows_password(form, user):
        g.form_refused = True
        return render_template("security/confirm_email.html", form=form, user=user, same_browser=False)
    operations.confirm_address(user)
    login_user(user, authn_via=["confirm"])
    flash(_("Thank you. Your address is confirmed and you are signed in."), "success")
    return redirect(url_for("intake.welcome"), code=303)


def _knows_password(form: PasswordOnly, user: User) -> bool:
    if not form.validate_on_submit():
        return False
    if verify_password(form.password.data, user.password or ""):
        return True
    form.password.errors = [_("This password is not right.")]
    return False
