"""What can be done with messages: put one off, sum up those that waited, note that one went out, read them."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from marketplace.accounts.models import User
from marketplace.audit import record
from marketplace.background import enqueue
from marketplace.clock import now
from marketplace.db import db
from marketplace.inbox import queries
from marketplace.inbox.models import NoticePreference
from marketplace.inbox.timing import is_urgent
from marketplace.outbox import Delivery, Message, queue_message

if TYPE_CHECKING:
    from uuid import UUID

    from marketplace.inbox.timing import Wish


def put_off(message: Message) -> bool:
    """Tell whether a message's mail has to wait; what is not urgent gets its due time by what its reader wishes."""
    if message.user_id is None or is_urgent(message.template):
        return False
    if message.due_at is None:
        _hold(message.user_id)
        due = queries.wish_of(message.user_id).due(now())
        if due <= now():
            return False
        message.due_at = due
    return message.due_at > now()


def choose_rhythm(user: User, wish: Wish) -> None:
    """Keep what a person wishes about mails; it holds for those that wait too."""
    _hold(user.id)
    kept = queries.preference_of(user.id)
    if kept is None:
        kept = NoticePreference(user_id=user.id)
        db.session.add(kept)
    for name, value in asdict(wish).items():
        setattr(kept, name, value)
    for message in queries.waiting_mails(user.id):
        message.due_at = wish.due(now())
        if message.due_at <= now():
            call_digest(user.id)
    record(user, "mails chosen", kept, **asdict(wish))


def call_digest(user_id: UUID) -> None:
    """Have the mails sent that waited and are due."""
    enqueue("inbox.send_waiting", key=f"digest:{user_id}", user_id=str(user_id))


def sum_up(user_id: UUID) -> Message | None:
    """Send what waited and is due: one alone as it is, several as one summary; what was read meanwhile not at all.

    It goes to the address of now, and nothing goes to whoever has left. However many workers come, each message is
    taken once: the person's row is held, and its state moves on.
    """
    _hold(user_id)
    due = [each for each in queries.waiting_mails(user_id) if each.due_at is not None and each.due_at <= now()]
    user = db.session.get_one(User, user_id, populate_existing=True)
    unread = [each for each in due if each.read_at is None and user.active]
    for message in due:
        if message not in unread:
            message.state, message.delivered_at = Delivery.DROPPED, now()
    if len(unread) == 1:
        unread[0].to_email, unread[0].locale = user.email, user.locale
        enqueue("inbox.deliver", key=f"deliver:{unread[0].id}", message_id=str(unread[0].id))
    if len(unread) < 2:  # noqa: PLR2004 - one needs no summary
        return None
    digest = queue_message(user, "inbox/digest", link="/notices", count=len(unread))
    digest.on_page = False
    db.session.flush()
    for message in unread:
        message.state, message.delivered_at, message.digest_id = Delivery.BUNDLED, now(), digest.id
    return digest


def _hold(user_id: UUID) -> None:
    """Keep others from deciding about this person's mails until this transaction ends."""
    db.session.execute(select(User.id).where(User.id == user_id).with_for_update(of=User))


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
