"""A project's days as an iCalendar feed (RFC 5545): milestones, reports, meetings, actions; whole days, no times.

The same rows give the same bytes, so that calendars which ask every hour are told that nothing has changed.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import islice, takewhile
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from icalendar import Calendar, Event

from marketplace.clock import TOKYO, today
from marketplace.i18n import gettext as _
from marketplace.status_reports.due_days import due_days
from marketplace.tracker.boards import ACTIONS, MILESTONES, code
from marketplace.tracker.states import Cadence, ProjectState

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime

    from marketplace.tracker.boards import Board
    from marketplace.tracker.models import Project

ICS = "text/calendar"
AHEAD = timedelta(days=183)  # of what comes again
BEFORE = timedelta(days=31)
MOST = 60  # of one series


def project_calendar(project: Project, rows: Mapping[str, Sequence[Any]], *, base_url: str) -> bytes:
    """Return the feed in the present locale; `rows` are the boards' by name."""
    calendar = Calendar()
    calendar.add("prodid", "-//Ennoshita//Project//JA")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", project.name)
    calendar.add("x-wr-timezone", "Asia/Tokyo")
    calendar.add("refresh-interval;value=duration", "PT6H")
    host = urlsplit(base_url).hostname or "localhost"
    for event in (*_of_rows(project, rows, base_url), *_again(project, base_url)):
        event["uid"] = f"{event['uid']}@{host}"
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _event(uid: str, day: date, summary: str, url: str, at: datetime) -> Event:
    event = Event()
    event["uid"] = uid
    event.add("dtstamp", at)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", summary)
    event.add("url", url)
    event.add("transp", "TRANSPARENT")  # it takes nobody's time
    return event


def _of_rows(project: Project, rows: Mapping[str, Sequence[Any]], base_url: str) -> Iterator[Event]:
    for row in rows[MILESTONES.name]:
        day = row.actual_on or row.forecast_on or row.baseline_on
        if day:
            words = (
                _("◆ %(name)s", name=row.name) if row.actual_on is None else _("● %(name)s (reached)", name=row.name)
            )
            yield _row(project, MILESTONES, row, day, words, base_url)
    for row in rows[ACTIONS.name]:
        if row.due_on and row.done_on is None:
            words = _("Action due: %(title)s", title=row.title) + (f" ({row.owner})" if row.owner else "")
            yield _row(project, ACTIONS, row, row.due_on, words, base_url)


def _row(project: Project, board: Board, row: Any, day: date, words: str, base_url: str) -> Event:  # noqa: ANN401 - any board's row
    url = f"{base_url}/projects/{project.id}/{board.name}"
    event = _event(str(row.id), day, f"{code(board, row)} {words}", url, row.changed_at)
    event.add("sequence", row.version)
    event.add("description", project.name)
    return event


def _again(project: Project, base_url: str) -> Iterator[Event]:
    """Yield the reports' due days and each series' meetings around today, while the project reports."""
    if project.state is not ProjectState.RUNNING or project.started_at is None:
        return
    begun = project.started_at.astimezone(TOKYO).date()
    first = max(begun + timedelta(days=1), today() - BEFORE)
    reports = (f"{base_url}/projects/{project.id}/status-reports", _("Status report due"))
    series = [("report", project.cadence, project.weekday, *reports)]
    for place, each in enumerate(project.series):
        page = f"{base_url}/projects/{project.id}"
        series.append((f"series{place}", Cadence(each["cadence"]), each["weekday"], page, each["name"]))
    last = min(today() + AHEAD, project.contract.last_day)
    for name, cadence, weekday, url, words in series:
        days = due_days(begun + timedelta(days=1), cadence, weekday)  # counted from the start: every other week stays
        for day in islice((day for day in takewhile(lambda day: day <= last, days) if day >= first), MOST):
            yield _event(
                f"{project.id}-{name}-{day.isoformat()}", day, f"{words}: {project.name}", url, project.started_at
            )
