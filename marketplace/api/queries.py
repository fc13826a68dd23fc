"""Reads of tokens, and of what programs are given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from marketplace.api.models import ApiToken
from marketplace.api.turning import Key
from marketplace.audit import AuditEntry
from marketplace.clock import now
from marketplace.db import db
from marketplace.status_reports.indicators import works_of
from marketplace.status_reports.models import Edition, StatusReport
from marketplace.tracker.models import Project, WorkItem
from marketplace.tracker.numbers.evm import EarnedValue, earned_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from marketplace.accounts.models import User
    from marketplace.tracker.boards import Board

CHANGES = (  # of the journal: what a program sees of a project is another one after it
    "project begun", "project started", "project changed", "project closed", "baseline agreed", "board saved",
    "board save undone",
)  # fmt: skip


def tokens_of(project: Project, user: User) -> Sequence[ApiToken]:
    """A person's tokens that reach a project, the newest first."""
    query = select(ApiToken).where(
        ApiToken.user_id == user.id, or_(ApiToken.project_id == project.id, ApiToken.everything)
    )
    return db.session.scalars(query.order_by(ApiToken.created_at.desc(), ApiToken.id.desc())).all()


def usable_count(user: User) -> int:
    """How many tokens of a person open something now."""
    query = select(func.count()).where(
        ApiToken.user_id == user.id, ApiToken.revoked_at.is_(None), ApiToken.expires_at > now()
    )
    return db.session.scalar(query) or 0


def token_by_hash(token_sha256: str) -> ApiToken | None:
    """The token with this hash, expired and revoked ones too."""
    return db.session.scalars(select(ApiToken).where(ApiToken.token_sha256 == token_sha256)).one_or_none()


def changed_moments(projects: Sequence[Project]) -> Mapping[UUID, datetime]:
    """When something last changed of each project: its boards, its rhythm, its state, a report handed in."""
    ids = [each.id for each in projects]
    journal = select(AuditEntry.subject_id, func.max(AuditEntry.at)).where(
        AuditEntry.subject_kind == Project.__tablename__, AuditEntry.subject_id.in_(ids), AuditEntry.event.in_(CHANGES)
    )
    reports = select(StatusReport.project_id, func.max(StatusReport.submitted_at)).where(
        StatusReport.project_id.in_(ids), StatusReport.submitted_at.is_not(None)
    )
    moments = {
        each.id: max(at for at in (each.created_at, each.started_at, each.closed_at) if at is not None)
        for each in projects
    }
    for query in (journal.group_by(AuditEntry.subject_id), reports.group_by(StatusReport.project_id)):
        rows: Iterable[Any] = db.session.execute(query)
        for project_id, at in rows:
            moments[project_id] = max(moments[project_id], at)
    return moments


def row_keys(project: Project, board: Board) -> list[Key]:
    """When each row of a board was last changed, removed ones too."""
    model = board.model
    query = select(model.changed_at, model.id, model.removed_at).where(model.project_id == project.id)
    return [Key(at, row_id, removed is not None) for at, row_id, removed in db.session.execute(query)]


def edition_keys(project: Project) -> list[Key]:
    """When each edition of a project's reports was handed in."""
    query = select(Edition.submitted_at, Edition.id).join(Edition.report).where(StatusReport.project_id == project.id)
    return [Key(at, edition_id) for at, edition_id in db.session.execute(query)]


def by_keys(model: type[Any], keys: Sequence[Key]) -> list[Any]:
    """The records of some keys, in their order."""
    found = {each.id: each for each in db.session.scalars(select(model).where(model.id.in_([key.id for key in keys])))}
    return [found[key.id] for key in keys]


def values_of(ids: Iterable[UUID], on: date) -> dict[UUID, EarnedValue]:
    """Earned value of each project that has work items; one query for them all."""
    query = select(WorkItem).where(WorkItem.project_id.in_(list(ids)), WorkItem.removed_at.is_(None))
    items: dict[UUID, list[Any]] = {}
    for row in db.session.scalars(query.order_by(WorkItem.position, WorkItem.number)):
        items.setdefault(row.project_id, []).append(row)
    return {project_id: earned_value(works_of(rows), on) for project_id, rows in items.items()}
