"""A meeting as an iCalendar entry (RFC 5545, sent as RFC 5546 says): the only user of the icalendar package.

Each reader gets an entry of their own with nobody else's address in it: addresses are not part of what a consent
shows. The UID stays for the meeting's life and SEQUENCE rises with everything sent, so that calendars replace the
entry they have instead of adding another.
"""

from __future__ import annotations

from datetime import timedelta
from email.utils import parseaddr
from typing import TYPE_CHECKING

from icalendar import Calendar, Event, vCalAddress

from marketplace.clock import TOKYO, now
from marketplace.i18n import gettext as _
from marketplace.meetings.states import MeetingState

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.meetings.models import Meeting


def calendar_text(meeting: Meeting, reader: User, *, sender: str, url: str, cancelled: bool = False) -> str:
    """Return the entry in the present locale: a REQUEST, or a CANCEL of the one sent before.

    `sender` is the product's own mail address, `url` the meeting's page. The meeting must have a time.
    """
    assert meeting.starts_at is not None  # noqa: S101 - the callers ask for fixed ones
    cancelled = cancelled or meeting.state is MeetingState.CANCELLED
    start = meeting.starts_at.astimezone(TOKYO)
    name, address = parseaddr(sender)
    event = Event()
    event.add("uid", f"{meeting.id}@{address.rpartition('@')[2] or 'localhost'}")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", now())
    event.add("dtstart", start)
    event.add("dtend", start + timedelta(minutes=meeting.minutes))
    event.add("summary", _("Meeting: %(title)s", title=meeting.application.engagement.title))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("organizer", _person(name, address))
    event.add("attendee", _person(reader.name, reader.email, PARTSTAT="ACCEPTED", RSVP="FALSE"))
    event.add("location", meeting.place or meeting.link)
    event.add("description", "\n\n".join(part for part in (meeting.words, meeting.link, url) if part))
    event.add("url", url)
    calendar = Calendar()
    calendar.add("prodid", "-//Ennoshita//Meetings//JA")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled else "REQUEST")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    text: str = calendar.to_ical().decode()
    return text


def _person(name: str, address: str, **parameters: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{address}")
    for key, value in ({"CN": name} if name else {}).items() | parameters.items():
        person.params[key] = value
    return person
