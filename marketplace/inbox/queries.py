"""Reads of messages: a person's notices, and the demo's captured mails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from marketplace.db import db
from marketplace.outbox import Delivery, Message

if TYPE_CHECKING:
    from collections.abc import Sequence

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
