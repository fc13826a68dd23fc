"""What can be done with messages: note that one went out, and read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from marketplace.clock import now
from marketplace.db import db
from marketplace.outbox import Delivery, Message

if TYPE_CHECKING:
    from marketplace.accounts.models import User


def note_delivery(message: Message, *, state: Delivery, subject: str, text: str, html: str) -> None:
    """Note where a message went. What was sent to an address only is forgotten then: it may hold a way in."""
    message.state, message.delivered_at, message.subject = state, now(), subject
    if state is Delivery.SENT and not message.on_page:
        message.link, message.facts = "", {}
        return
    message.text, message.html = text, html


def mark_read(message: Message) -> None:
    """Note that the person has read a notice."""
    if message.read_at is None:
        message.read_at = now()


def mark_all_read(user: User) -> None:
    """Note that the person has seen every notice."""
    db.session.execute(
        update(Message)
        .where(Message.user_id == user.id, Message.on_page, Message.read_at.is_(None))
        .values(read_at=now())
    )
