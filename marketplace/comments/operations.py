"""Comments are written, mended for a quarter of an hour, and taken back."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace import files
from marketplace.audit import record
from marketplace.clock import now, today
from marketplace.comments import notices
from marketplace.comments.models import Comment, CommentFile, CommentMention
from marketplace.comments.queries import comments_on, mentioned_in, people_in
from marketplace.db import db
from marketplace.errors import DomainError
from marketplace.i18n import lazy_gettext as _
from marketplace.tracker.operations.rows import lock_project

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from uuid import UUID

    from marketplace.accounts.models import User
    from marketplace.comments.queries import Subject
    from marketplace.threads.uploads import Upload
    from marketplace.tracker.models import Project

MENDED_WITHIN = timedelta(minutes=15)
TWICE_WITHIN = timedelta(minutes=1)  # the same words and files again are the same comment
FOLDER = "comments"  # of the stored files


def write_comment(
    project: Project,
    subject: Subject,
    words: str,
    *,
    by: User,
    named: Collection[UUID] = (),
    uploads: Sequence[Upload] = (),
) -> Comment:
    """Comment on a row; whoever is named (ticked, or as @name in the words) and takes part is told.

    Raises DomainError (409) once the project is closed.
    """
    lock_project(project)
    sums = [hashlib.sha256(each.content).hexdigest() for each in uploads]
    newest = next(reversed(comments_on(project, subject.code)), None)
    if newest is not None and _again(newest, words, sums, by):
        return newest
    comment = Comment(project_id=project.id, about=subject.code, author_id=by.id, words=words, at=now())
    comment.project, comment.author = project, by
    comment.files = [
        CommentFile(
            position=position, name=upload.name, media_type=upload.media_type, size=len(upload.content), sha256=digest,
            key=files.put(upload.content, folder=FOLDER),
        )
        for position, (upload, digest) in enumerate(zip(uploads, sums, strict=True))
    ]  # fmt: skip
    db.session.add(comment)
    db.session.flush()
    _name(comment, named)
    record(by, "comment written", comment, about=subject.code, files=len(uploads))
    return comment


def carry_over(project: Project, said: Mapping[str, Sequence[str]], *, by: User) -> int:
    """Keep what was said of rows in another tool, by their codes; what stands here already is not said twice.

    Nobody is told: it was said elsewhere. Returns how many comments are new.
    """
    query = select(Comment.about, Comment.words).where(Comment.project_id == project.id)
    known = {(about, words) for about, words in db.session.execute(query)}
    fresh = [(about, words) for about, all_words in said.items() for words in all_words if (about, words) not in known]
    for about, words in dict.fromkeys(fresh):
        comment = Comment(project_id=project.id, about=about, author_id=by.id, words=words, at=now())
        comment.project, comment.author = project, by
        db.session.add(comment)
    if fresh:
        record(by, "comments carried over", project, comments=len(fresh))
    return len(fresh)


def _again(newest: Comment, words: str, sums: list[str], by: User) -> bool:
    same = (newest.author_id, newest.words, [each.sha256 for each in newest.files]) == (by.id, words, sums)
    return same and now() - newest.at <= TWICE_WITHIN


def _name(comment: Comment, ticked: Collection[UUID]) -> None:
    """Tell those who are named and were not told before; nobody outside the project can be."""
    people = people_in(comment.project)
    named = {*ticked, *named_in(comment.words, people)}
    known = mentioned_in(comment)
    for user in people:
        if user.id in named and user.id != comment.author_id and user.id not in known:
            db.session.add(CommentMention(comment_id=comment.id, user_id=user.id))
            notices.mentioned(comment, user)


def named_in(words: str, people: Iterable[User]) -> set[UUID]:
    """Return who is named as @name: of two names that both fit, the longer one is meant. Spaces count for nothing."""
    by_name: dict[str, set[UUID]] = {}
    for user in people:
        by_name.setdefault("".join(user.name.split()), set()).add(user.id)
    by_name.pop("", None)
    longest_first = sorted(by_name, key=len, reverse=True)
    found: set[UUID] = set()
    for said in "".join(words.split()).split("@")[1:]:
        found |= by_name.get(next(filter(said.startswith, longest_first), ""), set())
    return found


def mend_comment(comment: Comment, words: str, *, by: User) -> None:
    """Write a comment anew within a quarter of an hour; whoever is newly named is told."""
    lock_project(comment.project)
    _take(comment)
    if comment.deleted_at is not None or now() - comment.at > MENDED_WITHIN:
        raise DomainError(_("A comment can be changed for 15 minutes. Write another one."))
    comment.words, comment.edited_at = words, now()
    _name(comment, ())
    record(by, "comment changed", comment)


def delete_comment(comment: Comment, *, by: User) -> None:
    """Take a comment back: its place stays, its words and files go. DomainError (409) once the project is closed."""
    lock_project(comment.project)
    _take(comment)
    if comment.deleted_at is None:
        comment.words, comment.deleted_at = "", now()
        record(by, "comment deleted", comment)


def _take(comment: Comment) -> None:
    """Take a comment for this answer alone, as it stands now: what was deleted says nothing ever again."""
    db.session.refresh(comment, ["words", "deleted_at"], with_for_update={"of": Comment})


def sweep_files() -> int:
    """Take away files that no standing comment names; return how many. Today's may still be on their way."""
    query = select(CommentFile.key).join(CommentFile.comment).where(Comment.deleted_at.is_(None))
    named = set(db.session.scalars(query))
    left = [key for key in files.keys_before(today() - timedelta(days=1), folder=FOLDER) if key not in named]
    for key in left:
        files.delete(key)
    return len(left)
