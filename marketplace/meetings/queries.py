"""Reads of meetings: of an application, of a day, and those that wait for an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace.clock import now
from marketplace.db import db
from marketplace.engagements.models import Engagement
from marketplace.meetings.models import Debrief, Meeting
from marketplace.meetings.states import AHEAD, MeetingState
from marketplace.pipeline.models import Application
from marketplace.pipeline.parties import Side

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Select

    from marketplace.accounts.models import Company
    from marketplace.profiles.models import Consultant

MOST = 100


def meetings_of(application: Application) -> Sequence[Meeting]:
    """The meetings of an application, the newest first."""
    query = select(Meeting).where(Meeting.application_id == application.id)
    return db.session.scalars(query.order_by(Meeting.created_at.desc(), Meeting.id.desc()).limit(MOST)).all()


def meetings_ahead(application: Application) -> Sequence[Meeting]:
    """Those that are still to be answered or to be held."""
    return db.session.scalars(
        select(Meeting).where(Meeting.application_id == application.id, Meeting.state.in_(AHEAD))
    ).all()


def fixed_between(consultant: Consultant, first: datetime, last: datetime) -> Sequence[Meeting]:
    """A person's fixed meetings that start within a span."""
    return db.session.scalars(
        select(Meeting)
        .join(Application, Meeting.application_id == Application.id)
        .where(
            Application.consultant_id == consultant.id,
            Meeting.state == MeetingState.FIXED,
            Meeting.starts_at.between(first, last),
        )
    ).all()


def debriefs_of(meeting: Meeting, *, held: bool = False) -> Mapping[Side, Debrief]:
    """What was written after a meeting, by side; `held` reads it anew and lets nobody else write until the commit."""
    query = select(Debrief).where(Debrief.meeting_id == meeting.id)
    if held:
        query = query.with_for_update(of=Debrief).execution_options(populate_existing=True)
    rows = db.session.scalars(query)
    return {row.side: row for row in rows}


def waiting_for_consultant(consultant: Consultant) -> Sequence[Meeting]:
    """Slots that this person is to choose from, and meetings to come, the nearest first."""
    own = select(Meeting).join(Application, Meeting.application_id == Application.id)
    return _ahead_for(own.where(Application.consultant_id == consultant.id), Side.CLIENT)


def waiting_for_company(company: Company) -> Sequence[Meeting]:
    """Slots that the company is to choose from, and meetings to come, the nearest first."""
    own = (
        select(Meeting)
        .join(Application, Meeting.application_id == Application.id)
        .join(Engagement, Application.engagement_id == Engagement.id)
    )
    return _ahead_for(own.where(Engagement.company_id == company.id), Side.CONSULTANT)


def _ahead_for(own: Select[Meeting], from_side: Side) -> Sequence[Meeting]:
    to_answer = (Meeting.state == MeetingState.PROPOSED) & (Meeting.proposed_by == from_side)
    to_come = (Meeting.state == MeetingState.FIXED) & (Meeting.starts_at > now())
    return db.session.scalars(
        own.where(to_answer | to_come).order_by(Meeting.due_at, Meeting.starts_at).limit(20)
    ).all()
