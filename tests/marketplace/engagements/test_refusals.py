"""Who may not, what comes too late, and that looking changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.db import db
from marketplace.engagements.models import Engagement, Listing
from marketplace.engagements.states import EngagementState
from tests.factories.accounts import make_advisor, make_client, make_consultant_user
from tests.factories.engagements import make_draft, make_in_review, make_in_state, make_open
from tests.marketplace.engagements.traces import again, journal_length

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from tests.conftest import PageClient


def english_client() -> User:
    return make_client(locale="en")


def english_advisor() -> User:
    return make_advisor(locale="en")


def edit_url(engagement: Engagement) -> str:
    return f"/engagements/{engagement.id}/edit"


POSTS = ("edit", "submit", "publish", "return", "pause", "confirm", "close")


@pytest.mark.parametrize("action", POSTS)
def test_another_company_does_not_learn_that_a_draft_exists(client: PageClient, action: str) -> None:
    engagement = make_draft()
    client.sign_in(english_client())
    assert client.post(f"/engagements/{engagement.id}/{action}").status_code == 404
    assert client.get(f"/engagements/{engagement.id}/manage").status_code == 404
    assert again(engagement.id).state is EngagementState.DRAFT


@pytest.mark.parametrize("action", POSTS)
@pytest.mark.parametrize("who", ["other client", "consultant"])
def test_what_all_may_see_only_its_own_side_may_change(client: PageClient, action: str, who: str) -> None:
    engagement = make_open()
    client.sign_in(english_client() if who == "other client" else make_consultant_user(locale="en"))
    assert client.post(f"/engagements/{engagement.id}/{action}").status_code == 403
    assert client.get(f"/engagements/{engagement.id}/manage").status_code == 403
    assert again(engagement.id).state is EngagementState.OPEN


@pytest.mark.parametrize("action", ["publish", "return"])
def test_a_client_does_not_review_its_own_posting(client: PageClient, action: str) -> None:
    author = english_client()
    engagement = make_in_review(by=author)
    client.sign_in(author)
    assert client.post(f"/engagements/{engagement.id}/{action}", data={"note": "x"}).status_code == 403
    assert again(engagement.id).state is EngagementState.IN_REVIEW


def test_a_client_does_not_open_what_is_in_review_by_confirming_it(client: PageClient) -> None:
    author = english_client()
    engagement = make_in_review(by=author)
    client.sign_in(author)
    assert client.post(f"/engagements/{engagement.id}/confirm").status_code == 409
    after = again(engagement.id)
    assert (after.state, after.confirmed_on, after.published_at) == (EngagementState.IN_REVIEW, None, None)


@pytest.mark.parametrize("state", ["in_review", "open", "paused", "closed", "expired"])
def test_a_client_writes_in_its_draft_only(client: PageClient, state: str) -> None:
    author = english_client()
    engagement = make_in_state(EngagementState(state), by=author)
    client.sign_in(author)
    assert client.get(edit_url(engagement)).status_code == 403
    assert client.post(edit_url(engagement), data={"title": "後から"}).status_code == 403
    assert again(engagement.id).title == "部品メーカー 統合PMO"


@pytest.mark.parametrize("kind", ["consultant", "advisor"])
def test_only_clients_post(client: PageClient, kind: str) -> None:
    client.sign_in(make_consultant_user() if kind == "consultant" else make_advisor())
    assert client.get("/engagements/new").status_code == 403
    assert client.get("/engagements/mine").status_code == 403
    assert client.post("/engagements/new", data={"title": "x", "need": "y"}).status_code == 403


@pytest.mark.parametrize("path", ["/engagements/new", "/engagements/mine"])
def test_a_visitor_is_asked_to_sign_in(client: PageClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in?next=")


@pytest.mark.parametrize(
    ("action", "state"),
    [
        ("publish", "open"),
        ("publish", "draft"),
        ("return", "open"),
        ("return", "draft"),
        ("pause", "paused"),
        ("pause", "in_review"),
        ("confirm", "closed"),
        ("close", "closed"),
    ],
)
def test_who_comes_too_late_is_told(client: PageClient, action: str, state: str) -> None:
    advisor = english_advisor()
    engagement = make_in_state(EngagementState(state))
    client.sign_in(advisor)
    before = journal_length()
    answer = client.post(f"/engagements/{engagement.id}/{action}", data={"note": "x", "reason": "budget"})
    assert answer.status_code == 409
    assert "Nothing was changed" in answer.text
    assert again(engagement.id).state == state
    assert journal_length() == before


def test_the_second_of_two_publications_is_a_conflict(client: PageClient) -> None:
    advisor = english_advisor()
    engagement = make_in_review()
    client.sign_in(advisor)
    assert client.post(f"/engagements/{engagement.id}/publish").status_code == 303
    published = again(engagement.id).published_at
    assert client.post(f"/engagements/{engagement.id}/publish").status_code == 409
    assert again(engagement.id).published_at == published
    assert db.session.scalars(select(Listing.number)).all() == [1]


@pytest.mark.parametrize("page", ["manage", "edit"])
def test_looking_changes_nothing(client: PageClient, page: str) -> None:
    author = english_client()
    engagement = make_draft(by=author)
    client.sign_in(author)
    entries, version = journal_length(), engagement.version
    assert client.get(f"/engagements/{engagement.id}/{page}").status_code == 200
    assert (journal_length(), again(engagement.id).version) == (entries, version)


@pytest.mark.parametrize("action", ["submit", "publish", "return", "pause", "confirm", "close"])
def test_a_link_does_nothing(client: PageClient, action: str) -> None:
    author = english_client()
    engagement = make_open(by=author)
    client.sign_in(author)
    assert client.get(f"/engagements/{engagement.id}/{action}").status_code in {404, 405}
    assert again(engagement.id).state is EngagementState.OPEN


@pytest.mark.parametrize("state", list(EngagementState))
@pytest.mark.parametrize("who", ["client", "advisor"])
def test_the_page_shows_every_state(client: PageClient, state: EngagementState, who: str) -> None:
    author, advisor = english_client(), english_advisor()
    engagement = make_in_state(state, by=author)
    client.sign_in(author if who == "client" else advisor)
    answer = client.get(f"/engagements/{engagement.id}/manage")
    assert answer.status_code == 200
    assert "115" in answer.text or "1.15M" in answer.text
