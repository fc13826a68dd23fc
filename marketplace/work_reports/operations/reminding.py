"""What happens without anybody's hand: reminders, and the sweep of receipts that no row names."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from marketplace import files
from marketplace.audit import record
from marketplace.business_days import business_day_before
from marketplace.clock import TOKYO, now, today
from marketplace.contracts.models import Contract
from marketplace.contracts.states import ContractState
from marketplace.db import db
from marketplace.pipeline.clocks import in_business_hours
from marketplace.work_reports import notices
from marketplace.work_reports.models import WorkReport
from marketplace.work_reports.months import first_of, written_by
from marketplace.work_reports.operations.writing import FOLDER, begin_report
from marketplace.work_reports.queries import named_files, unwritten
from marketplace.work_reports.states import ReportState

WHILE = timedelta(days=62)  # after the contract's end: nobody is reminded of what is long past


def remind_writers() -> int:
    """Remind consultants of the months that are over, once each, from the second business day on; return how many.

    A month without a report gets its draft here: the reminder leads to it, and it remembers that it was sent.
    """
    if not in_business_hours(now()):
        return 0
    contracts = db.session.scalars(
        select(Contract)
        .where(
            Contract.state.in_({ContractState.ACTIVE, ContractState.SUSPENDED, ContractState.ENDED}),
            Contract.last_day > today() - WHILE,
            Contract.first_day < first_of(today()),
        )
        .order_by(Contract.number)
    ).all()
    sent = 0
    for each in unwritten(contracts):
        if not each.over or written_by(each.month) > today() or each.month < today() - WHILE:
            continue
        if each.report is not None and (each.report.reminded_at or each.report.state is not ReportState.DRAFT):
            continue
        report = each.report or begin_report(each.contract, each.month, by=None)
        report.mark(reminded_at=now())
        record(None, "consultant reminded", report, month=each.month.isoformat())
        notices.write_reminder(report, written_by(each.month))
        sent += 1
    return sent


def remind_answerers() -> int:
    """Remind clients of reports on the business day before they are due, once each; return how many."""
    if not in_business_hours(now()):
        return 0
    waiting = db.session.scalars(
        select(WorkReport).where(
            WorkReport.state == ReportState.SUBMITTED, WorkReport.reminded_at.is_(None), WorkReport.due_at.is_not(None)
        )
    ).all()
    due = [
        each for each in waiting if each.due_at and business_day_before(each.due_at.astimezone(TOKYO).date()) <= today()
    ]
    for report in due:
        report.mark(reminded_at=now())
        record(None, "client reminded", report, number=report.number)
        notices.answer_reminder(report)
    return len(due)


def sweep_receipts() -> int:
    """Take away the receipts that no expense names; today's may still be on their way. Return how many."""
    named = named_files()
    left = [key for key in files.keys_before(today() - timedelta(days=1), folder=FOLDER) if key not in named]
    for key in left:
        files.delete(key)
    return len(left)
