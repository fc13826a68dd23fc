"""What is drawn once for everybody holds nobody's own data, in each language, and grows old with what it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from marketplace.browse import fragments
from marketplace.db import db
from marketplace.engagements.operations import pause_engagement
from marketplace.engagements.queries import with_requirements
from tests.factories.accounts import make_advisor, make_client, make_company, make_consultant_user
from tests.factories.pipeline import make_application, make_match, make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    from flask import Flask

    from marketplace.engagements.models import Engagement
    from marketplace.profiles.models import Consultant
    from tests.conftest import PageClient

OWN = ("神無月", "課題管理は8年", "Eight years", ">87<", "スキル", "S/4HANA全社刷新の統合PMO")


@pytest.fixture
def consultant(client: PageClient) -> Consultant:
    del client
    return make_listed_consultant(make_consultant_user(name="神無月 朔太郎", locale="ja"))


@pytest.fixture
def posting(consultant: Consultant) -> Engagement:
    posting = make_posting(
        make_company(name="公開精機株式会社"), duties="統合WBSの管理。" * 30 + "最後の一行は社外秘の段取り。"
    )
    make_match(posting, consultant, score=873)
    return posting


def test_a_consultants_own_data_is_in_no_part_that_others_get(
    client: PageClient, consultant: Consultant, posting: Engagement
) -> None:
    paths = ("/engagements", f"/engagements/{posting.id}", "/engagements?sort=match", "/")
    client.sign_in(consultant.user)
    assert any(own in client.get(path).text for path in paths for own in OWN)
    client.sign_out()
    for locale in ("ja", "en"):
        client.set_cookie("locale", locale)
        for path in paths:
            text = client.get(path).text
            assert f'<html lang="{locale}">' in text
            assert [own for own in OWN if own in text.split("絞り込み")[0] and own != "スキル"] == [], path
            assert "最後の一行は社外秘の段取り" not in text
    client.sign_in(consultant.user)
    assert "最後の一行は社外秘の段取り" in client.get(f"/engagements/{posting.id}").text
    assert [part for part in fragments._kept.values() if any(own in part for own in OWN if own != "スキル")] == []


def test_each_language_gets_its_own_part(client: PageClient, posting: Engagement) -> None:
    japanese = client.get(f"/engagements/{posting.id}").text
    client.set_cookie("locale", "en")
    english = client.get(f"/engagements/{posting.id}").text
    assert "業務内容" in japanese or "仕事" in japanese
    assert "Requirements" in english
    assert "Requirements" not in japanese
    assert "1.15M" in client.get("/engagements").text


def test_what_one_visitor_put_into_the_url_reaches_no_other(client: PageClient, posting: Engagement) -> None:
    del posting
    for _each in range(25):
        make_posting()
    assert "someone" in client.get("/engagements?mail=someone@example.jp").text  # in the links to the next pages
    assert "someone" not in client.get("/engagements").text


def test_the_clients_view_is_not_kept_for_visitors(client: PageClient, posting: Engagement) -> None:
    client.sign_in(make_client(company=posting.company))
    assert "/manage" in client.get(f"/engagements/{posting.id}").text
    client.sign_out()
    assert "/manage" not in client.get(f"/engagements/{posting.id}").text


def test_a_kept_posting_follows_what_it_shows(client: PageClient, posting: Engagement) -> None:
    path = f"/engagements/{posting.id}"
    assert "公開精機株式会社" in client.get(path).text
    posting.company.name = "改名精機株式会社"
    db.session.commit()
    assert "改名精機株式会社" in client.get(path).text
    before = client.get(path).text
    make_application(posting, make_listed_consultant())
    assert client.get(path).text != before  # one more submitted
    advisor = make_advisor()
    pause_engagement(with_requirements(posting), by=advisor)
    db.session.commit()
    assert 'data-tone="warning"' in client.get(path).text


def test_a_part_is_drawn_once_and_the_oldest_is_dropped(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []

    def draw(name: str) -> str:
        def drawing() -> str:
            drawn.append(name)
            return f"<p>{name}</p>"

        return fragments.kept(name, drawing)

    with app.test_request_context():
        monkeypatch.setattr(fragments, "MOST", 2)
        assert [draw(name) for name in "aababca"] == [f"<p>{name}</p>" for name in "aababca"]
    assert drawn == ["a", "b", "c", "a"]
    assert len(fragments._kept) == 2
