"""Somebody outside reads by a link: what was handed in alone, until it ends or is taken back; each use is noted."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import time_machine
from sqlalchemy import func, select, update

from marketplace.audit import AuditEntry
from marketplace.clock import now
from marketplace.db import db
from marketplace.limits import SHARED
from marketplace.outbox import Message
from marketplace.readers.models import ReaderLink, ReaderUse
from marketplace.status_reports.models import StatusReport
from marketplace.status_reports.states import StatusState
from tests.factories.tracker import begun_project, plain_status, written

if TYPE_CHECKING:
    from tests.conftest import PageClient

EMAIL = "kansayaku@example.jp"


def mailed_link() -> str:
    message = db.session.scalars(
        select(Message)
        .where(Message.template == "readers/shared")
        .order_by(Message.created_at.desc(), Message.id.desc())
    ).first()
    assert message is not None
    assert message.to_email == EMAIL
    assert not message.on_page
    return message.link


def test_a_link_opens_what_was_handed_in_and_nothing_else(client: PageClient) -> None:
    project, pmo, owner, _advisor = begun_project()
    written(project, "risks", pmo, {"title": "秘密のリスク"})
    plain_status(project, pmo)
    db.session.commit()
    client.sign_in(owner)
    home = f"/projects/{project.id}/readers"
    assert client.get(home).status_code == 200
    assert client.post(home, data={"email": EMAIL, "days": "91", "locale": "en"}).status_code == 422
    assert client.post(home, data={"email": EMAIL, "days": "30", "locale": "en"}).status_code == 303
    link = mailed_link()
    kept = db.session.scalars(select(ReaderLink)).one()
    assert link.removeprefix("/shared/") not in kept.token_hash
    client.sign_out()
    page = client.get(link)
    assert page.status_code == 200
    assert '<html lang="en">' in page.text, "in the language that was chosen for the reader"
    assert f"{link}/report?number=1" in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert page.headers["Cache-Control"] == "no-store"
    assert 'name="robots"' in page.text
    report = client.get(f"{link}/report?number=1")
    assert "順調" in report.text
    assert client.get(f"{link}/indicators").status_code == 200
    client.get(link)
    for nothing in ("report?number=2", "report", "report?number=x"):
        assert client.get(f"{link}/{nothing}").status_code == 404
    uses = db.session.execute(select(ReaderUse.page, func.count()).group_by(ReaderUse.page)).all()
    assert sorted((page, times) for page, times in uses) == [("indicators", 1), ("overview", 1), ("report-1", 1)]
    journal = select(func.count()).where(AuditEntry.event == "reader link opened")
    assert db.session.scalar(journal) == 1
    with time_machine.travel(now() + timedelta(days=1)):
        client.get(link)
        assert db.session.scalar(journal) == 2
    db.session.execute(update(StatusReport).values(state=StatusState.RETURNED, returned_reason="直す"))
    db.session.commit()
    assert client.get(f"{link}/report?number=1").status_code == 404
    client.sign_in(owner)
    assert EMAIL in client.get(home).text
    for path in (f"/projects/{project.id}", home):
        client.sign_out()
        assert client.get(path).status_code == 302, "the link signs nobody in"


def test_a_link_ends_by_itself_and_when_it_is_taken_back(client: PageClient) -> None:
    project, _pmo, owner, _advisor = begun_project()
    client.sign_in(owner)
    home = f"/projects/{project.id}/readers"
    values = {"email": EMAIL, "days": "30", "locale": "en"}
    client.post(home, data=values)
    first = mailed_link()
    with time_machine.travel(now() + timedelta(days=31)):
        client.sign_out()
        closed = client.get(first)
        assert closed.status_code == 404
        assert "This link is closed" in closed.text
        assert project.name not in closed.text
    client.sign_in(owner)
    client.post(home, data=values | {"locale": "ja"})
    second = mailed_link()
    assert client.get(first).status_code == 404, "the newest link is the one that counts"
    assert client.get(second).status_code == 200
    ended = select(func.count()).where(AuditEntry.event == "reader link revoked")
    assert db.session.scalar(ended) == 1, "the journal says that the first one ended, and by whom"
    newest = db.session.scalars(select(ReaderLink).where(ReaderLink.revoked_at.is_(None))).one()
    assert client.post(f"/readers/{newest.id}/revoke").status_code == 303
    for path in (second, f"{second}/indicators", "/shared/unknown", "/shared/unknown/report?number=1"):
        assert client.get(path).status_code == 404
    assert "リンクは閉じられています" in client.get(second).text


def test_nobody_is_flooded_with_links(limited: PageClient) -> None:
    project, _pmo, owner, _advisor = begun_project()
    limited.sign_in(owner)
    values = {"email": EMAIL, "days": "30", "locale": "ja"}
    most = int(SHARED.split()[0])
    home = f"/projects/{project.id}/readers"
    answers = [limited.post(home, data=values).status_code for _n in range(most + 1)]
    assert answers == [303] * most + [429]
    assert limited.post(home, data=values | {"days": "0"}).status_code == 422, "a slip of the pen is no mail"


def test_the_pmo_sees_who_reads_from_outside_while_the_link_is_open(client: PageClient) -> None:
    project, pmo, owner, _advisor = begun_project()
    client.sign_in(owner)
    home = f"/projects/{project.id}"
    client.post(f"{home}/readers", data={"email": EMAIL, "locale": "ja", "days": "14"})
    client.sign_in(pmo)
    assert EMAIL in client.get(f"{home}/status-reports").text
    link = db.session.scalars(select(ReaderLink)).one()
    client.sign_in(owner)
    client.post(f"/readers/{link.id}/revoke")
    client.sign_in(pmo)
    assert EMAIL not in client.get(f"{home}/status-reports").text


def test_a_button_pressed_twice_mails_one_link_that_opens(client: PageClient) -> None:
    project, _pmo, owner, _advisor = begun_project()
    client.sign_in(owner)
    home = f"/projects/{project.id}/readers"
    values = {"email": EMAIL, "days": "30", "locale": "ja"}
    for _press in range(2):
        assert client.post(home, data=values).status_code == 303
    mails = select(func.count()).where(Message.template == "readers/shared")
    assert db.session.scalar(mails) == 1
    assert client.get(mailed_link()).status_code == 200
    with time_machine.travel(now() + timedelta(minutes=2)):
        client.post(home, data=values)
    assert db.session.scalar(mails) == 2, "asked for again later, the mail was lost"
