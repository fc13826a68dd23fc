"""The calendar: the days of a project, by an address that nobody guesses and its person can end; minutes as Word."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from urllib.parse import unquote

from docx import Document
from icalendar import Calendar
from sqlalchemy import select

from marketplace.db import db
from marketplace.exports.models import CalendarAddress
from marketplace.tracker.boards import ACTIONS
from marketplace.tracker.queries import rows_of
from tests.factories.exports import day, told_project
from tests.factories.tracker import plain_minutes, written

if TYPE_CHECKING:
    from marketplace.tracker.models import Minutes
    from tests.conftest import PageClient


def test_a_calendar_program_reads_the_days_until_its_address_ends(client: PageClient) -> None:
    project, pmo, owner, _advisor, _report = told_project()
    client.sign_in(owner)
    plain = client.get(f"/projects/{project.id}/calendar.ics")
    named = plain.headers["Content-Disposition"]
    assert named.isascii(), "a browser would read mojibake"
    assert unquote(named.partition("filename*=UTF-8''")[2]) == f"{project.name}.ics"
    page = client.post(f"/projects/{project.id}/calendar").text
    address = page.split("/calendars/")[1].split("</code>")[0]
    [kept] = db.session.scalars(select(CalendarAddress)).all()
    assert address.removesuffix(".ics") not in kept.token_sha256
    client.sign_out()
    answer = client.get(f"/calendars/{address}")
    assert answer.mimetype == "text/calendar"
    events = {str(each["summary"]): each for each in Calendar.from_ical(answer.data).walk("VEVENT")}
    assert "A-1 アクション期限: 日程案を配る (佐藤)" in events
    assert f"ステータス報告の提出日: {project.name}" in events
    assert len({str(each["uid"]) for each in Calendar.from_ical(plain.data).walk("VEVENT")}) > len(events)
    again = {"If-None-Match": answer.headers["ETag"]}
    assert client.get(f"/calendars/{address}", headers=again).status_code == 304
    written(project, "actions", pmo, {"title": "試験計画", "due_on": day(4)})
    assert client.get(f"/calendars/{address}", headers=again).status_code == 200
    assert client.get("/calendars/guessed.ics").status_code == 404
    client.sign_in(owner)
    assert address not in client.get(f"/projects/{project.id}/downloads").text
    client.post(f"/projects/{project.id}/calendar", data={"then": "end"})
    assert client.get(f"/calendars/{address}").status_code == 404


def test_minutes_open_in_word_with_their_decisions_and_actions(client: PageClient) -> None:
    project, pmo, owner, _advisor, _report = told_project()
    minutes: Minutes = plain_minutes(project)
    db.session.flush()

    rows_of(project, ACTIONS)[0].minutes_id = minutes.id
    db.session.commit()
    client.sign_in(owner)
    paper = Document(io.BytesIO(client.get(f"/minutes/{minutes.id}/minutes.docx").data))
    text = "\n".join(each.text for each in paper.paragraphs)
    assert minutes.title in text
    assert minutes.body.splitlines()[0] in text
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    assert {"A-1", "日程案を配る", "佐藤"} <= set(cells)
    assert pmo.email not in text
