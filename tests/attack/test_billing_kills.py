"""Workers killed while they close a month: nothing is billed twice, nothing is left out, no number is missing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from marketplace.billing.models import Invoice, LedgerEntry, PaymentNotice
from marketplace.billing.operations.closing import close_month
from marketplace.db import begin_writing, db
from marketplace.outbox import Message
from marketplace.work_reports.models import WorkReport
from marketplace.work_reports.states import ReportState
from tests.attack.product import kill, until
from tests.attack.test_kills import finish
from tests.factories.billing import approved_month

if TYPE_CHECKING:
    from datetime import date

    from tests.attack.product import Product

pytestmark = pytest.mark.attack
REPORTS, KILLS = 12, 4


def approved(run: Product) -> date:
    """Plant approved reports of one month."""
    with run.app.app_context():
        months = {approved_month()[0].month for _each in range(REPORTS)}
        db.session.commit()
    assert len(months) == 1
    return months.pop()


def invoices(run: Product) -> int:
    with run.app.app_context():
        return db.session.scalar(select(func.count(Invoice.id))) or 0


def more_than(run: Product, number: int) -> bool:
    return invoices(run) > number


def close(run: Product, month: date) -> None:
    with run.app.app_context():
        begin_writing()
        close_month(month, by=None)
        db.session.commit()


def test_a_month_closed_by_workers_that_are_killed_is_closed_once(run: Product) -> None:
    month = approved(run)
    close(run, month)
    for round_ in range(KILLS):
        before = invoices(run)
        worker = run.start_consumer()
        until(partial(more_than, run, before + 1), pause=0.003 * (round_ + 1))
        kill(worker)
        close(run, month)  # somebody presses the button again
    finish(run)
    with run.app.app_context():
        for model, prefix in ((Invoice, "INV"), (PaymentNotice, "PN")):
            numbers = sorted(db.session.scalars(select(model.number)))
            year = numbers[0].split("-")[1]
            assert numbers == [f"{prefix}-{year}-{n:06d}" for n in range(1, REPORTS + 1)]
        assert db.session.scalar(select(func.sum(LedgerEntry.amount))) == 0
        states = set(db.session.scalars(select(WorkReport.state)))
        assert states == {ReportState.LOCKED}
        for event in ("invoice_issued", "notice_sent"):
            told = select(func.count(Message.id)).where(Message.template == f"billing/{event}")
            assert db.session.scalar(told) == REPORTS, event
