"""Meetings and offers as rows, without their notices; each call makes another one."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from marketplace.business_days import business_days_after
from marketplace.clock import TOKYO, now, today
from marketplace.db import db
from marketplace.meetings.models import Meeting
from marketplace.meetings.states import MeetingState
from marketplace.offers.operations import counter_offer, send_offer
from marketplace.offers.queries import open_offer_of
from marketplace.offers.terms import Terms
from marketplace.pipeline.parties import Side
from marketplace.pipeline.states import ApplicationState
from tests.factories.accounts import make_advisor, make_client, make_company
from tests.factories.keeping import keep
from tests.factories.pipeline import make_application, make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.offers.models import Offer
    from marketplace.pipeline.models import Application


def in_talks(*, state: ApplicationState = ApplicationState.MEETING, **values: Any) -> tuple[Application, User, User]:
    """Make an application in talks with an advisor; return it, the client's owner and the advisor."""
    advisor = make_advisor()
    company = make_company(advisor=advisor)
    owner = make_client(company=company)
    consultant = make_listed_consultant(advisor_id=advisor.id, days_min=1)
    return make_application(make_posting(company), consultant, state=state, **values), owner, advisor


def at(days: int, hour: int = 10, minute: int = 0) -> datetime:
    """Return a time of a business day so many business days ahead, in Japan."""
    return datetime.combine(business_days_after(today(), days), time(hour, minute), tzinfo=TOKYO)


def make_meeting(
    application: Application, *, state: MeetingState = MeetingState.PROPOSED, side: Side = Side.CLIENT, **values: Any
) -> Meeting:
    """Add a meeting with two slots; a fixed one is at the first of them."""
    plain: dict[str, Any] = {
        "slots": [at(3).isoformat(), at(4).isoformat()],
        "minutes": 60,
        "link": "https://meet.example.jp/a",
        "starts_at": at(3) if state in {MeetingState.FIXED, MeetingState.HELD} else None,
        "ended_at": now() if state in {MeetingState.HELD, MeetingState.CANCELLED} else None,
        "due_at": now() + timedelta(days=2) if state is MeetingState.PROPOSED else None,
    }
    meeting = Meeting(application_id=application.id, state=state, proposed_by=side, **{**plain, **values})
    meeting.application = application
    db.session.add(meeting)
    keep()
    return meeting


def offered_terms(**values: Any) -> Terms:
    """Return terms that fit a whole week."""
    plain: dict[str, Any] = {
        "rate": 1_200_000, "days": 5, "start_on": today() + timedelta(days=14), "months": 6,
        "hours_low": 140, "hours_high": 180, "words": "よろしくお願いします。",
    }  # fmt: skip
    return Terms(**{**plain, **values})


def make_offer(application: Application, by: User, **values: Any) -> Offer:
    """Send an offer as a person of either side would, and keep it."""
    last = open_offer_of(application)
    offer = (
        send_offer(application, offered_terms(**values), by=by)
        if last is None
        else counter_offer(last, offered_terms(**values), by=by)
    )
    keep()
    return offer
