"""Calendar entries: read back, for the right people, with the mails that carry them."""

from __future__ import annotations

from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

from icalendar import Calendar
from sqlalchemy import select

from marketplace.background import run_due
from marketplace.db import db
from marketplace.inbox.post import as_mail
from marketplace.meetings import operations
from marketplace.meetings.states import MeetingState
from marketplace.outbox import Message
from marketplace.pipeline.parties import Side
from tests.factories.meetings import at, in_talks, make_meeting

if TYPE_CHECKING:
    from tests.conftest import PageClient


def event_in(text: str) -> Any:  # noqa: ANN401 - icalendar's component
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    return event


def test_the_calendar_file_is_read_back(client: PageClient) -> None:
    application, owner, _advisor = in_talks()
    meeting = make_meeting(application, state=MeetingState.FIXED, words="議題:\n1. 概要; 体制, 費用", sequence=1)
    client.sign_in(owner)
    answer = client.get(f"/meetings/{meeting.id}/meeting.ics")
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    assert "attachment" in answer.headers["Content-Disposition"]
    calendar, event = Calendar.from_ical(answer.text), event_in(answer.text)
    assert calendar["METHOD"] == "REQUEST"
    assert event["UID"] == f"{meeting.id}@ennoshita.example.jp"
    assert (event["SEQUENCE"], event["STATUS"]) == (1, "CONFIRMED")
    assert event["DTSTART"].dt == at(3)
    assert event["DTEND"].dt == at(3, 11)
    assert str(event["DTSTART"].params["TZID"]) == "Asia/Tokyo"
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Asia/Tokyo"]
    assert "議題:\n1. 概要; 体制, 費用" in event["DESCRIPTION"]
    assert application.engagement.title in event["SUMMARY"]
    assert all(len(line.encode()) <= 75 for line in answer.text.split("\r\n"))


def test_a_calendar_entry_holds_nobody_elses_address(client: PageClient) -> None:
    application, owner, advisor = in_talks()
    meeting = make_meeting(application, state=MeetingState.FIXED)
    people = {owner, application.consultant.user, advisor}
    for user in people:
        client.sign_in(user)
        text = client.get(f"/meetings/{meeting.id}/meeting.ics").text.replace("\r\n ", "")
        assert user.email in text
        assert not any(other.email in text for other in people - {user})


def test_there_is_no_calendar_file_before_a_date_is_chosen(client: PageClient) -> None:
    application, owner, _advisor = in_talks()
    meeting = make_meeting(application)
    client.sign_in(owner)
    assert client.get(f"/meetings/{meeting.id}/meeting.ics").status_code == 404


def test_mails_carry_requests_and_cancellations_of_the_same_entry(client: PageClient) -> None:
    del client
    application, owner, _advisor = in_talks()
    meeting = make_meeting(application, side=Side.CLIENT)
    person = application.consultant.user
    operations.choose_slot(meeting, at(3), by=person)
    operations.cancel_meeting(meeting, "急用のため。", by=owner)
    db.session.commit()
    assert run_due() > 0
    sent = db.session.scalars(
        select(Message).where(Message.to_email == owner.email, Message.calendar.is_not(None)).order_by(Message.id)
    ).all()
    entries = []
    for message in sent:
        mail = message_from_bytes(
            as_mail(message, sender="desk@ennoshita.example.jp").as_bytes(), policy=policy.default
        )
        assert mail.get_body(("plain",)) is not None
        (part,) = mail.iter_attachments()
        assert part.get_content_type() == "text/calendar"
        event = event_in(part.get_content())
        entries.append((part.get_param("method"), str(event["UID"]), event["SEQUENCE"], str(event["STATUS"])))
    uid = f"{meeting.id}@ennoshita.example.jp"
    assert entries == [("REQUEST", uid, 1, "CONFIRMED"), ("CANCEL", uid, 2, "CANCELLED")]
