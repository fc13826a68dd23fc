"""Writing into a thread, reading it, and sweeping files that no message names."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select, update
from sqlalchemy.orm import selectinload

from marketplace import files
from marketplace.accounts.states import UserKind
from marketplace.audit import record
from marketplace.clock import now, today
from marketplace.db import db
from marketplace.errors import DomainError, Invalid
from marketplace.i18n import lazy_gettext as _
from marketplace.outbox import Message
from marketplace.pipeline.models import Application
from marketplace.sheets.operations import note_view
from marketplace.sheets.states import ViewKind
from marketplace.threads import notices
from marketplace.threads.models import Attachment, Post, Reading
from marketplace.threads.queries import thread_of
from marketplace.threads.states import READ_BY_ALL
from marketplace.threads.uploads import MOST_FILES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from marketplace.accounts.models import User
    from marketplace.contracts.models import Contract
    from marketplace.threads.models import Thread
    from marketplace.threads.states import Channel
    from marketplace.threads.uploads import Upload

CLOSED = _("This process ended more than 30 days ago: its messages can be read, but not answered.")
CLOSED_CONTRACT = _("This contract ended more than 180 days ago: its messages can be read, but not answered.")
FOLDER = "threads"  # of the stored files
TWICE_WITHIN = timedelta(minutes=1)  # the same words and files again are the same message


def write_post(
    subject: Application | Contract, channel: Channel, words: str, *, by: User, uploads: Sequence[Upload] = ()
) -> Post:
    """Write into a channel, beginning its thread where need be; every other reader has one more to read and is told.

    Raises Invalid where there is nothing to send or too much, DomainError (409) once the thread is closed.
    """
    if not words and not uploads:
        raise Invalid({"post": _("Write a message or attach a file.")})
    if len(uploads) > MOST_FILES:
        raise Invalid({"files": _("Attach at most %(most)s files.", most=MOST_FILES)})
    thread = thread_of(subject, channel)
    _take_turns(thread.application_id)
    thread = thread_of(subject, channel)  # another may have begun it meanwhile
    if not thread.is_open:
        raise DomainError(CLOSED_CONTRACT if thread.contract_id else CLOSED)
    again = _just_written(thread, words, uploads, by)
    if again is not None:
        return again
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


def _take_turns(application_id: UUID) -> None:
    """One at a time writes and notes what was read: a thread begins once, and nobody's count of new posts is lost."""
    db.session.execute(select(Application.id).where(Application.id == application_id).with_for_update(key_share=True))


def _just_written(thread: Thread, words: str, uploads: Sequence[Upload], by: User) -> Post | None:
    """Return the thread's newest post where it is this one: a button pressed twice, or a page sent again."""
    newest = db.session.scalar(
        select(Post)
        .where(Post.thread_id == thread.id)
        .options(selectinload(Post.attachments))
        .order_by(Post.at.desc(), Post.id.desc())
        .limit(1)
    )
    if newest is None or (newest.author_id, newest.words) != (by.id, words) or now() - newest.at > TWICE_WITHIN:
        return None
    sums = [hashlib.sha256(each.content).hexdigest() for each in uploads]
    return newest if [each.sha256 for each in newest.attachments] == sums else None


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
    _take_turns(thread.application_id)
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


def note_opening(attachment: Attachment, *, by: User) -> None:
    """Note that somebody of the client opened a file that the other side sent; where all write, for the person too."""
    post = attachment.post
    if by.kind is not UserKind.CLIENT or post.author.kind is UserKind.CLIENT:
        return
    if post.thread.channel in READ_BY_ALL:
        application = post.thread.application
        note_view(application, ViewKind.ATTACHMENT, named=True, fingerprint=attachment.sha256, by=by)
    record(by, "attachment opened", attachment)


def sweep_files() -> int:
    """Take away the files whose message was rolled back; return how many. Today's may still be on their way."""
    named = set(db.session.scalars(select(Attachment.key)))
    left = [key for key in files.keys_before(today() - timedelta(days=1), folder=FOLDER) if key not in named]
    for key in left:
        files.delete(key)
    return len(left)
