"""Reads of minutes and of the rows that were made of them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from marketplace.clock import TOKYO, today
from marketplace.db import db
from marketplace.status_reports.due_days import due_days
from marketplace.tracker.boards import ACTIONS, DECISIONS
from marketplace.tracker.models import Minutes, RowChange
from marketplace.tracker.states import Cadence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from marketplace.tracker.boards import Board
    from marketplace.tracker.models import Project

MOST_WORDINGS = 20  # shown of one meeting's minutes
SOURCE = "minutes"  # of a row that was made of a line; its key there is "<id of the minutes>:<key of the line>"


def minutes_of(project: Project) -> Sequence[Minutes]:
    """A project's minutes, the newest meeting first."""
    query = select(Minutes).where(Minutes.project_id == project.id, Minutes.removed_at.is_(None))
    return db.session.scalars(query.order_by(Minutes.held_on.desc(), Minutes.number.desc())).all()


def counts_by_minutes(project: Project) -> dict[Any, int]:
    """How many rows were made of each minutes, by its id."""
    counts: dict[Any, int] = {}
    for board in (DECISIONS, ACTIONS):
        model = board.model
        query = select(model.minutes_id, func.count()).where(
            model.project_id == project.id, model.minutes_id.is_not(None), model.removed_at.is_(None)
        )
        for minutes_id, count in db.session.execute(query.group_by(model.minutes_id)):
            counts[minutes_id] = counts.get(minutes_id, 0) + count
    return counts


def said_in(minutes: Minutes) -> dict[str, str]:
    """What minutes say, as the journal of changes keeps it."""
    return {
        "title": minutes.title, "held_on": minutes.held_on.isoformat(), "place": minutes.place,
        "attendees": minutes.attendees, "body": minutes.body,
    }  # fmt: skip


def earlier_wordings(minutes: Minutes) -> Sequence[RowChange]:
    """What minutes said before each change, the newest change first."""
    query = select(RowChange).where(RowChange.board == SOURCE, RowChange.row_id == minutes.id)
    return db.session.scalars(query.order_by(RowChange.id.desc()).limit(MOST_WORDINGS)).all()


def rows_from(minutes: Minutes) -> list[tuple[Board, Any]]:
    """The rows that were made of these minutes and stand on their boards, decisions first."""
    return [
        (board, row)
        for board in (DECISIONS, ACTIONS)
        for row in db.session.scalars(
            select(board.model)
            .where(board.model.minutes_id == minutes.id, board.model.removed_at.is_(None))
            .order_by(board.model.number)
        )
    ]


def next_meeting(project: Project, name: str) -> date | None:
    """The day of a series' meeting that has no minutes yet: the newest one until today, else the next one."""
    series = next((each for each in project.series if each["name"] == name), None)
    if series is None:
        return None
    last = db.session.scalar(
        select(func.max(Minutes.held_on)).where(
            Minutes.project_id == project.id, Minutes.title == name, Minutes.removed_at.is_(None)
        )
    )
    begun = (project.started_at or project.created_at).astimezone(TOKYO).date()
    first = max(begun, last + timedelta(days=1)) if last else begun
    days = due_days(first, Cadence(series["cadence"]), series["weekday"])
    chosen = next(days)
    for day in days:
        if day > today():
            return chosen
        chosen = day
    return chosen
