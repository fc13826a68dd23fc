"""What a step leaves behind: notices, lines of the journal; and a colleague who is faster."""

from __future__ import annotations

from sqlalchemy import select, update

from marketplace.audit import AuditEntry
from marketplace.db import db
from marketplace.outbox import Message
from marketplace.work_reports.models import WorkReport


def told(event: str) -> set[str]:
    return set(db.session.scalars(select(Message.to_email).where(Message.template == f"work_reports/{event}")))


def journal(report: WorkReport) -> list[str]:
    query = select(AuditEntry.event).where(AuditEntry.subject_id == report.id).order_by(AuditEntry.at, AuditEntry.id)
    return list(db.session.scalars(query))


def somebody_is_faster(report: WorkReport) -> None:
    """Raise the version in the database, behind this session's back."""
    faster = update(WorkReport).where(WorkReport.id == report.id).values(version=WorkReport.version + 1)
    db.session.execute(faster, execution_options={"synchronize_session": False})
