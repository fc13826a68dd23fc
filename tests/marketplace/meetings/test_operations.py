"""Meetings: proposed by either side, chosen by the other, moved, cancelled, reminded of, held, written about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import select

from marketplace.audit import AuditEntry
from marketplace.clock import TOKYO, now
from marketplace.db import db
from marketplace.errors import DomainError, Invalid
from marketplace.meetings import operations
from marketplace.meetings.operations import Notes
from marketplace.meetings.plans import Plan, errors_in, is_web_link
from marketplace.meetings.queries import debriefs_of, waiting_for_company, waiting_for_consultant
from marketplace.meetings.states import MeetingState
from marketplace.outbox import Message
from marketplace.pipeline.moves import not_select
from marketplace.pipeline.parties import Side, own_side
from marketplace.pipeline.states import ApplicationState
from tests.factories.meetings import at, in_talks, make_meeting
from tests.factories.pipeline import make_application, make_posting

if TYPE_CHECKING:
    from marketplace.accounts.models import User

pytestmark = pytest.mark.usefixtures("session")
MONDAY = datetime(2026, 11, 30, 10, tzinfo=TOKYO)


def plan(*starts: datetime, **values: object) -> Plan:
    return Plan(starts or (at(3), at(4)), **{"minutes": 60, **values})  # type: ignore[arg-type]


def told(template: str) -> set[str]:
    return set(db.session.scalars(select(Message.to_email).where(Message.template == f"meetings/{template}")))


def addresses(*users: User) -> set[str]:
    return {user.email for user in users}


def test_one_side_proposes_and_the_other_chooses() -> None:
    application, owner, advisor = in_talks()
    consultant = application.consultant.user
    meeting = operations.propose_meeting(application, plan(at(4), at(3)), by=owner)
    db.session.flush()
    assert (meeting.state, meeting.proposed_by) == (MeetingState.PROPOSED, Side.CLIENT)
    assert meeting.starts == [at(3), at(4)]
    assert told("proposed") == addresses(consultant, advisor)
    assert list(waiting_for_consultant(application.consultant)) == [meeting]
    assert list(waiting_for_company(application.engagement.company)) == []
    assert application.due_at is None  # it is not the client's turn

    operations.choose_slot(meeting, at(3), by=consultant)
    assert (meeting.state, meeting.starts_at, meeting.sequence) == (MeetingState.FIXED, at(3), 1)
    assert told("fixed") == addresses(consultant, owner, advisor)
    db.session.flush()
    events = db.session.scalars(select(AuditEntry.event).where(AuditEntry.subject_id == meeting.id))
    assert set(events) == {"meeting proposed", "meeting fixed"}


def test_a_consultant_proposes_and_the_client_is_waited_for() -> None:
    application, owner, advisor = in_talks()
    meeting = operations.propose_meeting(application, plan(), by=application.consultant.user)
    assert meeting.proposed_by is Side.CONSULTANT
    assert told("proposed") == addresses(owner, advisor)
    assert application.due_at == meeting.due_at is not None
    assert list(waiting_for_company(application.engagement.company)) == [meeting]


def test_an_advisor_proposes_for_the_client() -> None:
    application, _owner, advisor = in_talks()
    assert operations.propose_meeting(application, plan(), by=advisor).proposed_by is Side.CLIENT


def test_an_answer_is_due_before_the_last_date_has_passed() -> None:
    application, owner, _advisor = in_talks()
    meeting = operations.propose_meeting(application, plan(at(1, 9)), by=owner)
    assert meeting.due_at == at(1, 9)


@pytest.mark.parametrize("state", sorted(set(ApplicationState) - {"meeting", "offered"}))
def test_meetings_are_for_talks(state: ApplicationState) -> None:
    application, owner, _advisor = in_talks(state=state)
    with pytest.raises(DomainError):
        operations.propose_meeting(application, plan(), by=owner)


def test_one_proposal_waits_at_a_time() -> None:
    application, owner, _advisor = in_talks()
    make_meeting(application)
    with pytest.raises(DomainError):
        operations.propose_meeting(application, plan(), by=owner)


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        (Plan((), 60), {"slots-0"}),
        (Plan(tuple(at(n) for n in range(1, 7)), 60), {"slots-0"}),
        (Plan((at(1), now() - timedelta(minutes=1)), 60), {"slots-1"}),
        (Plan((at(1), at(1, 10, 59)), 60), {"slots-1"}),
        (Plan((at(1, 10, 59), at(1)), 60), {"slots-1"}),
        (Plan((at(1), now() + timedelta(days=400)), 60), {"slots-1"}),
        (Plan((at(1),), 14), {"minutes"}),
        (Plan((at(1),), 241), {"minutes"}),
        (Plan((at(1),), -60), {"minutes"}),
        (Plan((at(1),), 60, link="javascript:alert(1)"), {"link"}),
    ],
)
def test_what_cannot_be_a_plan(wrong: Plan, fields: set[str]) -> None:
    assert set(errors_in(wrong)) == fields
    application, owner, _advisor = in_talks()
    with pytest.raises(Invalid):
        operations.propose_meeting(application, wrong, by=owner)
    assert application.state is ApplicationState.MEETING
    assert told("proposed") == set()


def test_dates_may_touch_and_lengths_have_bounds() -> None:
    assert errors_in(Plan((at(1), at(1, 11)), 60)) == {}
    assert errors_in(Plan((at(1),), 15)) == errors_in(Plan((at(1),), 240)) == {}


@pytest.mark.parametrize("link", ["https://meet.example.jp/a?b=c", "http://127.0.0.1:8000/x"])
def test_web_links(link: str) -> None:
    assert is_web_link(link)


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "data:text/html,x", "//example.jp", "https://", "example.jp", "https://[", "https://a/ b"],
)
def test_no_web_links(link: str) -> None:
    assert not is_web_link(link)


def test_only_a_proposed_date_to_come_can_be_chosen() -> None:
    application, _owner, _advisor = in_talks()
    meeting = make_meeting(application, slots=[(now() - timedelta(hours=1)).isoformat(), at(2).isoformat()])
    person = application.consultant.user
    with pytest.raises(Invalid):
        operations.choose_slot(meeting, at(5), by=person)
    with pytest.raises(Invalid):
        operations.choose_slot(meeting, meeting.starts[0], by=person)
    operations.choose_slot(meeting, at(2), by=person)
    with pytest.raises(DomainError):
        operations.choose_slot(meeting, at(2), by=person)


def test_nobody_is_in_two_meetings_at_once() -> None:
    application, owner, _advisor = in_talks()
    other = make_application(make_posting(), application.consultant, state=ApplicationState.MEETING)
    make_meeting(other, state=MeetingState.FIXED, starts_at=at(3, 10, 30))
    meeting = make_meeting(application, side=Side.CONSULTANT, slots=[at(3).isoformat(), at(3, 11, 30).isoformat()])
    with pytest.raises(Invalid):
        operations.choose_slot(meeting, at(3), by=owner)
    operations.choose_slot(meeting, at(3, 11, 30), by=owner)
    assert meeting.state is MeetingState.FIXED


def test_none_of_them_other_dates_go_back() -> None:
    application, owner, _advisor = in_talks()
    meeting = make_meeting(application)
    operations.propose_anew(meeting, plan(at(6)), by=application.consultant.user)
    assert (meeting.proposed_by, meeting.starts) == (Side.CONSULTANT, [at(6)])
    assert owner.email in told("proposed")
    assert told("withdrawn") == set()
    operations.choose_slot(meeting, at(6), by=owner)


def test_a_fixed_meeting_is_moved_and_calendars_follow() -> None:
    application, owner, _advisor = in_talks()
    meeting = make_meeting(application)
    person = application.consultant.user
    operations.choose_slot(meeting, at(3), by=person)
    operations.propose_anew(meeting, plan(at(6)), by=owner)
    assert (meeting.state, meeting.starts_at, meeting.sequence) == (MeetingState.PROPOSED, None, 2)
    operations.choose_slot(meeting, at(6), by=person)
    sent = db.session.scalars(
        select(Message.calendar)
        .where(Message.calendar.is_not(None), Message.to_email == person.email)
        .order_by(Message.id)
    ).all()
    assert [("METHOD:CANCEL" in text, text.split("SEQUENCE:")[1][0]) for text in sent if text] == [
        (False, "1"), (True, "2"), (False, "3"),
    ]  # fmt: skip


def test_a_cancelled_meeting_frees_calendars_and_starts_the_clients_clock() -> None:
    application, owner, advisor = in_talks()
    meeting = make_meeting(application, state=MeetingState.FIXED)
    operations.cancel_meeting(meeting, "急用のため。", by=owner)
    assert (meeting.state, meeting.end_words) == (MeetingState.CANCELLED, "急用のため。")
    assert told("cancelled") == addresses(owner, advisor, application.consultant.user)
    assert application.due_at is not None
    assert application.due_at > now()
    with pytest.raises(DomainError):
        operations.cancel_meeting(meeting, "", by=owner)
    with pytest.raises(DomainError):
        operations.propose_anew(meeting, plan(), by=owner)


def test_an_ended_application_leaves_no_meeting_ahead() -> None:
    application, owner, _advisor = in_talks()
    held, ahead = make_meeting(application, state=MeetingState.HELD), make_meeting(application)
    not_select(application, by=owner, reason="skills")
    assert (held.state, ahead.state) == (MeetingState.HELD, MeetingState.CANCELLED)
    assert application.due_at is None


def test_notes_are_one_a_side_and_can_be_written_again() -> None:
    application, owner, advisor = in_talks()
    meeting = make_meeting(application, state=MeetingState.HELD)

    def write(by: User, interest: int) -> None:
        before = debriefs_of(meeting).get(own_side(by, application))
        notes = Notes("開始は1月。", "", interest, 1_200_000)
        operations.save_debrief(meeting, notes, seen=before.at if before else None, by=by)
        db.session.flush()

    for by, interest in ((owner, 4), (application.consultant.user, 5), (advisor, 3), (owner, 2)):
        write(by, interest)
    assert {side: row.interest for side, row in debriefs_of(meeting).items()} == {
        Side.CLIENT: 2, Side.CONSULTANT: 5, Side.ADVISOR: 3,
    }  # fmt: skip


def test_notes_come_after_the_beginning() -> None:
    application, owner, _advisor = in_talks()
    meeting = make_meeting(application, state=MeetingState.FIXED)
    with pytest.raises(DomainError):
        operations.save_debrief(meeting, Notes("", "", 3, None), seen=None, by=owner)
    meeting.starts_at = now() - timedelta(minutes=5)
    operations.save_debrief(meeting, Notes("", "", 3, None), seen=None, by=owner)
    assert meeting.state is MeetingState.HELD


def test_a_meeting_whose_time_is_over_is_held_and_notes_are_asked_for() -> None:
    application, owner, advisor = in_talks()
    over = make_meeting(application, state=MeetingState.FIXED, starts_at=now() - timedelta(minutes=61))
    going_on = make_meeting(application, state=MeetingState.FIXED, starts_at=now() - timedelta(minutes=30))
    assert operations.close_held() == 1
    assert (over.state, going_on.state) == (MeetingState.HELD, MeetingState.FIXED)
    assert told("debrief") == addresses(owner, advisor, application.consultant.user)
    assert application.due_at is not None
    assert operations.close_held() == 0


def test_a_reminder_comes_on_the_business_day_before() -> None:
    with time_machine.travel(datetime(2026, 11, 24, 3, tzinfo=UTC), tick=False):
        application, owner, advisor = in_talks()
        meeting = make_meeting(application, state=MeetingState.FIXED, starts_at=MONDAY)
    for moment, sent in (
        (datetime(2026, 11, 26, 10, tzinfo=TOKYO), 0),  # two business days before
        (datetime(2026, 11, 27, 8, 59, tzinfo=TOKYO), 0),  # before business hours
        (datetime(2026, 11, 28, 10, tzinfo=TOKYO), 0),  # a Saturday
        (datetime(2026, 11, 27, 9, 0, tzinfo=TOKYO), 1),
        (datetime(2026, 11, 27, 10, 0, tzinfo=TOKYO), 0),  # once
    ):
        with time_machine.travel(moment, tick=False):
            assert operations.remind() == sent, moment
    assert told("reminder") == addresses(owner, advisor, application.consultant.user)
    assert meeting.reminded_at is not None


def test_who_has_just_fixed_it_is_not_reminded() -> None:
    with time_machine.travel(datetime(2026, 11, 27, 2, tzinfo=UTC), tick=False):
        application, _owner, _advisor = in_talks()
        make_meeting(application, state=MeetingState.FIXED, starts_at=MONDAY)
        assert operations.remind() == 0


def test_dates_that_nobody_has_chosen_are_asked_about_once() -> None:
    with time_machine.travel(datetime(2026, 11, 24, 3, tzinfo=UTC), tick=False):
        application, _owner, advisor = in_talks()
        make_meeting(application, due_at=datetime(2026, 11, 26, 18, tzinfo=TOKYO))
    with time_machine.travel(datetime(2026, 11, 26, 10, tzinfo=TOKYO), tick=False):
        assert operations.remind() == 0
    with time_machine.travel(datetime(2026, 11, 27, 10, tzinfo=TOKYO), tick=False):
        assert operations.remind() == 1
        assert operations.remind() == 0
    assert told("unanswered") == addresses(application.consultant.user, advisor)
