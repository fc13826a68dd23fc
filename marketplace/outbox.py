"""What is to be said to somebody: rows queued with the change they tell of, delivered by a job."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.background import enqueue
from marketplace.clock import now
from marketplace.db import Model, check, db

if TYPE_CHECKING:
    from marketplace.accounts.models import User


class Delivery(StrEnum):
    """Where a message stands on its way."""

    QUEUED = "queued"
    SENT = "sent"
    CAPTURED = "captured"  # no SMTP server is configured: kept for the demo mailbox
    BUNDLED = "bundled"  # said by a summary instead of a mail of its own
    DROPPED = "dropped"  # read on the page before its mail was due


class Message(Model):
    """A notice to one person: shown on the page when it has a user, and sent by mail."""

    __table_args__ = (check("state = 'queued' OR delivered_at IS NOT NULL", "delivered_has_date"),)

    user_id: Mapped[UUID | None] = mapped_column(index=True)
    to_email: Mapped[str] = mapped_column(index=True)
    locale: Mapped[str]
    template: Mapped[str]  # "engagements/published" renders templates/notices/engagements/published/
    facts: Mapped[dict[str, Any]]
    link: Mapped[str] = mapped_column(default="")  # the one button, a path of ours
    state: Mapped[Delivery] = mapped_column(default=Delivery.QUEUED, index=True)
    created_at: Mapped[datetime] = mapped_column(index=True)
    delivered_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None] = mapped_column(index=True)  # its mail waits for the summary or the morning
    digest_id: Mapped[UUID | None] = mapped_column(ForeignKey("message.id"), index=True)  # the summary that says it
    read_at: Mapped[datetime | None]
    on_page: Mapped[bool] = mapped_column(default=True)
    subject: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    html: Mapped[str] = mapped_column(default="")
    calendar: Mapped[str | None] = mapped_column(Text)  # an iCalendar entry that goes with the mail


def queue_message(user: User, template: str, *, link: str = "", **facts: str | int | None) -> Message:
    """Queue a notice to a user in the user's own language; facts are plain values for its template."""
    message = Message(
        user_id=user.id,
        to_email=user.email,
        locale=user.locale,
        template=template,
        facts=facts,
        link=link,
        created_at=now(),
    )
    return _queued(message)


def queue_mail(address: str, template: str, *, locale: str, link: str = "", **facts: str | int | None) -> Message:
    """Queue a mail to an address that has no account yet (an invitation) or must not show on a page."""
    message = Message(
        to_email=address,
        locale=locale,
        template=template,
        facts=facts,
        link=link,
        created_at=now(),
        on_page=False,
    )
    return _queued(message)


def _queued(message: Message) -> Message:
    db.session.add(message)
    enqueue("inbox.deliver", message_id=str(message.id))  # a job each: one that cannot be sent holds up no other
    return message
