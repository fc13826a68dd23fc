"""The summary: proposed when the project is closed, signed once the client agrees, checked by whoever has the paper."""

from __future__ import annotations

import base64
import io
import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pypdf import PdfReader
from sqlalchemy import select

from marketplace.clock import TOKYO, today
from marketplace.db import db
from marketplace.i18n import in_locale
from marketplace.outbox import Message
from marketplace.project_summaries.facts import facts_of
from marketplace.project_summaries.models import ProjectSummary
from marketplace.project_summaries.operations import propose_summary, withdraw_summary
from marketplace.project_summaries.paper import summary_paper
from marketplace.project_summaries.queries import facts_now
from marketplace.project_summaries.signing import canonical, digest, sign, stands
from marketplace.tracker.boards import MILESTONES
from marketplace.tracker.operations.setting_up import close_project
from marketplace.tracker.queries import rows_of
from tests.factories.exports import handed_in
from tests.factories.tracker import started_project

if TYPE_CHECKING:
    from flask import Flask

    from marketplace.accounts.models import User
    from marketplace.tracker.models import Project
    from tests.conftest import PageClient


def closed_project() -> tuple[Project, User, User]:
    """Close a project with two reports, one of them late, and two milestones reached, one of them late."""
    project, pmo, owner, _advisor = started_project(weeks=5)
    handed_in(project, pmo, days_ago=34)
    handed_in(project, pmo)
    first, second, *_rest = rows_of(project, MILESTONES)
    first.actual_on, second.actual_on = first.baseline_on, second.baseline_on.replace(year=2100)
    close_project(project, by=pmo)
    db.session.commit()
    return project, pmo, owner


def test_the_client_agrees_the_paper_is_checked_and_a_withdrawn_one_stands_no_longer(client: PageClient) -> None:
    project, pmo, owner = closed_project()
    address = f"/projects/{project.id}/summary"
    client.sign_in(pmo)
    assert "未記載" in client.get(address).text
    assert client.post(address).status_code == 303
    assert client.post(address).status_code == 409
    [summary] = db.session.scalars(select(ProjectSummary)).all()
    assert summary.facts["reports"] == {"handed_in": 2, "on_time": 1, "missing": 0}
    counted = summary.facts["milestones"]
    assert (counted["reached"], counted["by_agreed_day"]) == (2, 1)
    assert client.get(f"{address}.pdf").status_code == 404
    client.sign_in(owner)
    yes = {"seen": digest(summary.facts), "read": "y"}
    assert client.post(f"{address}/agree", data={"seen": "x"}).status_code == 422
    assert client.post(f"{address}/agree", data=yes | {"seen": "0" * 64}).status_code == 409
    assert yes["seen"] in client.get(address).text
    assert client.post(f"{address}/agree", data=yes | {"project": "y"}).status_code == 303
    assert client.post(f"{address}/decline", data={"words": "違います"}).status_code == 409
    held = json.loads(client.get(f"{address}.json").data)
    company = project.contract.application.engagement.company.name
    assert (held["content"]["client"], held["content"]["project"]) == (None, project.name)
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(held["public_key"]))
    key.verify(base64.b64decode(held["signature"]), canonical(held["content"]))
    [page] = PdfReader(io.BytesIO(client.get(f"{address}.pdf?language=en").data)).pages
    words = page.extract_text().replace("\u200b", "").replace("\n", "")
    assert held["content"]["code"] in words
    assert pmo.name.replace(" ", "") in words.replace(" ", "")
    assert company not in words
    client.sign_out()
    public = f"/summaries/{held['content']['code']}"
    shown = client.get(public).text
    assert pmo.name in shown
    assert project.name in shown
    assert not [each for each in (company, owner.name, pmo.email) if each in shown]
    for guessed in ("guessed", "%00", "a%00b", "%EF%BC%91", "c" * 5000):  # PostgreSQL takes no NUL
        assert client.get(f"/summaries/{guessed}").status_code == 404
    summary.content = {**held["content"], "reports": {"handed_in": 99, "on_time": 99, "missing": 0}}
    db.session.commit()
    changed = client.get(public).text
    assert "署名が内容と合いません" in changed
    assert pmo.name not in changed
    client.sign_in(pmo)
    assert client.post(f"{address}/withdraw").status_code == 303
    client.sign_out()
    gone = client.get(public).text
    assert "取り下げられました" in gone
    assert pmo.name not in gone
    told = set(db.session.scalars(select(Message.template).where(Message.template.like("project_summaries/%"))))
    assert told == {f"project_summaries/{event}" for event in ("proposed", "signed", "withdrawn")}


def test_a_paper_of_a_withdrawn_summary_is_still_one_of_ours_after_a_new_one(client: PageClient) -> None:
    project, pmo, owner = closed_project()
    address = f"/projects/{project.id}/summary"
    client.sign_in(owner)
    shown = []
    for _time in range(2):
        summary = propose_summary(project, by=pmo)
        db.session.commit()
        client.post(f"{address}/agree", data={"seen": digest(summary.facts), "read": "y"})
        held = json.loads(client.get(f"{address}.json").data)
        shown.append(held["content"]["code"])
        assert held["sha256"] in client.get(f"/summaries/{shown[0]}").text
        withdraw_summary(summary, by=pmo)
        propose_summary(project, by=pmo)
        db.session.commit()
        assert "取り下げられました" in client.get(f"/summaries/{shown[0]}").text
        withdraw_summary(summary, by=pmo)
    assert shown[0] == shown[1]


def test_the_facts_of_a_running_project_reach_until_today(client: PageClient) -> None:
    project, pmo, _owner, _advisor = started_project(weeks=20)
    assert project.started_at is not None
    client.sign_in(pmo)
    client.set_cookie("locale", "en")
    shown = client.get(f"/projects/{project.id}/summary").text
    first, last = project.started_at.astimezone(TOKYO).date(), today()
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    assert f"{first:%b %Y} – {last:%b %Y} ({months} months)" in shown


def test_the_last_day_is_the_contracts_though_the_project_is_closed_in_the_night_after(client: PageClient) -> None:
    del client
    project, _pmo, _owner = closed_project()
    project.contract.last_day = today() - timedelta(days=1)
    assert facts_now(project)["last_day"] == (today() - timedelta(days=1)).isoformat()


def test_a_no_says_why_and_it_can_be_proposed_anew(client: PageClient) -> None:
    project, pmo, owner = closed_project()
    propose_summary(project, by=pmo)
    db.session.commit()
    client.sign_in(owner)
    assert client.post(f"/projects/{project.id}/summary/decline", data={"words": "到達は1件です。"}).status_code == 303
    client.sign_in(pmo)
    assert "到達は1件です。" in client.get(f"/projects/{project.id}/summary").text
    assert client.post(f"/projects/{project.id}/summary").status_code == 303


def test_one_page_however_long_the_names_are(app: Flask) -> None:
    content = {
        "format": 1, "consultant": "W" * 300, "client": "株式会社" * 80, "project": "長い名前 " * 90,
        "pmo_type": "strategic", "first_day": "2025-11-30", "last_day": "2026-12-01", "signed_on": "2026-12-02",
        "issuer": "あ" * 300, "code": "c",
        "reports": {"handed_in": 1, "on_time": 1, "missing": 0},
        "milestones": {"planned": 3, "reached": 2, "by_agreed_day": 1},
    }  # fmt: skip
    with app.test_request_context():
        assert stands(content, sign(content))
        assert not stands(content, "nonsense")
        for locale in ("ja", "en"):
            with in_locale(locale):
                paper = summary_paper(content, sign(content), check_at="https://example.jp/summaries/" + "c" * 200)
            assert len(PdfReader(io.BytesIO(paper)).pages) == 1


@pytest.mark.usefixtures("session")
def test_a_report_that_is_due_today_is_not_missing_yet() -> None:
    project, *_rest = started_project()
    due = [(today() - timedelta(days=days), None) for days in (0, 1, 8)]
    assert facts_of(project, due, [])["reports"]["missing"] == 2
