"""Billing at the command line: a month closed for everybody, with a progress bar."""

from __future__ import annotations

import time
from itertools import count
from typing import TYPE_CHECKING

import click
import sqlalchemy as sa
from flask.cli import AppGroup

from marketplace.billing.operations.issuing import bill_month
from marketplace.billing.queries import billable
from marketplace.clock import TOKYO
from marketplace.db import db, in_own_transaction
from marketplace.errors import DomainError
from marketplace.work_reports.models import WorkReport

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

cli = AppGroup("billing", help="Invoices and payment notices.")


@cli.command("close")
@click.argument("month", type=click.DateTime(["%Y-%m"]))
def close(month: datetime) -> None:
    """Bill every approved report of MONTH (2026-10), one transaction each; run again, it does what is left."""
    day = month.replace(tzinfo=TOKYO).date()
    ids: list[UUID] = [report.id for report in billable(day)]
    failed: list[str] = []
    began, asked = time.monotonic(), count(1)
    sa.event.listen(db.engine, "before_cursor_execute", lambda *_: next(asked))
    with click.progressbar(ids, label=f"{day:%Y-%m}") as bar:
        for report_id in bar:
            try:
                with in_own_transaction():
                    bill_month(db.session.get_one(WorkReport, report_id), by=None)
            except DomainError as refused:
                failed.append(f"{report_id}: {refused.message}")
    seconds, each = time.monotonic() - began, (next(asked) - 1) / max(1, len(ids))
    billed = len(ids) - len(failed)
    click.echo(f"{billed} billed, {len(failed)} refused, {seconds:.1f} s, {each:.1f} queries a month and contract")
    for line in failed:
        click.echo(line, err=True)
