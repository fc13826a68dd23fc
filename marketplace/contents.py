"""The table of contents: the pages, jobs and commands of every feature."""

from __future__ import annotations

from marketplace import commands, health
from marketplace.accounts import cli as accounts_cli
from marketplace.accounts import routes as accounts
from marketplace.api import routes as api
from marketplace.api import token_pages as api_tokens
from marketplace.appeals import routes as appeals
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
from marketplace.comments import jobs as comments_jobs
from marketplace.comments import routes as comments
from marketplace.connect import jobs as connect_jobs
from marketplace.connect import routes as connect
from marketplace.contracts import jobs as contracts_jobs
from marketplace.contracts import papers, preparing, wordings
from marketplace.contracts import routes as contracts
from marketplace.dashboards import routes as dashboards
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
from marketplace.engagements import routes as engagements
from marketplace.exports import feeds as project_calendars
from marketplace.exports import routes as exports
from marketplace.home import routes as home
from marketplace.imports import routes as imports
from marketplace.inbox import jobs as inbox_jobs
from marketplace.inbox import routes as inbox
from marketplace.intake import routes as intake
from marketplace.learning import cli as learning_cli
from marketplace.learning import jobs as learning_jobs
from marketplace.learning import routes as learning
from marketplace.meetings import jobs as meetings_jobs
from marketplace.meetings import routes as meetings
from marketplace.minutes import routes as minutes
from marketplace.offers import jobs as offers_jobs
from marketplace.offers import routes as offers
from marketplace.payouts import account_pages as bank_accounts
from marketplace.payouts import jobs as payouts_jobs
from marketplace.payouts import routes as payouts
from marketplace.pipeline import jobs as pipeline_jobs
from marketplace.portfolio import routes as portfolio
from marketplace.profiles import jobs as profiles_jobs
from marketplace.profiles import routes as profiles
from marketplace.project_imports import jobs as project_imports_jobs
from marketplace.project_imports import routes as project_imports
from marketplace.project_summaries import routes as project_summaries
from marketplace.pulses import jobs as pulses_jobs
from marketplace.pulses import month_pages as month_checks
from marketplace.pulses import routes as pulses
from marketplace.rate_guidance import jobs as rate_guidance_jobs
from marketplace.rate_guidance import routes as rate_guidance
from marketplace.readers import routes as readers
from marketplace.registrations import routes as registrations
from marketplace.reviews import jobs as reviews_jobs
from marketplace.reviews import routes as reviews
from marketplace.sheets import routes as sheets
from marketplace.shortlist import jobs as shortlist_jobs
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

BLUEPRINTS = (
    health.bp,
    home.bp,
    accounts.bp,
    inbox.bp,
    engagements.bp,
    rate_guidance.bp,
    browse.bp,
    process.bp,
    board.bp,
    noting.bp,
    writing.bp,
    threads.bp,
    talking.bp,
    appeals.bp,
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
    learning.bp,
)
JOBS = (
    catalogue_jobs, inbox_jobs, profiles_jobs, engagements_jobs, shortlist_jobs, pipeline_jobs, meetings_jobs,
    offers_jobs, contracts_jobs, billing_jobs, checkouts_jobs, connect_jobs, payouts_jobs, work_reports_jobs,
    status_reports_jobs, project_imports_jobs, pulses_jobs, reviews_jobs, threads_jobs, comments_jobs,
    rate_guidance_jobs, learning_jobs,
)  # fmt: skip
COMMANDS = (accounts_cli.cli, commands.worker, commands.policy, demo_cli.demo, billing_cli.cli, learning_cli.cli)
