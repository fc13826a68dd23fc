"""What each advisor carries now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import case, func, select

from marketplace.accounts.models import Company
from marketplace.accounts.queries import advisors
from marketplace.clock import TOKYO, now, today
from marketplace.db import db
from marketplace.meetings.models import Meeting
from marketplace.meetings.states import MeetingState
from marketplace.pipeline.models import Application
from marketplace.pipeline.states import IN_PROCESS, ApplicationState
from marketplace.profiles.models import Consultant
from marketplace.profiles.states import ProfileState

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Select


@dataclass(frozen=True, slots=True)
class Load:
    """What one advisor has to look after now; cards and meetings are those of its people."""

    advisor_id: UUID
    name: str
    cards: int
    overdue: int
    meetings: int  # from this Monday to Sunday
    people: int
    companies: int


def loads() -> list[Load]:
    """Return what each advisor at work carries, by name; five queries however many they are."""
    of_cards = select(Consultant.advisor_id, func.count()).select_from(Application)
    of_cards = of_cards.join(Consultant, Application.consultant_id == Consultant.id)
    live = of_cards.where(Application.state.in_(IN_PROCESS - {ApplicationState.ACCEPTED}))
    late = func.coalesce(func.sum(case((Application.due_at < now(), 1), else_=0)), 0)
    monday = today() - timedelta(days=today().weekday())
    begin, end = (datetime.combine(day, time(), TOKYO) for day in (monday, monday + timedelta(days=7)))
    of_meetings = of_cards.join(Meeting, Meeting.application_id == Application.id).where(
        Meeting.state.in_((MeetingState.FIXED, MeetingState.HELD)), Meeting.starts_at >= begin, Meeting.starts_at < end
    )
    cards = _counts(live.group_by(Consultant.advisor_id))
    overdue = _counts(live.with_only_columns(Consultant.advisor_id, late).group_by(Consultant.advisor_id))
    meetings = _counts(of_meetings.group_by(Consultant.advisor_id))
    of_people = select(Consultant.advisor_id, func.count()).where(Consultant.state != ProfileState.CLOSED)
    people = _counts(of_people.group_by(Consultant.advisor_id))
    companies = _counts(select(Company.advisor_id, func.count()).group_by(Company.advisor_id))
    return [
        Load(each.id, each.name, *(counts.get(each.id, 0) for counts in (cards, overdue, meetings, people, companies)))
        for each in advisors()
    ]


def _counts(query: Select[UUID | None, int]) -> dict[UUID | None, int]:
    return {advisor_id: int(count) for advisor_id, count in db.session.execute(query)}
