"""What is done to a meeting: each verb checks, changes, records, tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace.audit import record
from marketplace.business_days import business_day_before, business_days_after
from marketplace.clock import TOKYO, now, today
from marketplace.db import db
from marketplace.errors import DomainError, Invalid
from marketplace.i18n import lazy_gettext as _
from marketplace.meetings import notices
from marketplace.meetings.models import Debrief, Meeting
from marketplace.meetings.plans import LONGEST, errors_in
from marketplace.meetings.queries import debriefs_of, fixed_between, meetings_ahead
from marketplace.meetings.states import AHEAD, MeetingState
from marketplace.pipeline.clocks import OPENING_TIME, end_of, in_business_hours, terms
from marketplace.pipeline.models import Application
from marketplace.pipeline.parties import Side, own_side, speaks_for, take_turns
from marketplace.pipeline.states import ApplicationState

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.meetings.plans import Plan

IN_TALKS = frozenset({ApplicationState.MEETING, ApplicationState.OFFERED})
ANSWER_DAYS = 2  # business days to choose a slot


def propose_meeting(application: Application, plan: Plan, *, by: User) -> Meeting:
    """Propose slots to the other side; one proposal waits at a time."""
    check_talks(application)
    if waiting_proposal(application):
        raise DomainError(_("Dates are proposed already: choose one of them, or propose others in their place."))
    _check(plan)
    meeting = Meeting(application_id=application.id, proposed_by=speaks_for(by, application), minutes=plan.minutes)
    meeting.application = application
    _take_over(meeting, plan)
    db.session.add(meeting)
    record(by, "meeting proposed", meeting, slots=len(plan.starts), side=meeting.proposed_by.value)
    notices.slots_proposed(meeting, again=False)
    return meeting


def waiting_proposal(application: Application) -> Meeting | None:
    """Return the proposal that waits for an answer, if any: one at a time."""
    return next((each for each in meetings_ahead(application) if each.state is MeetingState.PROPOSED), None)


def propose_anew(meeting: Meeting, plan: Plan, *, by: User) -> None:
    """Put other slots in the place of those proposed, or of the fixed time, which is then free again."""
    check_talks(meeting.application)
    if meeting.state not in AHEAD:
        raise DomainError(_("This meeting is over."))
    _check(plan)
    if meeting.state is MeetingState.FIXED:
        meeting.sequence += 1
        notices.time_withdrawn(meeting)
        meeting.state = MeetingState.PROPOSED
        meeting.starts_at = None
    meeting.proposed_by = speaks_for(by, meeting.application)
    _take_over(meeting, plan)
    record(by, "meeting proposed anew", meeting, slots=len(plan.starts), side=meeting.proposed_by.value)
    notices.slots_proposed(meeting, again=True)


def check_talks(application: Application) -> None:
    """Ask the row itself, and keep it so until the commit: an ending and a proposal do not cross."""
    db.session.refresh(application, ["state", "version"], with_for_update={"of": Application})
    if application.state not in IN_TALKS:
        raise DomainError(_("Meetings are for applications in talks."))


def _check(plan: Plan) -> None:
    errors = errors_in(plan)
    if errors:
        raise Invalid(errors)


def _take_over(meeting: Meeting, plan: Plan) -> None:
    starts = sorted(plan.starts)
    meeting.slots = [each.isoformat() for each in starts]
    meeting.minutes, meeting.place, meeting.link, meeting.words = plan.minutes, plan.place, plan.link, plan.words
    meeting.since, meeting.reminded_at = now(), None
    meeting.due_at = min(end_of(business_days_after(today(), ANSWER_DAYS)), starts[-1])
    _wait(meeting.application, meeting.due_at if meeting.proposed_by is Side.CONSULTANT else None)


def _wait(application: Application, until: datetime | None) -> None:
    """In the stage of meetings the client's clock runs only while it is the client's turn."""
    if application.state is ApplicationState.MEETING:
        application.due_at, application.reminded_at, application.escalated_at = until, None, None


def choose_slot(meeting: Meeting, start: datetime, *, by: User) -> None:
    """Fix a meeting at one of its slots; calendars are told."""
    if meeting.state is not MeetingState.PROPOSED:
        raise DomainError(_("This has been answered already."))
    if start not in meeting.starts:
        raise Invalid({"slot": _("Choose one of the dates proposed.")})
    if start <= now():
        raise Invalid({"slot": _("This time has passed.")})
    take_turns(meeting.application.consultant)
    if _taken(meeting, start):
        raise Invalid({"slot": _("This time is no longer free: choose another, or propose others.")})
    meeting.state = MeetingState.FIXED
    meeting.starts_at, meeting.due_at, meeting.reminded_at, meeting.since = start, None, None, now()
    meeting.sequence += 1
    _wait(meeting.application, None)
    record(by, "meeting fixed", meeting, start=start.isoformat())
    notices.meeting_fixed(meeting)


def _taken(meeting: Meeting, start: datetime) -> bool:
    """Tell whether the person has another fixed meeting then; asked while others wait their turn."""
    end = start + timedelta(minutes=meeting.minutes)
    near = fixed_between(meeting.application.consultant, start - timedelta(minutes=LONGEST), end)
    return any(
        each.starts_at is not None and each.ends_at is not None and each.starts_at < end and start < each.ends_at
        for each in near
        if each.id != meeting.id
    )


def cancel_meeting(meeting: Meeting, words: str, *, by: User | None) -> None:
    """Call a meeting off, with words for everybody; the client's clock runs again."""
    if meeting.state not in AHEAD:
        raise DomainError(_("This meeting is over."))
    meeting.ended_at, meeting.end_words, meeting.due_at = now(), words, None
    meeting.state = MeetingState.CANCELLED
    meeting.sequence += 1
    _wait(meeting.application, _client_term())
    record(by, "meeting cancelled", meeting)
    notices.meeting_cancelled(meeting)


def cancel_all(application: Application, *, by: User | None) -> None:
    """Call off what was still to come of an application that has ended."""
    for meeting in meetings_ahead(application):
        cancel_meeting(meeting, "", by=by)


def _client_term() -> datetime:
    return end_of(business_days_after(today(), terms()[ApplicationState.MEETING].days))


@dataclass(frozen=True, slots=True)
class Notes:
    """What one side made of a meeting."""

    agreed: str
    questions: str
    interest: int  # 1 (none) to 5 (very much)
    rate: int | None  # yen a month received at 100 %


class Overwritten(DomainError):
    """A colleague saved notes after the page was shown that these come from."""


def save_debrief(meeting: Meeting, notes: Notes, *, seen: datetime | None, by: User) -> Debrief:
    """Keep what the person's own side made of the meeting; written again, it replaces what that side wrote.

    `seen` is when the notes were written that the person had before the eyes, None for none.
    """
    if meeting.state is MeetingState.FIXED and meeting.starts_at is not None and meeting.starts_at <= now():
        _hold(meeting, by=by)
    if meeting.state is not MeetingState.HELD:
        raise DomainError(_("Notes are written after the meeting."))
    side = own_side(by, meeting.application)
    debrief = debriefs_of(meeting, held=True).get(side)
    if seen != (debrief.at if debrief else None):
        raise Overwritten(_("A colleague has saved notes in the meantime. Nothing of yours has been saved yet."))
    if debrief is None:
        debrief = Debrief(meeting_id=meeting.id, side=side)
        debrief.meeting = meeting
        db.session.add(debrief)
    debrief.author_id, debrief.at, debrief.author = by.id, now(), by
    debrief.agreed, debrief.questions = notes.agreed, notes.questions
    debrief.interest, debrief.rate = notes.interest, notes.rate
    record(by, "debrief written", debrief, side=side.value)
    return debrief


def _hold(meeting: Meeting, *, by: User | None) -> None:
    meeting.state = MeetingState.HELD
    meeting.since = meeting.ended_at = now()
    _wait(meeting.application, _client_term())
    record(by, "meeting held", meeting)


def close_held() -> int:
    """Note the meetings whose time is over as held, and ask both sides and the advisors for notes; how many."""
    over = [
        each
        for each in db.session.scalars(
            select(Meeting).where(Meeting.state == MeetingState.FIXED, Meeting.starts_at < now())
        )
        if each.ends_at is not None and each.ends_at <= now()
    ]
    for meeting in over:
        _hold(meeting, by=None)
        notices.debrief_wanted(meeting)
    return len(over)


def remind() -> int:
    """Remind of meetings on the business day before, and of slots nobody has chosen from; in business hours only."""
    if not in_business_hours(now()):
        return 0
    waiting = db.session.scalars(select(Meeting).where(Meeting.state.in_(AHEAD), Meeting.reminded_at.is_(None)))
    due = [each for each in waiting if _is_due(each)]
    for meeting in due:
        meeting.mark(reminded_at=now())
        record(None, "meeting reminded", meeting, state=meeting.state.value)
        if meeting.state is MeetingState.FIXED:
            notices.meeting_tomorrow(meeting)
        else:
            notices.slots_unanswered(meeting)
    return len(due)


def _is_due(meeting: Meeting) -> bool:
    if meeting.state is MeetingState.PROPOSED:
        return meeting.due_at is not None and meeting.due_at <= now()
    if meeting.starts_at is None:  # as the database forbids
        return False
    day = business_day_before(meeting.starts_at.astimezone(TOKYO).date())
    moment = datetime.combine(day, OPENING_TIME, tzinfo=TOKYO)
    return meeting.since < moment <= now() < meeting.starts_at  # who has fixed it since then has just been told
