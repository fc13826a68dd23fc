"""Reads of the monthly check: what is asked, what was said, what the data shows, what was done."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from marketplace.comments.models import Comment
from marketplace.contracts.models import Contract
from marketplace.contracts.queries import periods_with, version_in_force
from marketplace.db import db
from marketplace.pipeline.models import Application
from marketplace.profiles.models import Consultant
from marketplace.pulses.mixing import Mix, Month, proposed_mix
from marketplace.pulses.models import MeasuredMix, MonthCheck
from marketplace.pulses.signs import Sign, found_in
from marketplace.pulses.states import CheckState
from marketplace.status_reports.models import StatusReport
from marketplace.tracker.models import (
    Action,
    ChangeRequest,
    Decision,
    Issue,
    Minutes,
    Project,
    Risk,
    RowChange,
    WorkItem,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from marketplace.accounts.models import User

DAYS_OF_A_MONTH = 30
TEXTS = (
    (Minutes, Minutes.title), (Minutes, Minutes.body), (WorkItem, WorkItem.name), (Action, Action.title),
    (Issue, Issue.title), (Issue, Issue.measure), (Risk, Risk.title), (Decision, Decision.title),
)  # fmt: skip


def month_after(month: date) -> date:
    """The first day of the next month."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def checks_of(contract: Contract) -> Sequence[MonthCheck]:
    """A contract's monthly checks, the newest first."""
    query = select(MonthCheck).where(MonthCheck.contract_id == contract.id)
    return db.session.scalars(query.order_by(MonthCheck.month.desc())).all()


def open_checks() -> Sequence[MonthCheck]:
    """All checks that wait for an answer."""
    return db.session.scalars(select(MonthCheck).where(MonthCheck.state == CheckState.ASKED)).all()


def checks_waiting_for(user: User) -> Sequence[MonthCheck]:
    """A PMO's checks that wait for an answer."""
    query = select(MonthCheck).join(MonthCheck.contract).join(Contract.application).join(Application.consultant)
    return db.session.scalars(
        query.where(MonthCheck.state == CheckState.ASKED, Consultant.user_id == user.id)
    ).all()  # fmt: skip


def asked_in(month: date) -> set[UUID]:
    """The contracts that were asked about a month."""
    return set(db.session.scalars(select(MonthCheck.contract_id).where(MonthCheck.month == month)))


def signs_found(contract: Contract) -> list[Sign]:
    """The signs that the data of a contract shows today; of rows only that they speak of it, never what they say."""
    project_id = db.session.scalar(select(Project.id).where(Project.contract_id == contract.id))
    texts: list[str] = []
    for model, column in TEXTS if project_id else ():
        query = select(column).where(model.project_id == project_id, model.removed_at.is_(None), column != "")
        texts += db.session.scalars(query).all()
    if project_id:
        said = select(Comment.words).where(Comment.project_id == project_id, Comment.deleted_at.is_(None))
        texts += db.session.scalars(said).all()
    together = sum((last - first).days + 1 for first, last in periods_with(contract)) // DAYS_OF_A_MONTH
    return found_in(version_in_force(contract), texts, together)


def done_in(check: MonthCheck) -> dict[str, int]:
    """How many rows of each kind were written in the check's month."""
    project_id = db.session.scalar(select(Project.id).where(Project.contract_id == check.contract_id))
    if project_id is None:
        return {}
    since, until = (
        datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=9)
        for day in (check.month, month_after(check.month))
    )
    changed = select(RowChange.board, func.count(RowChange.row_id.distinct())).where(
        RowChange.project_id == project_id, RowChange.at >= since, RowChange.at < until, RowChange.undone_at.is_(None)
    )
    counts: dict[str, int] = {row[0]: row[1] for row in db.session.execute(changed.group_by(RowChange.board))}
    for name, model, column in (
        ("minutes", Minutes, Minutes.created_at),
        ("change_requests", ChangeRequest, ChangeRequest.created_at),
        ("status_reports", StatusReport, StatusReport.submitted_at),
    ):
        query = select(func.count()).where(model.project_id == project_id, column >= since, column < until)
        counts[name] = db.session.scalar(query) or 0
    return counts


def proposal_for(check: MonthCheck) -> Mix:
    """The shares that the month's rows speak for, else those that the posting asks for."""
    return proposed_mix(done_in(check), check.contract.application.engagement.type_mix)


def months_of(consultant_id: UUID) -> list[tuple[UUID, Month]]:
    """Every month that a person has answered for, with its contract."""
    query = select(MonthCheck).join(MonthCheck.contract).join(Contract.application)
    query = query.where(Application.consultant_id == consultant_id, MonthCheck.state == CheckState.ANSWERED)
    return [
        (each.contract_id, Month((each.strategic, each.controlling, each.supportive), each.days))
        for each in db.session.scalars(query)
    ]


def measured_mix_of(consultant: Consultant) -> MeasuredMix | None:
    """What a person has really done, as it was last measured."""
    return db.session.scalars(select(MeasuredMix).where(MeasuredMix.consultant_id == consultant.id)).one_or_none()
