"""Reads of projects and their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from marketplace.contracts.models import Contract
from marketplace.contracts.states import RUNNING
from marketplace.db import db
from marketplace.engagements.models import Engagement
from marketplace.pipeline.models import Application
from marketplace.profiles.models import Consultant
from marketplace.tracker.boards import ASSUMPTIONS, BOARDS, WORK_ITEMS, Board
from marketplace.tracker.models import (
    Assumption,
    Milestone,
    MilestoneForecast,
    Project,
    ProjectTemplate,
    RowChange,
    WorkItem,
)
from marketplace.tracker.states import Held
from marketplace.tracker.templates import TEMPLATES, Template, template_from

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement

    from marketplace.accounts.models import User
    from marketplace.tracker.states import PmoType

DONE = 100  # percent


def rows_of(project: Project, board: Board, *, removed: bool = False) -> Sequence[Any]:
    """A board's rows in their order, with the removed ones where they are asked for."""
    model = board.model
    query = select(model).where(model.project_id == project.id).order_by(model.position, model.number)
    return db.session.scalars(query if removed else query.where(model.removed_at.is_(None))).all()


def project_of(contract: Contract) -> Project | None:
    """The project of a contract, if one was begun."""
    return db.session.scalars(select(Project).where(Project.contract_id == contract.id)).one_or_none()


def projects_for(
    user: User, *conditions: ColumnElement[bool], most: int | None = None, skipped: int = 0
) -> Sequence[Project]:
    """One's own projects, one's company's, or all to staff, the newest first; so many of them, behind so many."""
    query = select(Project).join(Project.contract).where(*conditions).order_by(Project.created_at.desc(), Project.id)
    return db.session.scalars(_scope(query, user).limit(most).offset(skipped or None)).all()


def project_count(user: User, *conditions: ColumnElement[bool]) -> int:
    """How many projects those are."""
    query = select(func.count(Project.id)).select_from(Project).join(Project.contract).where(*conditions)
    return db.session.scalar(_scope(query, user)) or 0


def contracts_without(user: User) -> Sequence[Contract]:
    """One's own running contracts for which no project was begun."""
    query = select(Contract).where(Contract.state.in_(RUNNING), ~select(Project.id).where(
        Project.contract_id == Contract.id).exists())  # fmt: skip
    return db.session.scalars(_scope(query, user).order_by(Contract.first_day)).all() if not user.is_staff else []


def _scope(query: Any, user: User) -> Any:  # noqa: ANN401 - any select with a contract in it
    if user.is_staff:
        return query
    query = query.join(Contract.application).join(Application.engagement).join(Application.consultant)
    mine = Engagement.company_id == user.company_id if user.company_id else Consultant.user_id == user.id
    return query.where(Contract.sent_at.is_not(None), or_(mine))


def counts_of(project: Project) -> dict[str, tuple[int, int]]:
    """How many rows of each board are open, and how many there are, by the board's name."""
    counts = {}
    for board in BOARDS.values():
        model = board.model
        opened = func.count().filter(_still_open(board))
        asked = select(opened, func.count()).where(model.project_id == project.id, model.removed_at.is_(None))
        still, every = db.session.execute(asked).one()
        counts[board.name] = (still, every)
    return counts


def _still_open(board: Board) -> ColumnElement[bool]:
    """Of work, what is not at 100 %; of assumptions, what nobody has confirmed or disproved yet."""
    if board is WORK_ITEMS:
        return WorkItem.percent < DONE
    if board is ASSUMPTIONS:
        return Assumption.held == Held.OPEN
    opened: ColumnElement[bool] = getattr(board.model, str(board.closing)).is_(None)
    return opened


def last_save(project: Project, board: Board, by: User) -> UUID | None:
    """The newest save of this person on a board that was not undone."""
    query = select(RowChange.batch).where(
        RowChange.project_id == project.id, RowChange.board == board.name, RowChange.by_id == by.id,
        RowChange.undone_at.is_(None),
    )  # fmt: skip
    return db.session.scalars(query.order_by(RowChange.id.desc()).limit(1)).first()


def kept_template(kind: PmoType) -> ProjectTemplate | None:
    """The operator's own template of a PMO type."""
    return db.session.scalars(select(ProjectTemplate).where(ProjectTemplate.pmo_type == kind)).one_or_none()


def templates_now() -> dict[PmoType, Template]:
    """With what projects begin now: the operator's own templates, the shipped ones where there is none."""
    kept = {row.pmo_type: row.content for row in db.session.scalars(select(ProjectTemplate))}
    return {kind: template_from(kept[kind], each) if kind in kept else each for kind, each in TEMPLATES.items()}


def forecasts_of(project: Project) -> dict[UUID, list[tuple[date, date]]]:
    """What was expected of each milestone and when, the oldest first: (as of, expected on) by the milestone's id."""
    query = (
        select(MilestoneForecast.milestone_id, MilestoneForecast.as_of, MilestoneForecast.forecast_on)
        .join(MilestoneForecast.milestone)
        .where(Milestone.project_id == project.id)
        .order_by(MilestoneForecast.as_of)
    )
    points: dict[UUID, list[tuple[date, date]]] = {}
    for milestone_id, as_of, forecast_on in db.session.execute(query):
        points.setdefault(milestone_id, []).append((as_of, forecast_on))
    return points
