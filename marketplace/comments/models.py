"""Comments, whom they name and what is attached. What they are about is said as people say it: R-3 of the project."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.clock import now
from marketplace.db import Model, check
from marketplace.tracker.models import Project


class Comment(Model):
    """コメント: one of the talk about a row; a deleted one keeps its place, without its words."""

    __table_args__ = (
        Index("ix_comment_project_id_about", "project_id", "about"),
        check("deleted_at IS NULL OR words = ''", "deleted_says_nothing"),
    )

    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id"))
    about: Mapped[str]  # a row's number is never given twice
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    words: Mapped[str] = mapped_column(Text, default="")
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]

    # The policy asks about it on every look.
    project: Mapped[Project] = relationship(lazy="joined", innerjoin=True)
    author: Mapped[User] = relationship(lazy="joined", innerjoin=True)
    files: Mapped[list[CommentFile]] = relationship(
        lazy="raise_on_sql", back_populates="comment", order_by="CommentFile.position"
    )


class CommentMention(Model):
    """Who was named in a comment, and told."""

    __table_args__ = (UniqueConstraint("comment_id", "user_id"),)

    comment_id: Mapped[UUID] = mapped_column(ForeignKey("comment.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)


class CommentFile(Model):
    """A file of a comment; its content lies where marketplace/files.py keeps it."""

    __table_args__ = (check("size > 0", "size_in_bytes"),)

    comment_id: Mapped[UUID] = mapped_column(ForeignKey("comment.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str]  # as shown and as downloaded; no path, no control character
    media_type: Mapped[str]
    size: Mapped[int]  # bytes
    sha256: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)

    comment: Mapped[Comment] = relationship(lazy="joined", innerjoin=True, back_populates="files")
