"""Writing a report: a month is begun, its days are saved, expenses are added; a settled one is corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm import attributes

from marketplace import files
from marketplace.audit import record
from marketplace.clock import now
from marketplace.contracts.models import Contract
from marketplace.db import db
from marketplace.errors import DomainError, Invalid
from marketplace.i18n import lazy_gettext as _
from marketplace.pipeline.clocks import end_of
from marketplace.work_reports.entries import (
    NAMES,
    SUSPENDED,
    DayEntry,
    ExpenseEntry,
    day_errors,
    entry_of,
    without_dittos,
)
from marketplace.work_reports.models import Expense, WorkDay, WorkReport
from marketplace.work_reports.months import covered, days_in, months_until_now, suspended_in, written_by
from marketplace.work_reports.queries import BEGUN, newest_report, version_for
from marketplace.work_reports.states import SETTLED, WRITABLE, ReportState

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from marketplace.accounts.models import User
    from marketplace.threads.uploads import Upload

FOLDER = "receipts"  # of the stored files
MOST_EXPENSES = 100


def begin_report(contract: Contract, month: date, *, by: User | None) -> WorkReport:
    """Begin a month's report, or go on with the one that is being written; `by` is nobody where the month's end did.

    Raises DomainError (409) where the month is settled already, Invalid where the contract has no such month.
    """
    db.session.refresh(contract, ["state", "version"], with_for_update={"of": Contract})
    if contract.state not in BEGUN:
        raise DomainError(_("Hours are written once the contract has begun."))
    if month not in months_until_now(contract):
        raise Invalid({"month": _("The contract has no such month, or it has not begun.")})
    newest = newest_report(contract, month)
    if newest is not None:
        if newest.state in WRITABLE:
            return newest
        raise DomainError(_("There is a report for this month already; an approved one is changed by a correction."))
    report = _new(contract, month, 1)
    record(by, "work report begun", report, month=month.isoformat())
    return report


def _new(contract: Contract, month: date, number: int) -> WorkReport:
    report = WorkReport(
        contract_id=contract.id, month=month, number=number, due_at=end_of(written_by(month)),
        state=ReportState.DRAFT, issues="", deemed=False,
    )  # fmt: skip
    report.contract = contract
    attributes.set_committed_value(report, "days", [])
    attributes.set_committed_value(report, "expenses", [])
    db.session.add(report)
    return report


def save_days(report: WorkReport, entries: Mapping[date, DayEntry], *, issues: str, by: User) -> None:
    """Keep what was typed for these days, and leave other days as they are; a day without anything is taken out.

    Raises Invalid with the day (2026-11-02) as the field's name.
    """
    _writable(report)
    grain = version_for(report.contract, report.month).grain
    known = set(days_in(report.contract, report.month))
    errors = {day.isoformat(): each for day, entry in entries.items() if (each := day_errors(entry, grain=grain))}
    errors |= {day.isoformat(): _("The contract does not cover this day.") for day in entries if day not in known}
    paused = suspended_in(report.contract, report.month)
    errors |= {day.isoformat(): SUSPENDED for day, entry in entries.items() if day in paused and entry.minutes}
    if errors:
        raise Invalid(errors)
    rows = {row.day: row for row in report.days}
    every = {day: entry_of(row) for day, row in rows.items()} | dict(entries)
    for day, entry in without_dittos(every).items():
        _keep(report, day, entry, rows.get(day))
    report.issues, report.saved_at = issues, now()
    record(by, "work report saved", report, minutes=report.minutes)


def _keep(report: WorkReport, day: date, entry: DayEntry, row: WorkDay | None) -> None:
    if entry.empty:
        if row is not None:
            report.days.remove(row)
        return
    if row is None:
        row = WorkDay(report_id=report.id, day=day)
        report.days.append(row)
    for name in NAMES:
        setattr(row, name, getattr(entry, name))


def add_expense(report: WorkReport, entry: ExpenseEntry, *, receipt: Upload | None = None, by: User) -> Expense:
    """Add money laid out on a day of the month that the contract covers, with its receipt."""
    _writable(report)
    errors: dict[str, object] = {}
    span = covered(report.contract, report.month)
    if span is None or not span[0] <= entry.day <= span[1]:
        errors["day"] = _("A day of this month that the contract covers.")
    if entry.amount <= 0:
        errors["amount"] = _("An amount is more than nothing.")
    if not entry.words.strip():
        errors["words"] = _("Say what it was for.")
    if len(report.expenses) >= MOST_EXPENSES:
        errors["words"] = _("A report holds %(most)s expenses at most.", most=MOST_EXPENSES)
    if errors:
        raise Invalid(errors)
    expense = Expense(
        report_id=report.id, day=entry.day, kind=entry.kind, words=entry.words.strip(), amount=entry.amount,
        paid_to_carrier=entry.paid_to_carrier,
    )  # fmt: skip
    if receipt is not None:
        expense.receipt_key = files.put(receipt.content, folder=FOLDER)
        expense.receipt_name, expense.receipt_type = receipt.name, receipt.media_type
    report.expenses.append(expense)
    report.saved_at = now()
    record(by, "expense added", report, amount=entry.amount, receipt=receipt is not None)
    return expense


def remove_expense(expense: Expense, *, by: User) -> None:
    """Take an expense out of a report that is being written; its file goes with the daily sweep."""
    report = expense.report
    _writable(report)
    record(by, "expense removed", report, amount=expense.amount)
    report.expenses.remove(expense)
    report.saved_at = now()


def correct(report: WorkReport, *, reason: str, by: User) -> WorkReport:
    """Begin a new version of a settled report, with its days and expenses; the old one stays as it was."""
    db.session.refresh(report.contract, ["state", "version"], with_for_update={"of": Contract})
    newest = newest_report(report.contract, report.month)
    if report.state not in SETTLED or newest is None or newest.id != report.id:
        raise DomainError(_("Only the newest version is corrected, and only once it is approved."))
    if not reason.strip():
        raise Invalid({"reason": _("Say what is corrected and why: the client will read it.")})
    corrected = _new(report.contract, report.month, report.number + 1)
    corrected.replaces_id, corrected.correction_reason, corrected.issues = report.id, reason.strip(), report.issues
    for row in report.days:
        corrected.days.append(WorkDay(report_id=corrected.id, day=row.day, **_values(row)))
    for each in report.expenses:
        corrected.expenses.append(
            Expense(
                report_id=corrected.id, day=each.day, kind=each.kind, words=each.words, amount=each.amount,
                paid_to_carrier=each.paid_to_carrier, receipt_key=each.receipt_key, receipt_name=each.receipt_name,
                receipt_type=each.receipt_type,
            )
        )  # fmt: skip
    record(by, "work report corrected", corrected, number=corrected.number, replaces=str(report.id))
    return corrected


def discard_correction(report: WorkReport, *, by: User) -> None:
    """Give a correction up that was never handed in: the version before it stays the newest."""
    if report.replaces_id is None or report.submitted_at is not None or report.state not in WRITABLE:
        raise DomainError(_("Only a correction that was never handed in is given up."))
    record(by, "correction given up", report, number=report.number)
    db.session.delete(report)


def _values(row: WorkDay) -> dict[str, object]:
    entry = entry_of(row)
    return {name: getattr(entry, name) for name in NAMES}


def _writable(report: WorkReport) -> None:
    if report.state not in WRITABLE:
        raise DomainError(_("This report was handed in: it is written again only after it is returned."))
