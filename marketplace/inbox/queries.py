"""Reads of messages: a person's notices, and the demo's captured mails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from marketplace.clock import now
from marketplace.db import db
from marketplace.inbox.models import NoticePreference
from marketplace.inbox.timing import Wish
from marketplace.outbox import Delivery, Message

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from flask_sqlalchemy.pagination import Pagination

    from marketplace.accounts.models import User

PER_PAGE = 20
MAILS_SHOWN = 200


def unread_count(user: User) -> int:
    """How many notices the person has not read; asked on every page, answered by one index."""
    unread = select(func.count()).where(Message.user_id == user.id, Message.on_page, Message.read_at.is_(None))
    return db.session.scalar(unread) or 0


def notices(user: User, *, page: int) -> Pagination:
    """The person's notices, unread first, newest first."""
    own = (
        select(Message)
        .where(Message.user_id == user.id, Message.on_page)
        .order_by(Message.read_at.is_not(None), Message.created_at.desc(), Message.id.desc())
    )
    return db.paginate(own, page=page, per_page=PER_PAGE, error_out=False)


def captured(*, to: str) -> Sequence[Message]:
    """The demo's mails, newest first, to everybody or to one address."""
    mails = select(Message).where(Message.state == Delivery.CAPTURED)
    if to:
        mails = mails.where(Message.to_email == to)
    return db.session.scalars(mails.order_by(Message.created_at.desc(), Message.id.desc()).limit(MAILS_SHOWN)).all()


def addresses() -> Sequence[str]:
    """Everybody who has got a captured mail."""
    return db.session.scalars(
        select(Message.to_email).where(Message.state == Delivery.CAPTURED).distinct().order_by(Message.to_email)
    ).all()


def preference_of(user_id: UUID) -> NoticePreference | None:
    """What the person has chosen about mails, if anything."""
    return db.session.scalar(select(NoticePreference).where(NoticePreference.user_id == user_id))


def wish_of(user_id: UUID) -> Wish:
    """What the person wishes about mails, chosen or not."""
    kept = preference_of(user_id)
    if kept is None:
        return Wish()
    return Wish(kept.rhythm, kept.hour, kept.quiet, kept.quiet_from, kept.quiet_until)


def waiting_mails(user_id: UUID) -> Sequence[Message]:
    """The person's messages whose mails wait for their time, oldest first."""
    waiting = select(Message).where(
        Message.user_id == user_id, Message.state == Delivery.QUEUED, Message.due_at.is_not(None)
    )
    return db.session.scalars(waiting.order_by(Message.created_at, Message.id)).all()


def readers_with_mail_due() -> Sequence[UUID]:
    """Everybody whose waiting mails may go now."""
    due = select(Message.user_id).where(Message.state == Delivery.QUEUED, Message.due_at <= now())
    return [each for each in db.session.scalars(due.distinct()) if each is not None]


def bundled_in(digest: Message) -> Sequence[Message]:
    """The messages that a summary says, oldest first."""
    return db.session.scalars(
        select(Message).where(Message.digest_id == digest.id).order_by(Message.created_at, Message.id)
    ).all()
