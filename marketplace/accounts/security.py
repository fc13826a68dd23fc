"""Flask-Security, set up for this product: what is on, how it speaks, how it looks, and who may try how often.

Sign-in, sign-out, password, confirmation and second factor are the library's views under our URLs, in our
templates, with our mails in the outbox. The unit of work commits them like any other view; an input that is
refused answers 422. Who may sign in is said in operations.py.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit
from uuid import UUID

import structlog
from flask import current_app, g, redirect, render_template, request, session, url_for
from flask_security import (
    LoginForm,
    MailUtil,
    Security,
    SQLAlchemyUserDatastore,
    TwoFactorRescueForm,
    TwoFactorSetupForm,
    password_changed,
    password_reset,
    tf_disabled,
    tf_profile_changed,
    user_authenticated,
    user_failed_authn,
)
from flask_security.utils import validate_redirect_url
from sqlalchemy import select
from wtforms import Form, StringField

from marketplace.accounts import operations, second_factor, security_views
from marketplace.accounts.demo_sign_ins import DEMO_SIGN_INS
from marketplace.accounts.models import BrowserSession, User
from marketplace.accounts.passwords import LONGEST, SHORTEST, Passwords
from marketplace.accounts.security_texts import MESSAGES
from marketplace.audit import record
from marketplace.clock import now
from marketplace.db import SAFE, begin_writing, db
from marketplace.i18n import gettext as _
from marketplace.identity import user_or_none
from marketplace.inputs import folded
from marketplace.outbox import queue_mail, queue_message

if TYPE_CHECKING:
    from flask import Flask
    from flask.typing import ResponseReturnValue
    from wtforms import Field

    from config import Config

TRANSLATIONS = Path(__file__).parent.parent / "translations"
FRESH = timedelta(hours=1)
MAILS = {  # the library's name of a mail → our template, what of its context is the link, whether it is a page notice
    "confirm": ("accounts/confirm_address", "confirmation_link", False),
    "reset": ("accounts/reset_password", "reset_link", False),
    "reset_notice": ("accounts/password_changed", "", True),
    "change_notice": ("accounts/password_changed", "", True),
    "new_address": ("accounts/confirm_new_address", "link", False),
}
WITHOUT_SECOND_FACTOR = frozenset(
    {"static", "home.language", "health.healthz", "health.readyz"}
    | {f"security.{each}" for each in ("logout", "verify", "two_factor_setup", "two_factor_setup_validate")}
)
NOBODYS = frozenset({"static", "health.healthz"})  # asked for without a question to the database, whoever asks
log = structlog.get_logger()


class Users(SQLAlchemyUserDatastore):
    """The library's way to our users: addresses are kept in small letters, so that the index finds them."""

    def find_user(self, case_insensitive: bool = False, **by: Any) -> User | None:  # noqa: FBT001, FBT002
        """Return the user of whom one column has this value."""
        del case_insensitive
        ((column, value),) = by.items()
        wanted = str(value).strip().lower() if column == "email" else value
        return db.session.scalar(select(User).where(getattr(User, column) == wanted))


class Mails(MailUtil):
    """Addresses as people type them, and the library's mails into the outbox, in the reader's language."""

    def normalize(self, email: str) -> str:
        """Take full-width letters and spaces around; compare in small letters."""
        return str(super().normalize(folded(email))).lower()

    def validate(self, email: str) -> str:
        """Likewise: no address is looked up in the DNS while somebody waits."""
        return self.normalize(email)

    def send_mail(self, template: str, *ready: Any, **context: Any) -> None:
        """Queue one mail; a link that lets somebody in is never shown on a page."""
        _subject, recipient, *_drawn = ready
        ours, link, on_page = MAILS[template]
        user: User = context["user"]
        path = urlsplit(context[link]).path if link else "/account"
        if on_page:
            queue_message(user, ours, link=path, name=user.name)
        else:
            queue_mail(recipient, ours, locale=user.locale, link=path, name=user.name)


class SignInForm(LoginForm):
    """No long-lived cookie; whoever gave the right password may learn that the address is not confirmed yet."""

    remember = None

    def validate_next(self, field: Field) -> None:
        """Forget a way on that leads elsewhere: whoever signs in lands on a page of ours."""
        if field.data and not validate_redirect_url(field.data):
            field.data = ""

    def validate(self, **kwargs: Any) -> bool:
        if super().validate(**kwargs):
            return True
        if self.user_authenticated and self.requires_confirmation:
            self.email.errors = []
            self.form_errors.append(_("Please open the link in our mail first: your address is not confirmed yet."))
        return False


class SetUpForm(TwoFactorSetupForm):
    """One button each for setting up and switching off; staff cannot switch it off."""

    setup = StringField()
    phone = StringField()

    def validate(self, **kwargs: Any) -> bool:
        if self.setup.data == "disable" and not second_factor.may_switch_off(cast("User", self.user)):
            self.setup.errors = [_("Staff cannot do without the second factor.")]
            return False
        return bool(super().validate(**kwargs))


class Ways(StringField):
    """Where the library lists its ways to help; ours is a link to the recovery codes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.choices: list[object] = []


class HelpForm(TwoFactorRescueForm):
    """Nothing to choose."""

    help_setup = Ways()


def init_app(app: Flask) -> None:
    """Set the library up, put our answers around its views, and demand the second factor of staff."""
    config: Config = app.config["PRODUCT"]
    app.config.update(_settings(config))
    security = Security(
        app,
        Users(db, User, None),  # type: ignore[arg-type]  # kinds and policy.py instead of the library's roles
        login_form=SignInForm,
        two_factor_setup_form=SetUpForm,
        two_factor_rescue_form=HelpForm,
        mail_util_cls=Mails,
        password_util_cls=Passwords,
        totp_cls=second_factor.OneTimeCodes,
        mf_recovery_codes_util_cls=second_factor.RecoveryCodes,
        render_template=_render,
    )
    security.want_json(lambda _request: False)
    manager = app.extensions["security"].login_manager
    manager.request_loader(lambda _request: None)  # no tokens: people sign in with a browser
    by_cookie = manager._user_callback  # noqa: SLF001 - the library's loader, which also notes when one signed in
    manager.user_loader(lambda marker: None if request.endpoint in NOBODYS else _still_signed_in(by_cookie(marker)))
    security_views.wrap(app)
    app.before_request(_demand_second_factor)
    app.jinja_env.globals.update(
        demo_sign_ins=DEMO_SIGN_INS if config.demo else (), second_factor_may_go=second_factor.may_switch_off
    )


def _settings(config: Config) -> dict[str, object]:
    settings: dict[str, object] = {
        "BLUEPRINT_NAME": "security", "STATIC_FOLDER": None, "CLI_USERS_NAME": None, "CLI_ROLES_NAME": None,
        "CONFIRMABLE": True, "RECOVERABLE": True, "CHANGEABLE": True, "CHANGE_EMAIL": True,
        "REGISTERABLE": False, "TWO_FACTOR": True,
        "MULTI_FACTOR_RECOVERY_CODES": True, "MULTI_FACTOR_RECOVERY_CODES_N": 10,
        "TWO_FACTOR_ENABLED_METHODS": ["authenticator"], "TWO_FACTOR_RESCUE_EMAIL": False,
        "TWO_FACTOR_ALWAYS_VALIDATE": True, "TWO_FACTOR_AUTHENTICATOR_VALIDITY": 30,
        "TOTP_SECRETS": {"1": config.totp_secret}, "TOTP_ISSUER": "Ennoshita",
        "PASSWORD_SALT": config.password_salt, "PASSWORD_HASH": "argon2", "PASSWORD_SCHEMES": ["argon2"],
        "PASSWORD_HASH_PASSLIB_OPTIONS": {
            "argon2__time_cost": config.argon2_rounds, "argon2__memory_cost": 19_456, "argon2__parallelism": 1,
        },
        "PASSWORD_LENGTH_MIN": SHORTEST, "PASSWORD_CONFIRM_REQUIRED": False,
        "HASHING_SCHEMES": ["hex_sha256"], "DEPRECATED_HASHING_SCHEMES": [],  # of signed tokens: no slow hash needed
        "RETURN_GENERIC_RESPONSES": True, "API_ENABLED_METHODS": ["session"], "JOIN_USER_ROLES": False,
        "EMAIL_VALIDATOR_ARGS": {"check_deliverability": False}, "EMAIL_PLAINTEXT": False, "EMAIL_HTML": False,
        "DATETIME_FACTORY": now, "FRESHNESS": FRESH, "FRESHNESS_GRACE_PERIOD": FRESH,
        "RESET_PASSWORD_WITHIN": timedelta(hours=2), "CONFIRM_EMAIL_WITHIN": timedelta(days=2),
        "CHANGE_EMAIL_WITHIN": timedelta(hours=2),
        "I18N_DOMAIN": "messages", "I18N_DIRNAME": str(TRANSLATIONS),
        "LOGIN_URL": "/sign-in", "LOGOUT_URL": "/sign-out", "RESET_URL": "/password/reset",
        "CHANGE_URL": "/password/change", "CHANGE_EMAIL_URL": "/e-mail/change",
        "CONFIRM_URL": "/e-mail/confirm", "VERIFY_URL": "/password/enter-again",
        "TWO_FACTOR_SETUP_URL": "/two-factor", "TWO_FACTOR_TOKEN_VALIDATION_URL": "/two-factor/code",
        "TWO_FACTOR_RESCUE_URL": "/two-factor/help", "TWO_FACTOR_SELECT_URL": "/two-factor/choose",
        "MULTI_FACTOR_RECOVERY_CODES_URL": "/two-factor/recovery-codes",
        "MULTI_FACTOR_RECOVERY_URL": "/two-factor/recover",
        "TWO_FACTOR_POST_SETUP_VIEW": "security.mf_recovery_codes",
        "POST_CHANGE_VIEW": "accounts.account", "POST_VERIFY_VIEW": "accounts.account",
        "CHANGE_EMAIL_EMAIL_TEMPLATE": "new_address",
        "EMAIL_TEMPLATE_CONFIRM": "confirm", "EMAIL_TEMPLATE_PASSWORD_RESET": "reset",
        "EMAIL_TEMPLATE_PASSWORD_RESET_NOTICE": "reset_notice",
        "EMAIL_TEMPLATE_PASSWORD_CHANGE_NOTICE": "change_notice",
    }  # fmt: skip
    settings |= {f"MSG_{key}": value for key, value in MESSAGES.items()}
    settings["MSG_PASSWORD_INVALID_LENGTH"] = (f"{SHORTEST}–{LONGEST}", "error")  # ours speaks first: passwords.py
    return {f"SECURITY_{key}": value for key, value in settings.items()}


def _render(template: str, **context: Any) -> str:
    """Draw one of the library's pages, and note when a form on it was refused."""
    forms = [value for value in context.values() if isinstance(value, Form)]
    g.form_refused = request.method not in SAFE and any(form.errors for form in forms)
    if request.method not in SAFE and not g.form_refused and request.endpoint in security_views.BY_MAIL:
        return ""  # the answer will be a redirect, and its page is to show the message
    return render_template(template, **context)


def _still_signed_in(user: User | None) -> User | None:
    """Return the user unless the session behind the cookie was ended, or has lasted too long."""
    number = session.get("browser")
    if user is None or number is None:
        return user
    behind = db.session.get(BrowserSession, UUID(number))
    return user if behind is not None and behind.user_id == user.id and behind.live else None


def _demand_second_factor() -> ResponseReturnValue | None:
    """Send staff without a second factor to its set-up before anything else."""
    if "_user_id" not in session or request.endpoint in WITHOUT_SECOND_FACTOR:
        return None
    if current_app.config["PRODUCT"].demo:
        return None
    if request.method not in SAFE:
        begin_writing()
    user = user_or_none()
    if user is None or not second_factor.must_set_up(user):
        return None
    return redirect(url_for("security.two_factor_setup"), code=303)


@user_authenticated.connect
def _signed_in(_app: object, user: User, **_rest: object) -> None:
    """Start a session of its own for this sign-in: nothing of the one before it stays valid."""
    before = session.pop("browser", None)
    if before is not None and (old := db.session.get(BrowserSession, UUID(before))) is not None:
        operations.end_session(old)
    for leftover in ("csrf_token", "signed_up"):
        session.pop(leftover, None)
    g.pop("csrf_token", None)
    session.permanent = True
    session["browser"] = str(operations.start_session(user, agent=request.user_agent.string).id)


@user_failed_authn.connect
def _refused(_app: object, user: User, auth_type: str, **_rest: object) -> None:
    log.warning("sign-in refused", user=str(user.id), by=auth_type)


@password_changed.connect
@password_reset.connect
def _password_changed(_app: object, user: User, **_rest: object) -> None:
    record(user, "password changed", user)


@tf_profile_changed.connect
def _second_factor_set_up(_app: object, user: User, **_rest: object) -> None:
    record(user, "second factor set up", user)
    queue_message(user, "accounts/second_factor_changed", link="/account", name=user.name)


@tf_disabled.connect
def _second_factor_off(_app: object, user: User, **_rest: object) -> None:
    user.mf_recovery_codes, user.tf_last_counter = None, None
    record(user, "second factor switched off", user)
    queue_message(user, "accounts/second_factor_changed", link="/account", name=user.name)
