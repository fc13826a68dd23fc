"""Handing a report in, and what follows: returned with a reason, approved, by silence where agreed, locked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace import events
from marketplace.audit import record
from marketplace.business_days import business_days_after
from marketplace.clock import now, today
from marketplace.db import db
from marketplace.errors import DomainError, Invalid
from marketplace.formats import date_short
from marketplace.i18n import lazy_gettext as _
from marketplace.pipeline.clocks import end_of
from marketplace.work_reports import notices
from marketplace.work_reports.differences import differences
from marketplace.work_reports.entries import SUSPENDED
from marketplace.work_reports.models import WorkReport
from marketplace.work_reports.months import answered_by, days_in, suspended_in
from marketplace.work_reports.queries import version_for
from marketplace.work_reports.states import ReportState

if TYPE_CHECKING:
    from marketplace.accounts.models import User


def submit(report: WorkReport, *, by: User) -> None:
    """Hand a report in: whole days of the contract, none in the future, each with what was done."""
    errors = _lacking(report)
    if errors:
        raise Invalid(errors)
    silence = version_for(report.contract, report.month).deemed_approval_days
    report.submitted_at, report.submitted_by_id = now(), by.id
    report.silence_until = business_days_after(today(), silence) if silence else None
    report.due_at = end_of(report.silence_until or answered_by(report.month, today()))
    report.reminded_at = None
    report.state = ReportState.SUBMITTED
    record(by, "work report submitted", report, minutes=report.minutes, number=report.number)
    notices.report_submitted(report)


def _lacking(report: WorkReport) -> dict[str, object]:
    """Return what a report lacks, by the day or the field where it is mended."""
    errors: dict[str, object] = {}
    covered = set(days_in(report.contract, report.month))
    paused = suspended_in(report.contract, report.month)
    for row in report.days:
        if row.day > today():
            errors[row.day.isoformat()] = _("%(day)s has not come yet.", day=date_short(row.day))
        elif row.day not in covered:
            errors[row.day.isoformat()] = _("The contract does not cover this day.")
        elif row.day in paused and row.minutes:
            errors[row.day.isoformat()] = SUSPENDED
        elif row.minutes and not row.content.strip():
            errors[row.day.isoformat()] = _("Say what was done on %(day)s.", day=date_short(row.day))
    if not report.minutes and not report.issues.strip():
        errors["issues"] = _("There are no hours in this month: say why under remarks.")
    replaced = report.replaces_id and db.session.get_one(WorkReport, report.replaces_id)
    if replaced and not differences(replaced, report):
        errors["issues"] = _("Nothing differs from the version before.")
    return errors


def return_with_reason(report: WorkReport, *, reason: str, by: User) -> None:
    """Give a report back to be mended, with the reason in words."""
    if not reason.strip():
        raise Invalid({"reason": _("Say what is to be mended: the consultant will read it.")})
    report.returned_at, report.returned_reason = now(), reason.strip()
    report.due_at, report.reminded_at, report.silence_until = None, None, None
    report.state = ReportState.RETURNED
    record(by, "work report returned", report, number=report.number)
    notices.report_returned(report)


def approve(report: WorkReport, *, by: User) -> None:
    """Confirm that the work was done as written; never with hours on a day that was suspended since."""
    if _stands_on_suspended_days(report):
        raise DomainError(_("The contract was suspended on a day that this report has hours for: return it instead."))
    report.approved_by_id = by.id
    _approve(report, by=by)


def approve_by_silence() -> int:
    """Approve what nobody has answered within the agreed days (みなし承認); return how many.

    What could not be approved by hand is left to be returned by hand.
    """
    over = db.session.scalars(
        select(WorkReport)
        .where(WorkReport.state == ReportState.SUBMITTED, WorkReport.silence_until < today())
        .order_by(WorkReport.silence_until)
    ).all()
    sound = [report for report in over if not _stands_on_suspended_days(report)]
    for report in sound:
        report.deemed = True
        _approve(report, by=None)
    return len(sound)


def _stands_on_suspended_days(report: WorkReport) -> bool:
    """Tell whether the contract was suspended on a day with hours, after the report was handed in."""
    paused = suspended_in(report.contract, report.month)
    return any(row.minutes and row.day in paused for row in report.days)


def _approve(report: WorkReport, *, by: User | None) -> None:
    report.approved_at = now()
    report.due_at, report.reminded_at, report.silence_until = None, None, None
    report.state = ReportState.APPROVED
    record(by, "work report approved", report, minutes=report.minutes, number=report.number, deemed=report.deemed)
    notices.report_approved(report)
    events.work_report_approved.send(report)


def lock(report: WorkReport, *, by: User | None) -> None:
    """Keep a report as it is from now on: an invoice or a payment notice rests on it."""
    report.locked_at = now()
    report.state = ReportState.LOCKED
    record(by, "work report locked", report, number=report.number)
