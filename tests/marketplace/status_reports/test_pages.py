"""The pages of status reports: written, handed in, read and answered, each in few steps."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import func, select

from marketplace.business_days import business_days_after
from marketplace.clock import TOKYO, today
from marketplace.db import db
from marketplace.status_reports.models import Edition, Receipt, StatusReport
from marketplace.status_reports.operations.reminding import alarm_of_silence, remind_writers
from tests.factories.tracker import plain_status, started_project, written

if TYPE_CHECKING:
    from tests.conftest import PageClient


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_a_report_is_opened_written_handed_in_and_acknowledged(client: PageClient, locale: str) -> None:
    project, pmo, owner, _advisor = started_project(weeks=1)
    written(project, "risks", pmo, {"title": "主要要員の退職", "probability": "4", "impact": "5"})
    client.set_cookie("locale", locale)
    client.sign_in(pmo)
    listed = f"/projects/{project.id}/status-reports"
    assert client.get(listed).status_code == 200
    edit = client.post(listed).location
    page = client.get(edit)
    assert "主要要員の退職" in page.text
    assert ("25点中20点" if locale == "ja" else "20 of 25") in page.text
    report = db.session.scalars(select(StatusReport)).one()
    typed = {"version": str(report.version), "summary": "計画どおり。", "rag_risk": "red", "bodies-0": "進捗は順調。"}
    typed |= {f"rag_{each}": "green" for each in ("schedule", "scope", "cost", "quality")}
    quiet = client.post(edit, data=typed, headers={"HX-Request": "true"})
    assert quiet.status_code == 204
    typed["version"] = quiet.headers["X-Version"]
    wrong = client.post(edit, data=typed | {"summary": "", "then": "submit"})
    assert wrong.status_code == 422
    assert client.post(edit, data=typed | {"version": "1"}).status_code == 409
    wrong = client.post(edit, data=typed | {"rag_scope": "amber", "then": "submit"})
    assert wrong.status_code == 422
    shown = client.post(edit, data=typed | {"then": "submit"}).location
    assert "計画どおり。" in client.get(shown).text
    client.sign_in(owner)
    page = client.get(shown)
    assert "進捗は順調。" in page.text
    assert client.post(f"{shown}/read").status_code == 204
    assert client.post(f"{shown}/return", data={"reason": ""}).status_code == 422
    for answer, more in (("acknowledge", {}), ("return", {"reason": "見通しがない。"})):
        assert client.post(f"{shown}/{answer}", data={"version": "1"} | more).status_code == 409, "not what was read"
    assert client.post(f"{shown}/acknowledge").status_code == 303
    assert client.post(f"{shown}/acknowledge").status_code == 409
    assert db.session.scalar(select(func.count(Receipt.id))) == 1
    assert client.get(listed).status_code == 200
    client.sign_in(pmo)
    assert owner.name in client.get(shown).text


def test_a_draft_is_the_writers_own_and_a_returned_report_is_written_again(client: PageClient) -> None:
    project, pmo, owner, _advisor = started_project(weeks=1)
    client.sign_in(pmo)
    edit = client.post(f"/projects/{project.id}/status-reports").location
    shown = edit.removesuffix("/edit")
    client.sign_in(owner)
    assert client.get(shown).status_code == 404
    assert client.get(edit).status_code == 404
    client.sign_in(pmo)
    assert client.get(shown).location == edit
    version = db.session.scalars(select(StatusReport.version)).one()
    colours = dict.fromkeys([f"rag_{each}" for each in ("schedule", "scope", "cost", "quality", "risk")], "green")
    done = client.post(edit, data=colours | {"version": str(version), "summary": "順調。", "then": "submit"})
    assert done.status_code == 303
    client.sign_in(owner)
    assert client.post(f"{shown}/return", data={"reason": "見通しがない。"}).status_code == 303
    client.sign_in(pmo)
    assert "見通しがない。" in client.get(edit).text
    assert client.get(f"{shown}?edition=1").status_code == 200
    for nothing in ("9", "x"):
        assert client.get(f"{shown}?edition={nothing}").status_code == 404


def test_a_reminder_does_not_take_the_form_from_whoever_is_writing(client: PageClient) -> None:
    """The calendar's marks change nothing that the form shows: a day's writing was once refused as overtaken."""
    project, pmo, *_rest = started_project(weeks=1)
    client.sign_in(pmo)
    edit = client.post(f"/projects/{project.id}/status-reports").location
    report = db.session.scalars(select(StatusReport)).one()
    opened, due = report.version, report.due_on
    for moment, calendar in ((due, remind_writers), (business_days_after(due, 2), alarm_of_silence)):
        with time_machine.travel(datetime.combine(moment, time(12), tzinfo=TOKYO), tick=False):
            calendar()
            db.session.commit()
    db.session.refresh(report)
    assert None not in {report.reminded_on, report.alarmed_on}
    colours = dict.fromkeys([f"rag_{each}" for each in ("schedule", "scope", "cost", "quality", "risk")], "green")
    done = client.post(edit, data=colours | {"version": str(opened), "summary": "順調。", "then": "submit"})
    assert done.status_code == 303


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_the_numbers_of_a_project(client: PageClient, locale: str) -> None:
    project, pmo, *_rest = started_project(weeks=1)
    client.set_cookie("locale", locale)
    client.sign_in(pmo)
    path = f"/projects/{project.id}/indicators"
    assert client.get(path).status_code == 200
    first, last = str(today() - timedelta(days=28)), str(today() + timedelta(days=28))
    half = {
        "name": "移行計画",
        "starts_on": first,
        "due_on": str(today()),
        "percent": "50",
        "cost": "100万",
        "paid": "80万",
    }
    after = {"name": "移行試験", "starts_on": str(today()), "due_on": last, "cost": "100万", "after": "1"}
    written(project, "work-items", pmo, half, after)
    written(project, "issues", pmo, {"title": "権限不足", "severity": "高"})
    page = client.get(path).text
    assert page.count("<figure") == 4, "no burn-up before the first report"
    plain_status(project, pmo)
    edition = db.session.scalars(select(Edition)).one()
    kept = {"measure": "yen", "on": str(today() - timedelta(days=7)), "ev": 100, "ac": 100, "bac": 1_000_000}
    edition.content = edition.content | {"value": kept}
    db.session.commit()
    page = client.get(path).text
    assert page.count("<figure") == 5
    assert ("バーンアップ" if locale == "ja" else "Burn-up") in page
    assert re.search(r"CPI</th>\s*<td[^>]*>0.62[5]?<", page), "CPI: 500,000 of 800,000"
    assert ("移行試験" in page, "EV" in page) == (True, True)
