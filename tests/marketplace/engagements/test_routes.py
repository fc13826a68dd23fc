"""The client's and the advisor's pages: status, redirect, words, and what is in the database afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from marketplace.accounts.states import CompanyRole
from marketplace.audit import AuditEntry
from marketplace.db import db
from marketplace.engagements.models import Engagement, Listing, Requirement
from marketplace.engagements.states import CloseReason, EngagementState
from marketplace.outbox import Message
from tests.factories.accounts import make_advisor, make_client, make_consultant_user
from tests.factories.engagements import make_draft, make_in_review, make_in_state, make_open
from tests.marketplace.engagements.filled_form import filled_form, message_beside

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from tests.conftest import PageClient


def english_client() -> User:
    return make_client(locale="en")


def english_advisor() -> User:
    return make_advisor(locale="en")


def again(engagement_id: object) -> Engagement:
    """The posting as the database has it now."""
    db.session.expire_all()
    return db.session.get_one(Engagement, engagement_id)


def journal_length() -> int:
    return db.session.scalar(select(func.count()).select_from(AuditEntry)) or 0


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
        pytest.param(
            {"title": "統合PMO", "need": "  　 "},
            "need",
            marks=pytest.mark.xfail(reason="inputs.py takes spaces for words: InputRequired looks before filters"),
        ),
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


# writing


def test_an_untouched_form_saves_what_was_there(client: PageClient) -> None:
    author = english_client()
    engagement = make_draft(by=author)
    client.sign_in(author)
    before = {column.key: getattr(engagement, column.key) for column in Engagement.__table__.columns}
    sent = filled_form(client.get(edit_url(engagement)).text, edit_url(engagement))
    answer = client.post(edit_url(engagement), data=sent)
    assert (answer.status_code, answer.location) == (303, f"/engagements/{engagement.id}/manage")
    after = again(engagement.id)
    kept = {column.key: getattr(after, column.key) for column in Engagement.__table__.columns}
    assert {name: (before[name], kept[name]) for name in kept if kept[name] != before[name] and name != "version"} == {}
    rows = db.session.scalars(select(Requirement).order_by(Requirement.position)).all()
    assert [(each.required, each.text, each.years) for each in rows] == [
        (True, "SAP導入PJのPMまたはPMO3年以上", 3),
        (False, "PMP", None),
    ]


def test_the_form_takes_numbers_and_days_as_people_type_them(client: PageClient) -> None:
    author = english_client()
    engagement = make_draft(by=author)
    client.sign_in(author)
    sent = filled_form(client.get(edit_url(engagement)).text, edit_url(engagement))
    sent |= {
        "order_rate_max": ["１４５万"],
        "received_rate_max": ["1,250,000円"],
        "months": ["１２"],
        "start_on": ["2030年11月1日"],
        "accepts_company": [],
        "required-1-text": ["ｽﾃｺﾐ資料の作成"],
        "required-1-years": ["２"],
    }
    assert client.post(edit_url(engagement), data=sent).status_code == 303
    after = again(engagement.id)
    assert (after.order_rate_max, after.received_rate_max, after.months) == (1_450_000, 1_250_000, 12)
    assert after.start_on is not None
    assert after.start_on.isoformat() == "2030-11-01"
    assert after.accepts_company is False
    rows = db.session.scalars(select(Requirement).where(Requirement.required).order_by(Requirement.position)).all()
    assert [(each.text, each.years) for each in rows][1] == ("ステコミ資料の作成", 2)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("received_rate_max", "たくさん"),
        ("received_rate_max", "1.5"),
        ("received_rate_max", "999999999999"),
        ("order_rate_max", "3000000000"),
        ("received_rate_max", "900000"),
        ("months", "0"),
        ("months", "半年"),
        ("days_min", "6"),
        ("start_on", "来月"),
        ("start_on", "2026-02-30"),
        ("strategic", "50"),
        ("title", "あ" * 121),
        ("industry", "industry.nothing"),
        ("remote", "sometimes"),
        ("unit_step", "100"),
        ("phases", "phase.nothing"),
        ("required-0-text", "あ" * 121),
        ("required-0-years", "99"),
    ],
)
def test_bad_input_is_told_beside_its_field_and_nothing_is_saved(client: PageClient, field: str, value: str) -> None:
    author = english_client()
    engagement = make_draft(by=author)
    client.sign_in(author)
    sent = filled_form(client.get(edit_url(engagement)).text, edit_url(engagement))
    before = journal_length()
    answer = client.post(edit_url(engagement), data=sent | {field: [value], "background": ["変えた背景"]})
    assert answer.status_code == 422
    assert message_beside(answer.text, field)
    assert "変えた背景" in answer.text
    assert again(engagement.id).background == "旧システムの保守切れ対応。"
    assert journal_length() == before


def test_a_draft_saves_itself_quietly(client: PageClient) -> None:
    author = english_client()
    engagement = make_draft(by=author)
    client.sign_in(author)
    sent = filled_form(client.get(edit_url(engagement)).text, edit_url(engagement))
    data = sent | {"title": ["途中の名前"]}
    answer = FlaskClient.open(client, edit_url(engagement), method="POST", data=data, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.text) == (204, "")
    assert again(engagement.id).title == "途中の名前"
    assert "Saved." not in client.get(edit_url(engagement)).text


def test_an_autosave_of_bad_input_is_refused_too(client: PageClient) -> None:
    author = english_client()
    engagement = make_draft(by=author)
    client.sign_in(author)
    sent = filled_form(client.get(edit_url(engagement)).text, edit_url(engagement))
    answer = client.post(edit_url(engagement), data=sent | {"months": ["x"]}, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert again(engagement.id).months == 11


def test_an_advisor_mends_a_live_posting_but_cannot_empty_it(client: PageClient) -> None:
    advisor = english_advisor()
    engagement = make_open(advisor=advisor)
    client.sign_in(advisor)
    sent = filled_form(client.get(edit_url(engagement)).text, edit_url(engagement))
    refused = client.post(edit_url(engagement), data=sent | {"payment_terms": ["請求書受領後30日以内"], "duties": [""]})
    assert refused.status_code == 422
    assert "must be a date" in message_beside(refused.text, "payment_terms")
    assert message_beside(refused.text, "duties") == "The content of the work is missing."
    assert again(engagement.id).payment_terms == "月末締め翌月末払い"
    assert client.post(edit_url(engagement), data=sent | {"place": ["名古屋駅前"]}).status_code == 303
    assert again(engagement.id).place == "名古屋駅前"


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


# who may not, and what comes too late

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
        ("close", "expired"),
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
