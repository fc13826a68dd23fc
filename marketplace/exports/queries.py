"""Reads of what leaves the tracker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from marketplace.comments.models import Comment
from marketplace.db import db
from marketplace.exports.models import CalendarAddress
from marketplace.exports.told import Told, told
from marketplace.status_reports.models import Edition, KeptBoards, StatusReport
from marketplace.status_reports.queries import editions_of, history_of
from marketplace.tracker.boards import ACTIONS, BOARDS, MILESTONES
from marketplace.tracker.models import ChangeRequest
from marketplace.tracker.queries import rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from marketplace.accounts.models import User
    from marketplace.tracker.models import Project

HISTORY = 160  # reports that the curves of a paper go back


def edition_of(report: StatusReport, number: str = "") -> Edition | None:
    """The edition of this number, or the newest where none is named; None where there is none."""
    return next((each for each in editions_of(report) if number in {"", str(each.number)}), None)


def newest_told(project: Project) -> StatusReport | None:
    """The last report that was handed in."""
    found = history_of(project, most=1)
    return found[0][0] if found else None


def told_of(report: StatusReport, edition: Edition) -> Told:
    """What an edition tells, with the reports up to it; three queries."""
    boards = db.session.scalars(select(KeptBoards.content).where(KeptBoards.edition_id == edition.id)).one_or_none()
    past = [pair for pair in history_of(report.project, most=HISTORY) if pair[0].number < report.number]
    return told(report, edition, boards, [*past, (report, edition)])


def all_editions(project: Project) -> Sequence[tuple[StatusReport, Edition]]:
    """Every edition of every report of a project, the oldest first."""
    query = (
        select(StatusReport, Edition)
        .join(Edition, Edition.status_report_id == StatusReport.id)
        .where(StatusReport.project_id == project.id)
        .order_by(StatusReport.number, Edition.number)
    )
    return [(report, edition) for report, edition in db.session.execute(query)]


def rows_by_board(project: Project) -> dict[str, Sequence[Any]]:
    """The rows of every board, by its name; one query a board."""
    return {name: rows_of(project, board) for name, board in BOARDS.items()}


def calendar_rows(project: Project) -> dict[str, Sequence[Any]]:
    """The rows that a calendar shows, by their board's name."""
    return {board.name: rows_of(project, board) for board in (MILESTONES, ACTIONS)}


def calendar_address(project: Project, user: User) -> CalendarAddress | None:
    """The address of a project's calendar that a person has."""
    query = select(CalendarAddress).where(CalendarAddress.project_id == project.id, CalendarAddress.user_id == user.id)
    return db.session.scalars(query).one_or_none()


def address_by_hash(token_sha256: str) -> CalendarAddress | None:
    """Whose address it is."""
    return db.session.scalars(select(CalendarAddress).where(CalendarAddress.token_sha256 == token_sha256)).one_or_none()


def comments_of(project: Project) -> Sequence[Comment]:
    """All that was said about a project's rows, with what is attached, the oldest first."""
    query = select(Comment).where(Comment.project_id == project.id).options(selectinload(Comment.files))
    return db.session.scalars(query.order_by(Comment.at, Comment.id)).all()


def change_requests_of(project: Project) -> Sequence[ChangeRequest]:
    """A project's change requests by number."""
    query = select(ChangeRequest).where(ChangeRequest.project_id == project.id)
    return db.session.scalars(query.order_by(ChangeRequest.number)).all()
