"""Reads of interviews, and who takes care of a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.accounts.models import Company, User
from marketplace.db import db
from marketplace.intake.models import Interview
from marketplace.intake.states import InterviewState
from marketplace.profiles.models import Consultant
from marketplace.profiles.queries import profile_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

About = Consultant | Company


def interviewed_side(user: User) -> About | None:
    """What is interviewed of a person: the own profile, or the company that the person works for; staff is not."""
    return user.membership.company if user.membership is not None else profile_of(user)


def side_of(interview: Interview) -> About:
    """Whom an interview is about."""
    side = interview.consultant or interview.company
    assert side is not None  # noqa: S101 - the schema says so
    return side


def signed_up_at(side: About) -> datetime:
    """When the person, or the company, came."""
    return side.user.created_at if isinstance(side, Consultant) else side.created_at


def advisor_of(side: About | None) -> User | None:
    """The named advisor."""
    return db.session.get(User, side.advisor_id) if side is not None and side.advisor_id else None


def interviews_of(side: About) -> Sequence[Interview]:
    """All interviews with a person or company: the one being written first, then the last held."""
    column = Interview.consultant_id if isinstance(side, Consultant) else Interview.company_id
    return db.session.scalars(
        select(Interview)
        .where(column == side.id)
        .options(joinedload(Interview.by))
        .order_by(Interview.held_on.desc().nulls_first(), Interview.id.desc())
        .limit(20)
    ).all()


def draft_of(side: About) -> Interview | None:
    """The interview that is being written, if one is."""
    return next((each for each in interviews_of(side) if each.state is InterviewState.DRAFT), None)


def is_awaited(side: About) -> bool:
    """Tell whether the person or company still waits for its first interview."""
    if isinstance(side, Consultant):
        return side.interviewed_at is None
    return not any(each.state is InterviewState.HELD for each in interviews_of(side))
