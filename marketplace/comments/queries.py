"""Reads of comments, of what they are about, and of who may be named in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from marketplace.comments.models import Comment, CommentMention
from marketplace.db import db
from marketplace.pipeline.parties import Side, people_of
from marketplace.status_reports.models import StatusReport
from marketplace.tracker.boards import BOARDS
from marketplace.tracker.cells import show_cell
from marketplace.tracker.models import ChangeRequest, Minutes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from marketplace.accounts.models import User
    from marketplace.tracker.models import Project

MINUTES, CHANGE, REPORT = "N", "C", "S"  # beside the boards' own letters
_PAGES: dict[str, tuple[type[Any], str]] = {
    MINUTES: (Minutes, "minutes"),
    CHANGE: (ChangeRequest, "change-requests"),
    REPORT: (StatusReport, "status-reports"),
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What is talked about."""

    code: str
    title: str
    page: str  # its path
    facts: Sequence[tuple[object, object]] = ()
    removed: bool = False


def subject_of(project: Project, code: str) -> Subject | None:
    """The row, minutes, change request or handed-in report that a code names in a project."""
    letter, _dash, number = code.partition("-")
    if letter in _PAGES:
        return _page_of(project, letter, int(number))
    board = next((each for each in BOARDS.values() if each.prefix == letter), None)
    if board is None:
        return None
    row = _numbered(project, board.model, int(number))
    if row is None:
        return None
    first, *others = board.columns
    named = first if first.required else others[0]
    facts = [
        (each.label, each.word(show_cell(each, value)))
        for each in board.columns
        if each is not named and (value := getattr(row, each.name)) not in {None, ""}
    ]
    path = f"/projects/{project.id}/{board.name}"
    plain = f"{letter}-{row.number}"  # R-03 is R-3: one row has one talk
    return Subject(plain, getattr(row, named.name), path, facts, removed=row.removed_at is not None)


def _numbered(project: Project, model: type[Any], number: int) -> Any:  # noqa: ANN401 - any of a project's rows
    return db.session.scalars(select(model).where(model.project_id == project.id, model.number == number)).one_or_none()


def _page_of(project: Project, letter: str, number: int) -> Subject | None:
    """Minutes, change requests; a report from when it was handed in: a draft is the writer's own."""
    model, folder = _PAGES[letter]
    found = _numbered(project, model, number)
    if found is None or (letter == REPORT and found.submitted_at is None):
        return None
    title = found.due_on.isoformat() if letter == REPORT else found.title
    return Subject(f"{letter}-{number}", title, f"/{folder}/{found.id}")


def comments_on(project: Project, code: str) -> Sequence[Comment]:
    """The talk about one row, the oldest first."""
    query = select(Comment).where(Comment.project_id == project.id, Comment.about == code)
    return db.session.scalars(query.options(selectinload(Comment.files)).order_by(Comment.at, Comment.id)).all()


def comment_counts(project: Project) -> dict[str, int]:
    """How many comments stand on each row of a project, by its code; in one query."""
    query = select(Comment.about, func.count()).where(Comment.project_id == project.id, Comment.deleted_at.is_(None))
    return {row[0]: row[1] for row in db.session.execute(query.group_by(Comment.about))}


def people_in(project: Project) -> Sequence[User]:
    """Who may be named: the PMO, the client's members, and the advisors once they were let in."""
    application = project.contract.application
    sides = [Side.CONSULTANT, Side.CLIENT, *([Side.ADVISOR] if project.advisor_invited_at else [])]
    return list({user.id: user for side in sides for user in people_of(application, side) if user.active}.values())


def mentioned_in(comment: Comment) -> set[UUID]:
    """Whom a comment names already."""
    return set(db.session.scalars(select(CommentMention.user_id).where(CommentMention.comment_id == comment.id)))
