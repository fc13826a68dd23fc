"""Who is sent to sign in, who learns nothing, and who is told no."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from flask import Flask

from marketplace.db import db
from marketplace.engagements.models import Engagement
from marketplace.guard import guard, public, refuse_unguarded, visible_or_404
from marketplace.policy import Can
from tests.factories.accounts import make_advisor, make_client, make_consultant_user, make_operator
from tests.factories.engagements import make_draft, make_open

if TYPE_CHECKING:
    from tests.conftest import PageClient

WRITES = ("submit", "publish", "return", "pause", "confirm", "close")


@pytest.mark.parametrize("path", ["/account", "/engagements/mine", "/desk", "/operation/jobs", "/notices"])
def test_a_visitor_signs_in_and_comes_back(client: PageClient, path: str) -> None:
    answer = client.get(f"{path}?page=2")
    assert answer.status_code == 302
    assert answer.location == f"/sign-in?next={path}?page%3D2"


def test_a_visitors_form_is_not_repeated_after_the_sign_in(client: PageClient) -> None:
    answer = client.post("/engagements/new", data={"title": "x", "need": "y"})
    assert (answer.status_code, answer.location) == (302, "/sign-in")


@pytest.mark.parametrize("action", WRITES)
def test_a_visitor_does_not_learn_whether_a_record_exists(client: PageClient, action: str) -> None:
    real, none = make_draft().id, uuid4()
    answers = [client.post(f"/engagements/{each}/{action}") for each in (real, none)]
    assert [(each.status_code, each.location) for each in answers] == [(302, "/sign-in")] * 2


@pytest.mark.parametrize("draft", [True, False])
def test_a_link_in_a_mail_leads_a_signed_out_client_to_the_sign_in(client: PageClient, draft: bool) -> None:  # noqa: FBT001 - a case
    here = f"/engagements/{(make_draft() if draft else make_open()).id}/manage"
    answer = client.get(here)
    assert (answer.status_code, answer.location) == (302, f"/sign-in?next={here}")


@pytest.mark.parametrize("kind", ["consultant", "client"])
def test_what_one_may_not_know_of_is_not_there(client: PageClient, kind: str) -> None:
    engagement = make_draft()
    client.sign_in(make_consultant_user() if kind == "consultant" else make_client())
    unknown = client.get(f"/engagements/{uuid4()}/manage")
    secret = client.get(f"/engagements/{engagement.id}/manage")
    assert (unknown.status_code, secret.status_code) == (404, 404)


def test_what_one_may_know_of_but_not_do_is_refused(client: PageClient) -> None:
    engagement = make_open()
    client.sign_in(make_consultant_user(locale="en"))
    answer = client.get(f"/engagements/{engagement.id}/manage")
    assert answer.status_code == 403
    assert "You may not do this" in answer.text


def test_a_page_about_nothing_in_particular_is_refused_by_kind(client: PageClient) -> None:
    client.sign_in(make_advisor())
    assert client.get("/desk").status_code == 200
    assert client.get("/operation/jobs").status_code == 403
    client.sign_in(make_operator())
    assert client.get("/operation/jobs").status_code == 200
    client.sign_in(make_client())
    assert client.get("/desk").status_code == 403


@pytest.mark.parametrize("bad", ["1", "x", "00000000-0000-0000-0000-00000000000g", "../mine"])
def test_an_id_of_another_form_is_not_there(client: PageClient, bad: str) -> None:
    client.sign_in(make_client())
    assert client.get(f"/engagements/{bad}/manage").status_code == 404


def test_who_was_switched_off_is_signed_out(client: PageClient) -> None:
    user = make_client()
    client.sign_in(user)
    assert client.get("/engagements/mine").status_code == 200
    user.active = False
    db.session.commit()
    assert client.get("/engagements/mine").status_code in {302, 403}


def test_an_error_can_be_had_as_json(client: PageClient) -> None:
    answer = client.get(f"/engagements/{uuid4()}", headers={"Accept": "application/json"})
    assert answer.status_code == 404
    assert answer.json == {"error": "Not Found", "message": ""}


def test_the_record_is_handed_over_as_an_object(app: Flask, client: PageClient) -> None:
    del client
    engagement = make_open()
    seen: list[object] = []

    @guard(Can.SEE_ENGAGEMENT, Engagement)
    def view(engagement: Engagement) -> str:
        seen.append(engagement)
        return "shown"

    with app.test_request_context("/"):
        assert view(engagement_id=engagement.id) == "shown"
        assert visible_or_404(Engagement, engagement.id, to=None) is engagement
    assert seen == [engagement]


def test_a_view_says_who_may_open_it() -> None:
    app = Flask("bare", static_folder=None)
    app.add_url_rule("/open", "open", public(lambda: "open"))
    app.add_url_rule("/asked", "asked", guard(Can.SEE_DESK)(lambda: "asked"))
    refuse_unguarded(app, exempt=frozenset())
    app.add_url_rule("/silent", "silent", lambda: "silent")
    app.add_url_rule("/library", "library.view", lambda: "theirs")
    with pytest.raises(RuntimeError, match=r"no policy for: silent$"):
        refuse_unguarded(app, exempt=frozenset({"library"}))
