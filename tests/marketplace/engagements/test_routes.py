"""The client's and the advisor's pages: status, redirect, words, and what is in the database afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.accounts.states import CompanyRole
from marketplace.db import db
from marketplace.engagements.models import Engagement, Listing
from marketplace.engagements.states import CloseReason, EngagementState
from marketplace.outbox import Message
from tests.factories.accounts import make_advisor, make_client, make_company
from tests.factories.engagements import make_draft, make_in_review, make_open
from tests.factories.pipeline import make_posting
from tests.marketplace.engagements.filled_form import message_beside
from tests.marketplace.engagements.traces import again

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from tests.conftest import PageClient


def english_client() -> User:
    return make_client(locale="en")


def english_advisor() -> User:
    return make_advisor(locale="en")


def edit_url(engagement: Engagement) -> str:
    return f"/engagements/{engagement.id}/edit"


# beginning


def test_a_need_in_three_sentences_becomes_a_draft(client: PageClient) -> None:
    author = english_client()
    client.sign_in(author)
    assert "about three sentences" in client.get("/engagements/new").text
    need = "ベンダー4社の進捗と課題を推進してほしい。SAPの移行です。11月から。"
    answer = client.post("/engagements/new", data={"title": "統合PMO", "need": need})
    engagement = db.session.scalars(select(Engagement)).one()
    assert (answer.status_code, answer.location) == (303, f"/engagements/{engagement.id}/edit")
    assert (engagement.state, engagement.title, engagement.background) == (EngagementState.DRAFT, "統合PMO", need)
    assert (engagement.company_id, engagement.created_by_id) == (author.company_id, author.id)
    assert engagement.controlling == max(engagement.type_mix)
    assert "tool.sap" in engagement.tools
    page = client.get(answer.location).text
    assert "Draft saved. Only you and your advisor can see it." in page
    assert need in page


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"title": "", "need": "三つの文。"}, "title"),
        ({"title": "統合PMO", "need": ""}, "need"),
        ({"title": "統合PMO", "need": "  　 "}, "need"),
        ({"title": "あ" * 121, "need": "三つの文。"}, "title"),
        ({"title": "統合PMO", "need": "あ" * 1501}, "need"),
        ({}, "title"),
    ],
)
def test_a_need_without_words_or_with_too_many_is_refused(client: PageClient, data: dict[str, str], field: str) -> None:
    client.sign_in(english_client())
    answer = client.post("/engagements/new", data=data)
    assert answer.status_code == 422
    assert message_beside(answer.text, field)
    assert db.session.scalars(select(Engagement)).all() == []


def test_my_postings_are_those_of_my_company(client: PageClient) -> None:
    author = english_client()
    assert author.membership is not None
    colleague = make_client(company=author.membership.company, role=CompanyRole.MEMBER, locale="en")
    make_draft(by=author, title="われわれの案件")
    make_draft(title="よその案件")
    client.sign_in(colleague)
    page = client.get("/engagements/mine").text
    assert "われわれの案件" in page
    assert "よその案件" not in page


def test_a_company_without_postings_is_told_how_to_begin(client: PageClient) -> None:
    client.sign_in(english_client())
    assert "No postings yet" in client.get("/engagements/mine").text


# the way to publication


def test_from_draft_to_open(client: PageClient) -> None:
    advisor, author = english_advisor(), english_client()
    assert author.membership is not None
    author.membership.company.advisor_id = advisor.id
    engagement = make_draft(by=author)
    here = f"/engagements/{engagement.id}"
    client.sign_in(author)
    assert "Hand in for review" in client.get(f"{here}/manage").text
    answer = client.post(f"{here}/submit")
    assert (answer.status_code, answer.location) == (303, f"{here}/manage")
    page = client.get(f"{here}/manage").text
    assert "Handed in. Your advisor reviews it and publishes it." in page
    assert "In review with your advisor" in page
    assert "Approve and publish" not in page
    client.sign_in(advisor)
    assert "Approve and publish" in client.get(f"{here}/manage").text
    answer = client.post(f"{here}/publish")
    assert (answer.status_code, answer.location) == (303, f"{here}/manage")
    assert "Published." in client.get(f"{here}/manage").text
    assert again(engagement.id).state is EngagementState.OPEN
    assert db.session.scalars(select(Listing.is_open)).all() == [True]


def test_what_is_not_complete_is_not_handed_in(client: PageClient) -> None:
    author = english_client()
    engagement = make_draft(by=author, payment_terms="検収後30日以内", received_rate_max=None)
    client.sign_in(author)
    answer = client.post(f"/engagements/{engagement.id}/submit")
    assert answer.status_code == 422
    assert "Before it can be published" in answer.text
    assert "A payment date must be a date" in answer.text
    assert "The fee the consultant receives is missing." in answer.text
    assert again(engagement.id).state is EngagementState.DRAFT
    assert db.session.scalars(select(Message)).all() == []


def test_what_became_incomplete_in_review_is_not_published(client: PageClient) -> None:
    advisor = english_advisor()
    engagement = make_in_review()
    engagement.place = ""
    db.session.commit()
    client.sign_in(advisor)
    answer = client.post(f"/engagements/{engagement.id}/publish")
    assert answer.status_code == 422
    assert "The place of work is missing." in answer.text
    assert again(engagement.id).state is EngagementState.IN_REVIEW


def test_an_advisor_returns_it_with_words(client: PageClient) -> None:
    advisor, author = english_advisor(), english_client()
    engagement = make_in_review(by=author)
    here = f"/engagements/{engagement.id}"
    client.sign_in(advisor)
    refused = client.post(f"{here}/return", data={"note": ""})
    assert refused.status_code == 422
    assert message_beside(refused.text, "note")
    assert again(engagement.id).state is EngagementState.IN_REVIEW
    answer = client.post(f"{here}/return", data={"note": "業務をもう少し具体的に"})
    assert (answer.status_code, answer.location) == (303, f"{here}/manage")
    client.sign_in(author)
    assert "業務をもう少し具体的に" in client.get(f"{here}/manage").text
    assert "業務をもう少し具体的に" in client.get(f"{here}/edit").text
    assert again(engagement.id).state is EngagementState.DRAFT


def test_words_of_employment_are_shown_to_both(client: PageClient) -> None:
    advisor, author = english_advisor(), english_client()
    engagement = make_in_review(by=author, duties="上司の指示による業務")
    client.sign_in(author)
    page = client.get(f"/engagements/{engagement.id}/manage").text
    assert "Words such as 上司の指示 suggest employment" in page
    client.sign_in(advisor)
    page = client.get(f"/engagements/{engagement.id}/manage").text
    assert "Words to check" in page
    assert client.post(f"/engagements/{engagement.id}/publish").status_code == 303


# while it is open


def test_pause_confirm_and_close(client: PageClient) -> None:
    author = english_client()
    engagement = make_open(by=author)
    here = f"/engagements/{engagement.id}"
    client.sign_in(author)
    for action, words, state in (
        ("pause", "Paused. It is no longer shown.", "paused"),
        ("confirm", "Confirmed as open today.", "open"),
        ("confirm", "Confirmed as open today.", "open"),
    ):
        answer = client.post(f"{here}/{action}")
        assert (answer.status_code, answer.location) == (303, f"{here}/manage")
        assert words in client.get(f"{here}/manage").text
        assert again(engagement.id).state == state
    answer = client.post(f"{here}/close", data={"reason": "budget", "words": "予算が決まりませんでした。"})
    assert (answer.status_code, answer.location) == (303, f"{here}/manage")
    page = client.get(f"{here}/manage").text
    assert "Closed. Everybody still in process has been told." in page
    assert "予算が決まりませんでした。" in page
    after = again(engagement.id)
    assert (after.state, after.close_reason) == (EngagementState.CLOSED, CloseReason.BUDGET)


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({}, "reason"),
        ({"reason": ""}, "reason"),
        ({"reason": "bored"}, "reason"),
        ({"reason": "budget", "words": "あ" * 501}, "words"),
    ],
)
def test_closing_needs_a_reason(client: PageClient, data: dict[str, str], field: str) -> None:
    author = english_client()
    engagement = make_open(by=author)
    client.sign_in(author)
    answer = client.post(f"/engagements/{engagement.id}/close", data=data)
    assert answer.status_code == 422
    assert message_beside(answer.text, field)
    assert again(engagement.id).state is EngagementState.OPEN


def test_what_is_over_stands_below_what_is_still_to_be_done(client: PageClient) -> None:
    company = make_company()
    owner = make_client(company=company)
    live = make_posting(company)
    filled = make_posting(company, state=EngagementState.FILLED)
    client.sign_in(owner)
    page = client.get("/engagements/mine").text
    assert page.index(str(live.id)) < page.index(str(filled.id)), "though it was posted later"
