"""Who did what to which record, written in the transaction that did it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import structlog
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.clock import now
from marketplace.db import Model, db

if TYPE_CHECKING:
    from marketplace.accounts.models import User

log = structlog.get_logger()


class AuditEntry(Model):
    """One line of the journal; never changed, never deleted before the legal term (R40)."""

    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[UUID | None] = mapped_column(index=True)  # None: the system itself, or nobody signed in
    event: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID] = mapped_column(index=True)
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    request_id: Mapped[str] = mapped_column(default="")


def record(actor: User | None, event: str, subject: Model, **facts: str | int | bool | None) -> None:
    """Write the audit row and the log line of one operation; `event` is a constant phrase."""
    request_id = str(structlog.contextvars.get_contextvars().get("request_id", ""))
    db.session.add(
        AuditEntry(
            at=now(),
            actor_id=actor.id if actor else None,
            event=event,
            subject_kind=subject.__tablename__,
            subject_id=subject.id,
            facts=facts,
            request_id=request_id,
        )
    )
    log.info(
        event, actor=str(actor.id) if actor else None, kind=subject.__tablename__, subject=str(subject.id), **facts
    )
