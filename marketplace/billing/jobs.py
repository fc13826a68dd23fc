"""What happens to documents by itself."""

from __future__ import annotations

from uuid import UUID

from marketplace.background import daily, job
from marketplace.billing.operations import answering, collecting, issuing
from marketplace.billing.queries import billable
from marketplace.db import db
from marketplace.work_reports.models import WorkReport


@job
def bill_month(work_report_id: str) -> None:
    """Issue the documents of an approved report; done already, it does nothing."""
    report = db.session.get(WorkReport, UUID(work_report_id))
    if report is not None and report in billable(report.month):
        issuing.bill_month(report, by=None)


@daily
def confirm_by_silence() -> None:
    """Confirm payment notices that nobody has objected to."""
    answering.confirm_by_silence()


@daily
def mark_overdue() -> None:
    """Mark late invoices and ask for them."""
    collecting.mark_overdue()
