"""Each role's first page, the language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from marketplace.background import Job, JobState
from marketplace.db import db
from marketplace.engagements.states import EngagementState
from marketplace.pipeline.states import ApplicationState
from marketplace.profiles.states import ProfileState, Visibility
from tests.conftest import PageClient, count_queries
from tests.factories.accounts import make_advisor, make_client, make_company, make_consultant_user, make_operator
from tests.factories.pipeline import make_application, make_match, make_posting
from tests.factories.profiles import make_consultant, make_listed_consultant

if TYPE_CHECKING:
    from collections.abc import Callable

    from marketplace.accounts.models import User


# First pages


@pytest.mark.parametrize("path", ["/", "/for-consultants", "/for-clients"])
@pytest.mark.parametrize("locale", ["ja", "en"])
def test_the_public_face_stands_empty_and_full(client: PageClient, path: str, locale: str) -> None:
    client.set_cookie("locale", locale)
    assert client.get(path).status_code == 200
    make_posting()
    page = client.get(path)
    assert page.status_code == 200
    assert f'<html lang="{locale}">' in page.text
    assert "100%" in page.text


def test_a_consultant_is_met_with_matches_and_the_named_advisor(client: PageClient) -> None:
    advisor = make_advisor(name="望月 静")
    consultant = make_listed_consultant(advisor_id=advisor.id)
    for score, state in ((870, "open"), (640, "open"), (530, "open"), (420, "open"), (990, "paused")):
        posting = make_posting(title=f"合い{score}の案件", state=EngagementState(state))
        make_match(posting, consultant, score=score)
    make_match(make_posting(title="条件に合わない案件"), consultant, score=980, eligible=False)
    make_match(make_posting(title="他人の案件"), make_listed_consultant(), score=999)
    client.sign_in(consultant.user)
    page = client.get("/").text
    assert [page.find(f"合い{score}の案件") > 0 for score in (870, 640, 530, 420, 990)] == [True] * 3 + [False] * 2
    assert "条件に合わない案件" not in page
    assert "他人の案件" not in page
    assert "望月 静" in page
    assert advisor.email in page
    assert "/profile/preview" in page


def test_who_sees_a_consultant_is_said_as_it_is(client: PageClient) -> None:
    pages = []
    for visibility in Visibility:
        client.sign_in(make_listed_consultant(visibility=visibility).user)
        pages.append(client.get("/").text)
    assert "ブロック" in pages[0]
    assert pages[0] != pages[1]


def test_a_new_consultant_is_told_what_comes_next(client: PageClient) -> None:
    client.sign_in(make_consultant(make_consultant_user(confirmed_at=None)).user)
    page = client.get("/").text
    assert page.count('data-tone="warning"') == 2
    assert 'href="/profile"' in page


def test_a_client_sees_its_postings_and_what_waits(client: PageClient) -> None:
    company = make_company(advisor=make_advisor(name="望月 静"))
    posting = make_posting(company)
    draft = make_posting(company, state=EngagementState.DRAFT, title="")
    named = make_listed_consultant(make_consultant_user(name="神無月 朔太郎"))
    make_application(posting, named)
    unnamed = make_listed_consultant(make_consultant_user(name="霜月 千景"), initials="C.S.")
    make_application(posting, unnamed, consent=False)
    make_application(
        posting, make_listed_consultant(make_consultant_user(name="睦月 一")), state=ApplicationState.PROPOSED
    )
    make_application(make_posting(), make_listed_consultant(make_consultant_user(name="他社 応募者")))
    client.sign_in(make_client(company=company))
    page = client.get("/").text
    assert "神無月 朔太郎" in page
    assert "霜月" not in page
    assert "C.S." in page
    assert "睦月" not in page
    assert "他社" not in page
    assert posting.title in page
    assert f"/engagements/{draft.id}/manage" in page
    assert re.search(rf"{posting.title}.*?<td[^>]*>\s*2\s*</td>", page, re.DOTALL)
    assert "望月 静" in page


def test_an_advisor_lands_on_the_desk(client: PageClient) -> None:
    client.sign_in(make_advisor())
    answer = client.get("/")
    assert (answer.status_code, answer.location) == (302, "/desk")


def test_the_operator_sees_how_it_stands(client: PageClient) -> None:
    for state in (ProfileState.LISTED, ProfileState.LISTED, ProfileState.HIDDEN):
        make_listed_consultant(state=state)
    posting = make_posting()
    make_posting(state=EngagementState.IN_REVIEW)
    make_application(posting, make_listed_consultant())
    db.session.add(Job(name="x.y", state=JobState.FAILED))
    db.session.commit()
    client.sign_in(make_operator())
    page = client.get("/").text
    tiles = dict(zip(("listed", "companies", "open", "in_review", "applications"), _tile_values(page), strict=False))
    assert tiles == {"listed": "3", "companies": "2", "open": "1", "in_review": "1", "applications": "1"}
    assert 'href="/operation/jobs"' in page


def _tile_values(page: str) -> list[str]:
    tiles = page[page.index('class="tiles"') :]
    return [
        re.sub(r"<[^>]+>|\s", "", each)
        for each in re.findall(r"<strong[^>]*>(.*?)</strong>|tile-value[^>]*>(.*?)<", tiles)
        for each in each
        if each
    ]


@pytest.mark.parametrize(
    "who", [lambda: make_listed_consultant().user, make_client, make_advisor, make_operator], ids=["c", "k", "a", "o"]
)
@pytest.mark.parametrize("locale", ["ja", "en"])
def test_every_entry_of_the_menu_opens(client: PageClient, who: Callable[[], User], locale: str) -> None:
    client.set_cookie("locale", locale)
    client.sign_in(who())
    start = client.get("/", follow_redirects=True).text
    menu = re.findall(r'href="(/[^"]*)"', start[start.index('class="site-nav"') : start.index('class="site-tools"')])
    assert len(menu) >= 4
    for path in menu:
        assert client.get(path, follow_redirects=True).status_code == 200, path


def test_first_pages_cost_the_same_however_much_there_is(client: PageClient) -> None:
    company = make_company()
    owner, consultant = make_client(company=company), make_listed_consultant()
    for reader in (owner, consultant.user):
        client.sign_in(reader)
        counts = []
        for _more in range(2):
            for _each in range(6):
                posting = make_posting(company)
                make_application(posting, make_listed_consultant())
                make_application(posting, consultant)
                make_match(posting, consultant)
            client.get("/")
            with count_queries() as queries:
                client.get("/")
            counts.append(len(queries))
        assert counts[0] == counts[1] <= 25


# Language


def test_the_language_is_kept_in_the_browser_and_with_the_account(client: PageClient) -> None:
    user = make_listed_consultant().user
    client.sign_in(user)
    answer = client.post("/language", data={"locale": "en", "next": "/engagements?q=SAP&page=2"})
    assert (answer.status_code, answer.location) == (303, "/engagements?q=SAP&page=2")
    db.session.refresh(user)
    assert user.locale == "en"
    assert '<html lang="en">' in client.get("/engagements").text
    client.sign_out()
    assert '<html lang="en">' in client.get("/engagements").text


def test_the_language_changes_by_post_only_and_only_to_what_there_is(client: PageClient) -> None:
    assert client.get("/language").status_code in {404, 405}
    for locale in ("", "de", "ja\r\nX-Evil: 1"):
        assert client.post("/language", data={"locale": locale, "next": "/"}).status_code == 303
        assert '<html lang="ja">' in client.get("/").text


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example/",
        "/\t/evil.example/",
        "/\n/evil.example/",
        "/ /evil.example",
        " //evil.example/",
        "javascript:alert(1)",
        "evil",
        "",
        "/x\r\nSet-Cookie: a=b",
    ],
)
def test_the_way_back_never_leads_elsewhere(client: PageClient, target: str) -> None:
    answer = client.post("/language", data={"locale": "en", "next": target})
    assert (answer.status_code, answer.location) == (303, "/")
