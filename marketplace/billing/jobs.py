"""What happens to documents by itself."""

from __future__ import annotations

from uuid import UUID

from marketplace.accounts.models import User
from marketplace.background import daily, job
from marketplace.billing.exporting import archive
from marketplace.billing.models import DocumentExport
from marketplace.billing.operations import answering, collecting, exports, issuing
from marketplace.billing.queries import billable, read_wanted
from marketplace.billing.states import ExportState
from marketplace.db import db
from marketplace.i18n import in_locale
from marketplace.policy import Can, may
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


def _archive(export_id: str) -> bytes | None:
    """Set every document, in the language of who asked; None where that person may not have them any more."""
    export = db.session.get(DocumentExport, UUID(export_id))
    user = db.session.get(User, export.asked_by_id) if export is not None else None
    if export is None or user is None or export.state is not ExportState.WAITING or not may(user, Can.BILL):
        return None
    with in_locale(user.locale):
        return archive(user, read_wanted(export.wanted))


@job(reads=_archive)
def export_documents(export_id: str, found: bytes | None) -> None:
    """Keep the file of an export, and tell who asked for it."""
    export = db.session.get_one(DocumentExport, UUID(export_id))
    if found is None:
        exports.give_up(export)
    else:
        exports.keep_export(export, found, to=db.session.get_one(User, export.asked_by_id))


@daily
def sweep_exports() -> None:
    """Take away files of documents whose days are over."""
    exports.sweep_exports()
