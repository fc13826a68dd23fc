"""Threads, what is written and attached in them, and up to where each person has read."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.clock import now
from marketplace.contracts.models import Contract
from marketplace.db import Model, check
from marketplace.pipeline.clocks import end_of
from marketplace.pipeline.models import Application
from marketplace.threads.states import Channel

OPEN_AFTER_END = timedelta(days=30)
OPEN_AFTER_CONTRACT = timedelta(days=180)  # its last invoice, payment and tax papers come after it


class Thread(Model):
    """やり取り: one channel of one application, or of its contract, which `contract_id` names as `channel` says."""

    __table_args__ = (UniqueConstraint("application_id", "channel"),)

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    contract_id: Mapped[UUID | None] = mapped_column(ForeignKey("contract.id"), index=True)
    channel: Mapped[Channel]
    last_at: Mapped[datetime] = mapped_column(default=now, index=True)  # of its newest post

    # The policy asks about it on every look.
    application: Mapped[Application] = relationship(lazy="joined", innerjoin=True)
    contract: Mapped[Contract | None] = relationship(lazy="select")  # none: no query; lists load it

    @property
    def open_until(self) -> datetime | None:
        """When the last word may be written; None while the card, or the contract, goes on."""
        if self.contract is not None:
            last = self.contract.ended_on
            return end_of(last + OPEN_AFTER_CONTRACT) if last else None
        ended = self.application.ended_at
        return ended + OPEN_AFTER_END if ended else None

    @property
    def is_open(self) -> bool:
        """Whether there may still be written."""
        until = self.open_until
        return until is None or now() < until


class Post(Model):
    """One message: words, files or both; never changed afterwards."""

    thread_id: Mapped[UUID] = mapped_column(ForeignKey("thread.id"), index=True)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    words: Mapped[str] = mapped_column(Text, default="")

    thread: Mapped[Thread] = relationship(lazy="joined", innerjoin=True)
    author: Mapped[User] = relationship(lazy="joined", innerjoin=True)
    attachments: Mapped[list[Attachment]] = relationship(
        lazy="raise_on_sql", back_populates="post", order_by="Attachment.position"
    )


class Attachment(Model):
    """A file of a message; its content lies where marketplace/files.py keeps it."""

    __table_args__ = (check("size > 0", "size_in_bytes"),)

    post_id: Mapped[UUID] = mapped_column(ForeignKey("post.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str]  # as shown and as downloaded; no path, no control character
    media_type: Mapped[str]
    size: Mapped[int]  # bytes
    sha256: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)

    post: Mapped[Post] = relationship(lazy="joined", innerjoin=True, back_populates="attachments")


class Reading(Model):
    """How far one person has read one thread, and how much is new to it: counted when it is written."""

    __table_args__ = (
        UniqueConstraint("thread_id", "user_id"),
        Index("ix_reading_user_id_unread", "user_id", "unread"),
        check("unread >= 0", "unread_not_negative"),
    )

    thread_id: Mapped[UUID] = mapped_column(ForeignKey("thread.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    read_to: Mapped[datetime | None]  # the newest post that was on the page
    unread: Mapped[int] = mapped_column(default=0)
