"""The posting's form as a browser sends it: saved, saved quietly, refused beside the field."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.db import db
from marketplace.engagements.models import Engagement, Requirement
from tests.factories.accounts import make_advisor, make_client
from tests.factories.engagements import make_draft, make_open
from tests.marketplace.engagements.filled_form import filled_form, message_beside
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


def test_nobody_overwrites_what_was_saved_in_the_meantime(client: PageClient) -> None:
    author = english_client()
    engagement = make_draft(by=author)
    client.sign_in(author)
    here = edit_url(engagement)
    mine = filled_form(client.get(here).text, here)
    theirs = filled_form(client.get(here).text, here)
    assert client.post(here, data={**theirs, "title": ["first"]}).status_code == 303
    late = client.post(here, data={**mine, "title": ["late"]})
    assert late.status_code == 409
    assert "in the meantime" in late.text
    assert filled_form(late.text, here)["title"] == ["late"]
    assert again(engagement.id).title == "first"
    assert client.post(here, data=filled_form(late.text, here)).status_code == 303
    assert again(engagement.id).title == "late"


def test_an_autosave_tells_the_version_it_made(client: PageClient) -> None:
    author = english_client()
    engagement = make_draft(by=author)
    client.sign_in(author)
    here = edit_url(engagement)
    sent = filled_form(client.get(here).text, here)
    for title in ("one", "two"):
        answer = client.post(here, data={**sent, "title": [title]}, headers={"HX-Request": "true"})
        assert answer.status_code == 204
        sent["version"] = [answer.headers["X-Version"]]
    assert again(engagement.id).title == "two"
