"""create_app: the table of contents of the product."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask, url_for
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from marketplace import (
    background,
    commands,
    errors,
    formats,
    headers,
    health,
    i18n,
    limits,
    log,
    places,
    receivers,
    vocabulary,
)
from marketplace.accounts import cli as accounts_cli
from marketplace.accounts import routes as accounts
from marketplace.accounts import security
from marketplace.api import routes as api
from marketplace.api import token_pages as api_tokens
from marketplace.billing import advance_pages as advances
from marketplace.billing import cli as billing_cli
from marketplace.billing import export_pages as document_exports
from marketplace.billing import jobs as billing_jobs
from marketplace.billing import routes as billing
from marketplace.browse import board, noting, process, writing
from marketplace.browse import routes as browse
from marketplace.catalogue import jobs as catalogue_jobs
from marketplace.change_requests import routes as change_requests
from marketplace.checkouts import jobs as checkouts_jobs
from marketplace.checkouts import routes as checkouts
from marketplace.checkouts import webhook as stripe_webhook
from marketplace.checkouts.panel import payment_panel
from marketplace.comments import jobs as comments_jobs
from marketplace.comments import routes as comments
from marketplace.connect import jobs as connect_jobs
from marketplace.connect import routes as connect
from marketplace.connect.queries import transfers_of
from marketplace.contracts import jobs as contracts_jobs
from marketplace.contracts import papers, preparing, wordings
from marketplace.contracts import routes as contracts
from marketplace.contracts.queries import contract_of
from marketplace.dashboards import routes as dashboards
from marketplace.db import UnitOfWorkFlask, db
from marketplace.demo import cli as demo_cli
from marketplace.desk import (
    beginning,
    catalogue,
    certificates,
    curating,
    filtering,
    general,
    merging,
    operating,
    settings,
)
from marketplace.desk import routes as desk
from marketplace.engagements import jobs as engagements_jobs
from marketplace.engagements import labels as posting_labels
from marketplace.engagements import routes as engagements
from marketplace.exports import feeds as project_calendars
from marketplace.exports import routes as exports
from marketplace.guard import public, refuse_unguarded, template_may
from marketplace.home import navigation
from marketplace.home import routes as home
from marketplace.imports import routes as imports
from marketplace.inbox import jobs as inbox_jobs
from marketplace.inbox import routes as inbox
from marketplace.intake import routes as intake
from marketplace.intake.queries import interviews_of
from marketplace.meetings import jobs as meetings_jobs
from marketplace.meetings import routes as meetings
from marketplace.minutes import routes as minutes
from marketplace.money import fee_amounts, fee_range
from marketplace.offers import jobs as offers_jobs
from marketplace.offers import routes as offers
from marketplace.payouts import account_pages as bank_accounts
from marketplace.payouts import jobs as payouts_jobs
from marketplace.payouts import routes as payouts
from marketplace.payouts.reminding import lacks_account, names_no_account
from marketplace.pipeline import jobs as pipeline_jobs
from marketplace.pipeline import labels as application_labels
from marketplace.pipeline.clocks import OWNER
from marketplace.pipeline.reasons import words_of
from marketplace.policy import Can
from marketplace.portfolio import routes as portfolio
from marketplace.profiles import jobs as profiles_jobs
from marketplace.profiles import labels as profile_labels
from marketplace.profiles import routes as profiles
from marketplace.profiles.sheet import profile_sheet
from marketplace.project_imports import jobs as project_imports_jobs
from marketplace.project_imports import routes as project_imports
from marketplace.project_summaries import routes as project_summaries
from marketplace.pulses import jobs as pulses_jobs
from marketplace.pulses import month_pages as month_checks
from marketplace.pulses import routes as pulses
from marketplace.readers import routes as readers
from marketplace.registrations import routes as registrations
from marketplace.reviews import jobs as reviews_jobs
from marketplace.reviews import routes as reviews
from marketplace.sheets import routes as sheets
from marketplace.shortlist import jobs as shortlist_jobs
from marketplace.shortlist.labels import condition_label
from marketplace.statements import routes as statements
from marketplace.status_reports import jobs as status_reports_jobs
from marketplace.status_reports import routes as status_reports
from marketplace.threads import jobs as threads_jobs
from marketplace.threads import routes as threads
from marketplace.threads import talking
from marketplace.tracker import routes as tracker
from marketplace.tracker import template_pages as project_templates
from marketplace.work_reports import downloads as report_downloads
from marketplace.work_reports import jobs as work_reports_jobs
from marketplace.work_reports import routes as work_reports

if TYPE_CHECKING:
    from config import Config

ROOT = Path(__file__).parent.parent
BLUEPRINTS = (
    health.bp,
    home.bp,
    accounts.bp,
    inbox.bp,
    engagements.bp,
    browse.bp,
    process.bp,
    board.bp,
    noting.bp,
    writing.bp,
    threads.bp,
    talking.bp,
    desk.bp,
    beginning.bp,
    curating.bp,
    merging.bp,
    settings.bp,
    general.bp,
    filtering.bp,
    operating.bp,
    certificates.bp,
    catalogue.bp,
    profiles.bp,
    sheets.bp,
    imports.bp,
    intake.bp,
    meetings.bp,
    offers.bp,
    contracts.bp,
    preparing.bp,
    papers.bp,
    wordings.bp,
    billing.bp,
    advances.bp,
    document_exports.bp,
    statements.bp,
    dashboards.bp,
    registrations.bp,
    checkouts.bp,
    stripe_webhook.bp,
    connect.bp,
    payouts.bp,
    bank_accounts.bp,
    work_reports.bp,
    tracker.bp,
    project_templates.bp,
    status_reports.bp,
    portfolio.bp,
    project_imports.bp,
    minutes.bp,
    exports.bp,
    project_summaries.bp,
    change_requests.bp,
    comments.bp,
    readers.bp,
    pulses.bp,
    month_checks.bp,
    reviews.bp,
    project_calendars.bp,
    api.bp,
    api_tokens.bp,
    report_downloads.bp,
)
JOBS = (
    catalogue_jobs, inbox_jobs, profiles_jobs, engagements_jobs, shortlist_jobs, pipeline_jobs, meetings_jobs,
    offers_jobs, contracts_jobs, billing_jobs, checkouts_jobs, connect_jobs, payouts_jobs, work_reports_jobs,
    status_reports_jobs, project_imports_jobs, pulses_jobs, reviews_jobs, threads_jobs, comments_jobs,
)  # fmt: skip
COMMANDS = (accounts_cli.cli, commands.worker, commands.policy, demo_cli.demo, billing_cli.cli)
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
    app.jinja_env.filters["condition"] = condition_label

    @app.context_processor
    def locale() -> dict[str, str]:
        return {"locale": i18n.present_locale()}
