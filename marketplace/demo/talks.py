"""What the demo's cards in talks have come to: dates to choose, a meeting to come, notes of one held, offers."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from marketplace.business_days import business_day_before, business_days_after
from marketplace.clock import TOKYO, now, today
from marketplace.db import db
from marketplace.meetings.models import Debrief, Meeting
from marketplace.meetings.states import MeetingState
from marketplace.offers.models import Offer
from marketplace.offers.states import OfferState
from marketplace.offers.terms import last_day
from marketplace.pipeline.clocks import end_of
from marketplace.pipeline.parties import Side
from marketplace.pipeline.states import ApplicationState
from marketplace.profiles.models import Commitment
from marketplace.profiles.states import CommitmentState

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from marketplace.pipeline.models import Application

LINK = "https://meet.example.jp/ennoshita"


def add_talks(application: Application, number: int, *, advisor_id: UUID) -> None:
    """Give a card what its state says has happened; `number` varies it."""
    match application.state:
        case ApplicationState.MEETING:
            _meeting(application, number, advisor_id=advisor_id)
        case ApplicationState.OFFERED | ApplicationState.ACCEPTED:
            _held(application, advisor_id=advisor_id)
            _offer(application, number, advisor_id=advisor_id)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=TOKYO)


def _meeting(application: Application, number: int, *, advisor_id: UUID) -> None:
    """Three kinds in turn: dates to choose, a date to come, one that was held."""
    if number % 3 == 2:
        _held(application, advisor_id=advisor_id)
        return
    slots = [_at(business_days_after(today(), 1 + number % 4 + ahead), 10 + number % 7) for ahead in range(3)]
    fixed = number % 3 == 1
    side = Side.CONSULTANT if number % 2 and not fixed else Side.CLIENT
    due = None if fixed else end_of(business_days_after(today(), 1 + number % 2))
    application.due_at = due if side is Side.CONSULTANT else None
    meeting = Meeting(
        application_id=application.id,
        state=MeetingState.FIXED if fixed else MeetingState.PROPOSED,
        proposed_by=side,
        slots=[each.isoformat() for each in slots],
        minutes=60,
        link=LINK,
        starts_at=slots[0] if fixed else None,
        sequence=int(fixed),
        due_at=due,
    )
    meeting.application = application
    db.session.add(meeting)


def _held(application: Application, *, advisor_id: UUID) -> None:
    start = _at(business_day_before(today()), 14)
    meeting = Meeting(
        application_id=application.id,
        state=MeetingState.HELD,
        proposed_by=Side.CLIENT,
        slots=[start.isoformat()],
        minutes=60,
        link=LINK,
        starts_at=start,
        ended_at=start + timedelta(minutes=60),
        sequence=1,
        created_at=start - timedelta(days=2),
    )
    meeting.application = application
    note = Debrief(
        meeting_id=meeting.id, side=Side.ADVISOR, author_id=advisor_id, interest=4, rate=application.rate,
        agreed="体制と進め方の説明に双方納得。開始時期は案件どおり。", questions="出社頻度の上限を発注側で確認中。",
    )  # fmt: skip
    note.meeting = meeting
    db.session.add_all([meeting, note])


def _offer(application: Application, number: int, *, advisor_id: UUID) -> None:
    """A version that waits for its answer, or one that was accepted; either holds the person's days."""
    engagement, accepted = application.engagement, application.state is ApplicationState.ACCEPTED
    offer = Offer(
        application_id=application.id,
        number=1,
        state=OfferState.ACCEPTED if accepted else OfferState.SENT,
        side=Side.CLIENT,
        sent_by_id=advisor_id,
        sent_at=application.since,
        expires_at=application.due_at or end_of(business_days_after(today(), 1 + number % 5)),
        ended_at=now() if accepted else None,
        rate=application.rate or engagement.received_rate_max or 1_000_000,
        days=max(1, application.days),
        start_on=max(each for each in (today(), application.start_on) if each),
        months=engagement.months or 6,
        hours_low=140,
        hours_high=180,
        words="打合せでお話しした条件です。ご検討ください。",
    )
    offer.application = application
    db.session.add(offer)
    db.session.flush()  # a hold names its application and has no relationship to it
    hold = Commitment(
        consultant_id=application.consultant_id,
        application_id=application.id,
        label=engagement.title,
        days=offer.days,
        state=CommitmentState.CONTRACTED if accepted else CommitmentState.TENTATIVE,
        until=last_day(offer.start_on, offer.months) if accepted else offer.expires_at.astimezone(TOKYO).date(),
    )
    db.session.add(hold)
