"""What waits for the person who opens the home page: offers to answer, dates to choose, meetings to come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from marketplace.formats import moment
from marketplace.i18n import gettext as _
from marketplace.meetings import queries as meetings
from marketplace.meetings.states import MeetingState
from marketplace.offers import queries as offers

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from marketplace.accounts.models import Company
    from marketplace.meetings.models import Meeting
    from marketplace.offers.models import Offer
    from marketplace.profiles.models import Consultant


@dataclass(frozen=True, slots=True)
class Todo:
    """One line of the list."""

    label: str
    url: str
    note: str
    due: datetime | None = None
    tone: str = ""


def consultant_todo(consultant: Consultant) -> list[Todo]:
    """What waits for a consultant, offers first."""
    return _lines(offers.waiting_for_consultant(consultant), meetings.waiting_for_consultant(consultant))


def company_todo(company: Company) -> list[Todo]:
    """What waits for anybody of a company, counter-offers first."""
    return _lines(offers.waiting_for_company(company), meetings.waiting_for_company(company))


def _lines(waiting: Iterable[Offer], talks: Iterable[Meeting]) -> list[Todo]:
    answers = [
        Todo(_("Answer an offer"), url_for("offers.show", offer_id=each.id), _title(each), each.expires_at, "warning")
        for each in waiting
    ]
    return [*answers, *(_meeting(each) for each in talks)]


def _meeting(meeting: Meeting) -> Todo:
    url = url_for("meetings.show", meeting_id=meeting.id)
    if meeting.state is MeetingState.PROPOSED:
        return Todo(_("Choose a date"), url, _title(meeting), meeting.due_at, "warning")
    return Todo(_("Meeting on %(at)s", at=moment(meeting.starts_at)), url, _title(meeting))


def _title(part: Offer | Meeting) -> str:
    return part.application.engagement.title
