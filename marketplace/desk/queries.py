"""Reads of the advisor's and the operator's pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from marketplace.accounts.models import Company, User
from marketplace.background import Job, JobState, alive
from marketplace.db import db
from marketplace.engagements.models import Engagement
from marketplace.pipeline.models import Application
from marketplace.profiles.models import Consultant
from marketplace.profiles.states import ProfileState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID


def advisor_of(advisor_id: UUID | None) -> User | None:
    """The named advisor of a person or a company."""
    return db.session.get(User, advisor_id) if advisor_id else None


def newcomers(limit: int = 10) -> Sequence[Consultant]:
    """The newest profiles."""
    return db.session.scalars(select(Consultant).order_by(Consultant.id.desc()).limit(limit)).all()


def people(*, q: str = "", page: int = 1, per_page: int = 50) -> tuple[Sequence[Consultant], int]:
    """Consultants by name, initials or e-mail, the newest first, and how many there are."""
    query = select(Consultant).join(User, Consultant.user_id == User.id)
    if q:
        columns = (User.name, Consultant.initials, User.email)
        query = query.where(or_(*(column.icontains(q, autoescape=True) for column in columns)))
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = db.session.scalars(
        query.options(selectinload(Consultant.advisor))
        .order_by(Consultant.id.desc())
        .limit(per_page)
        .offset((page - 1) * per_page)
    ).all()
    return rows, total


def applications(*, page: int = 1, per_page: int = 50) -> tuple[Sequence[Application], int]:
    """All applications, the newest first, and how many there are."""
    total = db.session.scalar(select(func.count()).select_from(Application)) or 0
    rows = db.session.scalars(
        select(Application).order_by(Application.created_at.desc()).limit(per_page).offset((page - 1) * per_page)
    ).all()
    return rows, total


def counts_by_application_state() -> dict[Any, int]:
    """How many applications stand in each state."""
    return dict(db.session.execute(select(Application.state, func.count()).group_by(Application.state)).all())


def operator_facts() -> dict[str, Any]:
    """What the operator's first page shows: the stock of people, postings, applications, and failed jobs."""
    return {
        "people": dict(db.session.execute(select(Consultant.state, func.count()).group_by(Consultant.state)).all()),
        "listed": ProfileState.LISTED,
        "engagements": dict(
            db.session.execute(select(Engagement.state, func.count()).group_by(Engagement.state)).all()
        ),
        "applications": counts_by_application_state(),
        "companies": db.session.scalar(select(func.count()).select_from(Company)) or 0,
        "failed_jobs": db.session.scalar(select(func.count()).where(Job.state == JobState.FAILED)) or 0,
        "alive": alive(),
    }
