"""The client acknowledges a report or returns it with a reason; who opens it leaves a receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace.audit import record
from marketplace.clock import now
from marketplace.db import db
from marketplace.status_reports import notices
from marketplace.status_reports.models import Receipt, StatusReport
from marketplace.status_reports.states import StatusState

if TYPE_CHECKING:
    from marketplace.accounts.models import User


def acknowledge(report: StatusReport, *, by: User) -> None:
    """Acknowledge what was handed in; opening it is not enough for that."""
    report.state = StatusState.ACKNOWLEDGED
    report.acknowledged_at, report.acknowledged_by_id = now(), by.id
    report.acknowledged_by = by
    note_reading(report, by=by)
    record(by, "status report acknowledged", report, edition=report.edition)
    notices.acknowledged(report, by)


def return_status(report: StatusReport, reason: str, *, by: User) -> None:
    """Return a report with a reason; its edition stays."""
    report.state = StatusState.RETURNED
    report.returned_at, report.returned_reason = now(), reason
    record(by, "status report returned", report, edition=report.edition)
    notices.returned(report, by, reason)


def note_reading(report: StatusReport, *, by: User) -> None:
    """Note that a reader has opened the present edition, once."""
    known = select(Receipt.id).where(
        Receipt.status_report_id == report.id, Receipt.edition == report.edition, Receipt.user_id == by.id
    )
    if report.edition and db.session.scalar(known) is None:
        db.session.add(Receipt(status_report_id=report.id, edition=report.edition, user_id=by.id, read_at=now()))
