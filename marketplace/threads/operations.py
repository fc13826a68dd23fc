"""Writing into a thread, reading it, and sweeping files that no message names."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from marketplace import files
from marketplace.audit import record
from marketplace.clock import now, today
from marketplace.db import db
from marketplace.errors import DomainError, Invalid
from marketplace.i18n import lazy_gettext as _
from marketplace.outbox import Message
from marketplace.pipeline.models import Application
from marketplace.threads import notices
from marketplace.threads.models import Attachment, Post, Reading
from marketplace.threads.queries import thread_of
from marketplace.threads.uploads import MOST_FILES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from marketplace.accounts.models import User
    from marketplace.threads.models import Thread
    from marketplace.threads.states import Channel
    from marketplace.threads.uploads import Upload

FOLDER = "threads"  # of the stored files


def write_post(
    application: Application, channel: Channel, words: str, *, by: User, uploads: Sequence[Upload] = ()
) -> Post:
    """Write into a channel, beginning its thread where need be; every other reader has one more to read and is told.

    Raises Invalid where there is nothing to send or too much, DomainError (409) once the thread is closed.
    """
    if not words and not uploads:
        raise Invalid({"post": _("Write a message or attach a file.")})
    if len(uploads) > MOST_FILES:
        raise Invalid({"files": _("Attach at most %(most)s files.", most=MOST_FILES)})
    # One writer at a time, so that a thread begins once and nobody's count of unread posts is lost.
    db.session.execute(select(Application.id).where(Application.id == application.id).with_for_update(key_share=True))
    thread = thread_of(application, channel)
    if not thread.is_open:
        raise DomainError(_("This process ended more than 30 days ago: its messages can be read, but not answered."))
    post = Post(thread_id=thread.id, author_id=by.id, words=words, at=now())
    post.thread, post.author, post.attachments = thread, by, []
    thread.last_at = post.at
    for position, upload in enumerate(uploads):
        post.attachments.append(_kept(upload, position))
    db.session.add_all([thread, post])
    db.session.flush()
    told = [user for user in notices.readers_of(thread) if user.id != by.id]
    _count(thread, told)
    mark_read(thread, post.at, by=by)
    record(by, "message written", thread, channel=channel.value, files=len(uploads))
    notices.posted(post, told)
    return post


def _kept(upload: Upload, position: int) -> Attachment:
    return Attachment(
        position=position,
        name=upload.name,
        media_type=upload.media_type,
        size=len(upload.content),
        sha256=hashlib.sha256(upload.content).hexdigest(),
        key=files.put(upload.content, folder=FOLDER),
    )


def _count(thread: Thread, readers: Sequence[User]) -> None:
    """Note that one more post is new to each of these."""
    ids = [user.id for user in readers]
    mine = Reading.thread_id == thread.id
    db.session.execute(update(Reading).where(mine, Reading.user_id.in_(ids)).values(unread=Reading.unread + 1))
    known = set(db.session.scalars(select(Reading.user_id).where(mine)))
    db.session.add_all(Reading(thread_id=thread.id, user_id=each, unread=1) for each in ids if each not in known)


def mark_read(thread: Thread, up_to: datetime, *, by: User) -> None:
    """Note that the person has read up to here: later posts stay new, and the notices of the thread are read too."""
    reading = db.session.scalar(select(Reading).where(Reading.thread_id == thread.id, Reading.user_id == by.id))
    if reading is None:
        reading = Reading(thread_id=thread.id, user_id=by.id)
        db.session.add(reading)
    up_to = min(up_to, thread.last_at)
    reading.read_to = max(up_to, reading.read_to or up_to)
    newer = select(func.count()).where(Post.thread_id == thread.id, Post.at > reading.read_to, Post.author_id != by.id)
    reading.unread = db.session.scalar(newer) or 0
    if not reading.unread:
        notice = update(Message).where(
            Message.user_id == by.id, Message.link == notices.link_of(thread), Message.read_at.is_(None)
        )
        db.session.execute(notice.values(read_at=now()))


def sweep_files() -> int:
    """Take away the files whose message was rolled back; return how many. Today's may still be on their way."""
    named = set(db.session.scalars(select(Attachment.key)))
    left = [key for key in files.keys_before(today() - timedelta(days=1), folder=FOLDER) if key not in named]
    for key in left:
        files.delete(key)
    return len(left)
