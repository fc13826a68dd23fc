"""create_app: the product put together from its contents."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask, url_for
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from marketplace import background, errors, formats, headers, i18n, limits, log, places, receivers, vocabulary
from marketplace.accounts import security
from marketplace.checkouts import webhook as stripe_webhook
from marketplace.checkouts.panel import payment_panel
from marketplace.connect.queries import transfers_of
from marketplace.contents import BLUEPRINTS, COMMANDS
from marketplace.contracts.queries import contract_of
from marketplace.db import UnitOfWorkFlask, db
from marketplace.engagements import labels as posting_labels
from marketplace.guard import public, refuse_unguarded, template_may
from marketplace.home import navigation
from marketplace.intake.queries import interviews_of
from marketplace.money import fee_amounts, fee_range
from marketplace.payouts.reminding import lacks_account, names_no_account
from marketplace.pipeline import labels as application_labels
from marketplace.pipeline.clocks import OWNER
from marketplace.pipeline.reasons import words_of
from marketplace.policy import Can
from marketplace.profiles import labels as profile_labels
from marketplace.profiles.sheet import profile_sheet
from marketplace.shortlist.labels import asked_label, condition_label

if TYPE_CHECKING:
    from config import Config

ROOT = Path(__file__).parent.parent
csrf = CSRFProtect()


def create_app(config: Config) -> Flask:
    """Build the application; refuses to start when a view has no policy."""
    app = UnitOfWorkFlask("marketplace", template_folder="../templates", static_folder="../static")
    config.instance.mkdir(parents=True, exist_ok=True)
    _configure(app, config)
    log.configure(as_json=config.log_json)

    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"))
    log.init_app(app)
    csrf.init_app(app)
    csrf.exempt(stripe_webhook.bp)  # its caller has a signature in the place of a session
    limits.init_app(app, url=config.limiter_url, enabled=config.rate_limits)
    i18n.init_app(app)
    for part in (formats, places, vocabulary, navigation):
        part.init_app(app)
    headers.init_app(app, https=config.secure_cookies)
    background.init_app(app, url=config.queue_url, instance=config.instance)
    security.init_app(app)
    errors.init_app(app)
    receivers.connect()
    _offer_to_templates(app, config)

    for bp in BLUEPRINTS:
        app.register_blueprint(bp)
    for command in COMMANDS:
        app.cli.add_command(command)
    app.view_functions["static"] = public(lambda filename: app.send_static_file(filename))  # noqa: PLW0108 - a bound method takes no mark
    refuse_unguarded(app, exempt=frozenset({"security"}))
    if config.trusted_proxies:
        n = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n)  # type: ignore[method-assign]
    return app


def _configure(app: Flask, config: Config) -> None:
    app.config.update(
        SECRET_KEY=config.secret_key,
        SQLALCHEMY_DATABASE_URI=config.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={"pool_pre_ping": not config.database_url.startswith("sqlite")},
        MIGRATIONS=str(ROOT / "migrations"),
        MAX_CONTENT_LENGTH=12 * 1024 * 1024,
        MAX_FORM_PARTS=2000,
        SESSION_COOKIE_NAME="__Host-session" if config.secure_cookies else "session",
        SESSION_COOKIE_SECURE=config.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=365),
        WTF_CSRF_TIME_LIMIT=None,  # the session bounds it: a form may stay open for an afternoon
        PRODUCT=config,
    )
    app.url_map.strict_slashes = False
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def _offer_to_templates(app: Flask, config: Config) -> None:
    """Give templates their few globals; whatever a page shows beyond them its view passes."""
    versions: dict[str, str] = {}

    def asset(path: str) -> str:
        if path not in versions:
            file = Path(str(app.static_folder)) / path
            versions[path] = f"{url_for('static', filename=path)}?v={int(file.stat().st_mtime):x}"
        return versions[path]

    app.jinja_env.globals.update(
        Can=Can,
        asset=asset,
        demo=config.demo,
        fee_amounts=fee_amounts,
        fee_range=fee_range,
        may=template_may,
        operator=config.operator,
        contract_of=contract_of,
        interviews_of=interviews_of,
        lacks_account=lacks_account,
        names_no_account=names_no_account,
        payment_panel=payment_panel,
        transfers_of=transfers_of,
        posting_label=posting_labels.label,
        close_reason=posting_labels.close_reason,
        profile_label=profile_labels.ALL,
        profile_sheet=profile_sheet,
        application_state=application_labels.STATE,
        application_source=application_labels.SOURCE,
        ending_reason=words_of,
        owner_label=application_labels.OWNER,
        owner_of=OWNER,
    )
    app.jinja_env.filters.update(condition=condition_label, asked=asked_label)

    @app.context_processor
    def locale() -> dict[str, str]:
        return {"locale": i18n.present_locale()}
