"""Who is told of a meeting, and with which calendar entry; one function an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app

from marketplace.clock import TOKYO
from marketplace.i18n import in_locale
from marketplace.meetings.calendar import calendar_text
from marketplace.outbox import queue_message
from marketplace.pipeline.parties import OTHER, advisors_of, everybody_in, people_of, written_to

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.meetings.models import Meeting


def _link(meeting: Meeting) -> str:
    return f"/meetings/{meeting.id}"


def _facts(meeting: Meeting, reader: User) -> dict[str, str | int]:
    return {
        "title": meeting.application.engagement.title,
        "who": written_to(reader, meeting.application),
        "at": meeting.starts_at.isoformat() if meeting.starts_at else "",
        "minutes": meeting.minutes,
        "where": meeting.place or meeting.link,
    }


def calendar_for(meeting: Meeting, reader: User, *, cancelled: bool = False) -> str:
    """Return the calendar entry in the reader's language."""
    config = current_app.config["PRODUCT"]
    with in_locale(reader.locale):
        return calendar_text(
            meeting, reader, sender=config.mail_from, url=f"{config.base_url}{_link(meeting)}", cancelled=cancelled
        )


def slots_proposed(meeting: Meeting, *, again: bool) -> None:
    """The other side chooses; the advisors know that it is asked."""
    for user in dict.fromkeys([*people_of(meeting.application, OTHER[meeting.proposed_by]), *_advisors(meeting)]):
        queue_message(
            user, "meetings/proposed", link=_link(meeting), **_facts(meeting, user),
            count=len(meeting.slots), words=meeting.words, by=_due(meeting), again=int(again),
        )  # fmt: skip


def meeting_fixed(meeting: Meeting) -> None:
    """Everybody gets the time, with an entry for their calendar."""
    for user in everybody_in(meeting.application):
        message = queue_message(user, "meetings/fixed", link=_link(meeting), **_facts(meeting, user))
        message.calendar = calendar_for(meeting, user)


def time_withdrawn(meeting: Meeting) -> None:
    """A fixed time no longer holds: everybody's calendar is freed, and new dates follow."""
    for user in everybody_in(meeting.application):
        message = queue_message(user, "meetings/withdrawn", link=_link(meeting), **_facts(meeting, user))
        message.calendar = calendar_for(meeting, user, cancelled=True)


def meeting_cancelled(meeting: Meeting) -> None:
    """Everybody learns why; where there was a time, it leaves their calendars."""
    for user in everybody_in(meeting.application):
        facts = {**_facts(meeting, user), "words": meeting.end_words}
        message = queue_message(user, "meetings/cancelled", link=_link(meeting), **facts)
        message.calendar = calendar_for(meeting, user) if meeting.starts_at else None


def meeting_tomorrow(meeting: Meeting) -> None:
    """Everybody is reminded on the business day before."""
    for user in everybody_in(meeting.application):
        queue_message(user, "meetings/reminder", link=_link(meeting), **_facts(meeting, user))


def slots_unanswered(meeting: Meeting) -> None:
    """Whoever is to choose is asked again; the advisors learn that nobody has."""
    for user in dict.fromkeys([*people_of(meeting.application, OTHER[meeting.proposed_by]), *_advisors(meeting)]):
        queue_message(user, "meetings/unanswered", link=_link(meeting), **_facts(meeting, user), by=_due(meeting))


def debrief_wanted(meeting: Meeting) -> None:
    """Everybody is asked for their own notes."""
    for user in everybody_in(meeting.application):
        queue_message(user, "meetings/debrief", link=_link(meeting), **_facts(meeting, user))


def _advisors(meeting: Meeting) -> list[User]:
    return advisors_of(meeting.application)


def _due(meeting: Meeting) -> str:
    return meeting.due_at.astimezone(TOKYO).isoformat() if meeting.due_at else ""
