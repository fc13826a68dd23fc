"""A change is proposed by one side and agreed, declined or withdrawn; the charter follows what was agreed."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.change_requests.operations import Proposal, agree, propose_change
from marketplace.change_requests.queries import charters_of, said_in
from marketplace.change_requests.wording import Charter, differences
from marketplace.db import db
from marketplace.errors import DomainError
from marketplace.outbox import Message
from marketplace.tracker.models import ChangeRequest
from marketplace.tracker.operations.setting_up import close_project
from tests.conftest import count_queries
from tests.factories.tracker import begun_project

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from tests.conftest import PageClient

VALUES = {
    "title": "対象拠点を増やす",
    "why": "統合が決まったため",
    "scope": "大阪を加える",
    "cost": "-500000",
    "days": "14",
}


def version_in(page: TestResponse) -> str:
    found = re.search(r'name="version"[^>]*value="(\d+)"', page.text)
    assert found is not None
    return found[1]


def told() -> list[tuple[str, str]]:
    rows = db.session.scalars(select(Message).where(Message.template.startswith("change_requests/")))
    return sorted((each.to_email, each.template.partition("/")[2]) for each in rows)


def test_both_sides_agree_and_the_charter_has_a_new_version(client: PageClient) -> None:
    project, pmo, owner, _advisor = begun_project()
    client.sign_in(owner)
    home = f"/projects/{project.id}/change-requests"
    page = client.get(f"{home}/new")
    (first,) = charters_of(project)
    assert first.does
    assert first.does.splitlines()[0] in page.text, "the charter begins with the contract's words"
    assert 'name="version"' not in page.text
    assert client.post(f"{home}/new", data=VALUES | {"cost": "半分"}).status_code == 422
    charter = {"does": first.does, "decides": "会議の進め方。", "escalates": first.escalates}
    done = client.post(f"{home}/new", data=VALUES | charter)
    assert done.status_code == 303
    assert client.post(f"{done.location}/agree").status_code == 403, "one's own proposal"
    assert told() == [(pmo.email, "proposed")]
    client.sign_in(pmo)
    page = client.get(done.location)
    assert "<ins>会議の進め方。</ins>" in page.text
    assert "−500,000" in page.text
    assert "14日延長" in page.text
    assert charters_of(project) == [first], "not before both have agreed"
    version = version_in(page)
    assert client.post(f"{done.location}/agree", data={"version": version}).status_code == 303
    db.session.expire_all()
    change = db.session.scalars(select(ChangeRequest)).one()
    assert change.state == "agreed"
    assert change.pmo_agreed_at is not None
    assert change.client_agreed_at is not None
    assert [each.number for each in charters_of(project)] == [2, 1]
    assert client.post(f"{done.location}/agree", data={"version": version}).status_code == 409
    assert client.post(f"{done.location}/decline", data={"version": version, "words": "後から"}).status_code == 409
    page = client.get(f"/projects/{project.id}/charter")
    assert "会議の進め方。" in page.text
    assert "C-1" in page.text
    assert told()[-1] == (pmo.email, "proposed")
    assert (owner.email, "agreed") in told()


def test_a_change_is_declined_or_withdrawn(client: PageClient) -> None:
    project, pmo, owner, _advisor = begun_project()
    client.sign_in(pmo)
    home = f"/projects/{project.id}/change-requests"
    first, again, second = (
        client.post(f"{home}/new", data=VALUES | {"title": title}).location for title in ("大阪", "大阪", "京都")
    )
    assert again == first, "a button pressed twice proposes once"
    client.get(home)
    assert client.post(f"{second}/withdraw", data={"version": "1"}).status_code == 303
    assert client.post(f"{second}/withdraw", data={"version": "1"}).status_code == 409
    client.sign_in(owner)
    assert client.post(f"{first}/decline", data={"version": "1", "words": " "}).status_code == 422
    assert client.post(f"{first}/decline", data={"version": "1", "words": "予算がない"}).status_code == 303
    assert client.post(f"{second}/agree").status_code == 409
    client.sign_in(pmo)
    assert "予算がない" in client.get(first).text
    assert {event for _who, event in told()} == {"proposed", "declined", "withdrawn"}
    with count_queries() as few:
        client.get(home)
    for each in range(3):
        client.post(f"{home}/new", data=VALUES | {"title": f"拠点{each}"})
    with count_queries() as many:
        client.get(home)
    assert len(few) == len(many)
    close_project(project, by=pmo)
    db.session.commit()
    assert client.post(f"{home}/new", data=VALUES).status_code == 409


def test_a_charter_is_not_written_over_from_a_page_that_shows_an_older_one(client: PageClient) -> None:
    project, pmo, owner, _advisor = begun_project()
    client.sign_in(pmo)
    address = f"/projects/{project.id}/change-requests/new"
    page = client.get(address)
    assert 'name="follows" type="hidden" value="1"' in page.text
    old = {"follows": "1"} | asdict(said_in(charters_of(project)[0]))
    agree(propose_change(project, Proposal("役割", "明確に", charter=Charter("甲", "", "")), by=pmo), by=owner)
    db.session.commit()
    refused = client.post(address, data=VALUES | old | {"decides": "会議の進め方。"})
    assert refused.status_code == 409
    assert "役割定義が変わりました" in refused.text
    assert 'name="follows" type="hidden" value="2"' in refused.text
    unknown = client.post(address, data=VALUES | old | {"follows": "9" * 30, "title": "別の版"})
    assert unknown.status_code == 409, "no version of ours, however large its number"
    done = client.post(address, data=VALUES | old)
    assert done.status_code == 303
    assert "<del>" not in client.get(done.location).text, "what nobody touched on the page is no proposal"


def test_differences_are_told_sentence_by_sentence() -> None:
    pieces = differences("甲を行う。乙を行う。", "甲を行う。丙を行う。\n丁も。")
    assert pieces == [("kept", "甲を行う。"), ("gone", "乙を行う。"), ("new", "丙を行う。\n丁も。")]
    assert Charter("a", "b").changed(Charter("a", "")) == {"decides": [("new", "b")]}


@pytest.mark.usefixtures("session")
def test_two_wordings_cannot_both_follow_the_same_charter() -> None:
    project, pmo, owner, _advisor = begun_project()
    one, two = (
        propose_change(project, Proposal("役割", "明確に", charter=Charter(words, "", "")), by=pmo) for words in "甲乙"
    )
    agree(one, by=owner)
    db.session.commit()
    with pytest.raises(DomainError):
        agree(two, by=owner)
    db.session.rollback()
    assert said_in(charters_of(project)[0]).does == "甲"
    db.session.refresh(two)
    assert two.state == "proposed"
