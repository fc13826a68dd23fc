"""What an operation or a request on a posting has left behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from marketplace.audit import AuditEntry
from marketplace.db import db
from marketplace.engagements.models import Engagement, Listing
from marketplace.outbox import Message

if TYPE_CHECKING:
    from marketplace.accounts.models import User


def told(user: User) -> list[str]:
    """The notices queued for somebody, oldest first."""
    db.session.flush()
    return list(db.session.scalars(select(Message.template).where(Message.user_id == user.id).order_by(Message.id)))


def journal(engagement: Engagement) -> list[str]:
    """What the audit says was done to a posting, oldest first."""
    db.session.flush()
    return list(
        db.session.scalars(
            select(AuditEntry.event).where(AuditEntry.subject_id == engagement.id).order_by(AuditEntry.id)
        )
    )


def journal_length() -> int:
    return db.session.scalar(select(func.count()).select_from(AuditEntry)) or 0


def row_of(engagement: Engagement) -> Listing | None:
    return db.session.scalar(select(Listing).where(Listing.engagement_id == engagement.id))


def again(engagement_id: object) -> Engagement:
    """The posting as the database has it now."""
    db.session.expire_all()
    return db.session.get_one(Engagement, engagement_id)
