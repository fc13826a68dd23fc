"""Signing in and out: what opens, what is refused and how, and that nothing of one session leaks into another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.accounts.models import BrowserSession
from marketplace.audit import AuditEntry
from marketplace.db import db
from tests.factories.accounts import PASSWORD, make_client
from tests.marketplace.accounts.conftest import csrf_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from marketplace.accounts.models import User
    from tests.conftest import PageClient


def enter(client: PageClient, user: User, password: str = PASSWORD, **more: str) -> int:
    return client.post("/sign-in", data={"email": user.email, "password": password, **more}).status_code


def signed_in(client: PageClient) -> bool:
    return client.get("/account").status_code == 200


def test_the_right_password_opens_the_account(client: PageClient) -> None:
    user = make_client()
    assert enter(client, user) == 302
    page = client.get("/account")
    assert page.status_code == 200
    assert user.name in page.text
    events = db.session.scalars(select(AuditEntry.event).where(AuditEntry.subject_id == user.id)).all()
    assert "signed in" in events


def test_an_address_is_taken_in_any_spelling(client: PageClient) -> None:
    make_client(email="taro.yamada@example.jp")
    assert client.post("/sign-in", data={"email": " Taro.Yamada@EXAMPLE.jp ", "password": PASSWORD}).status_code == 302


def test_known_and_unknown_addresses_are_refused_alike(client: PageClient) -> None:
    known = make_client(email="known@example.jp")
    refused = [
        client.post("/sign-in", data={"email": email, "password": "not this one"})
        for email in (known.email, "nobody@example.jp")
    ]
    assert [answer.status_code for answer in refused] == [422, 422]
    first, second = (answer.text.replace("known@", "").replace("nobody@", "") for answer in refused)
    assert abs(len(first) - len(second)) < 20
    assert not signed_in(client)


def test_a_closed_account_is_refused(client: PageClient) -> None:
    assert enter(client, make_client(active=False)) == 422


def test_an_account_closed_meanwhile_is_signed_out(client: PageClient) -> None:
    user = make_client()
    enter(client, user)
    user.active = False
    db.session.commit()
    assert not signed_in(client)


def test_an_unconfirmed_address_is_named_only_to_who_knows_the_password(client: PageClient) -> None:
    user = make_client(confirmed_at=None, locale="en")
    client.set_cookie("locale", "en")
    wrong = client.post("/sign-in", data={"email": user.email, "password": "not this one"})
    right = client.post("/sign-in", data={"email": user.email, "password": PASSWORD})
    assert wrong.status_code == right.status_code == 422
    assert "not confirmed" not in wrong.text
    assert "not confirmed" in right.text


def test_the_session_changes_at_sign_in(client: PageClient) -> None:
    """Whoever planted a cookie before has nothing afterwards (session fixation)."""
    user = make_client()
    client.get("/sign-in")
    with client.session_transaction() as planted:
        planted["csrf_token"] = "planted"
        before = dict(planted)
    enter(client, user)
    with client.session_transaction() as session:
        assert session["_user_id"] == user.fs_uniquifier
        assert session["browser"] not in before.values()
        assert session.get("csrf_token") != "planted"


def test_signing_out_ends_the_session_on_the_server_too(client: PageClient) -> None:
    user = make_client()
    enter(client, user)
    with client.session_transaction() as session:
        stolen = dict(session)
    assert client.post("/sign-out").status_code == 302
    assert not signed_in(client)
    with client.session_transaction() as session:
        session.update(stolen)
    assert not signed_in(client)
    assert db.session.scalars(select(BrowserSession.ended_at)).one() is not None


def test_signing_out_needs_a_post(client: PageClient) -> None:
    enter(client, make_client())
    assert client.get("/sign-out").status_code == 405
    assert signed_in(client)


def test_forms_of_signing_in_are_protected(app: Flask, client: PageClient) -> None:
    user = make_client()
    app.config["WTF_CSRF_ENABLED"] = True
    assert enter(client, user) == 400
    token = csrf_of(client.get("/sign-in").text)
    assert enter(client, user, csrf_token=token) == 302


@pytest.mark.parametrize(
    ("target", "lands"),
    [
        ("/account", "/account"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("\\\\evil.example", "%5C%5Cevil.example"),  # a path of ours that does not exist
        ("javascript:alert(1)", "/"),
    ],
)
def test_after_sign_in_only_pages_of_ours_open(client: PageClient, target: str, lands: str) -> None:
    user = make_client()
    answer = client.post("/sign-in", query_string={"next": target}, data={"email": user.email, "password": PASSWORD})
    assert (answer.status_code, answer.location) == (302, lands)


def test_signing_out_everywhere_ends_every_browser(browser: Callable[[], PageClient]) -> None:
    user = make_client()
    phone, laptop = browser(), browser()
    for each in (phone, laptop):
        enter(each, user)
        assert signed_in(each)
    assert laptop.post("/account/sign-out-everywhere").status_code == 303
    assert not signed_in(laptop)
    assert not signed_in(phone)


def test_the_demo_offers_its_people(client: PageClient) -> None:
    page = client.get("/sign-in").text
    for role in ("operator", "advisor", "client", "member", "consultant"):
        assert f'value="{role}@demo.example.jp"' in page


def test_a_product_that_is_no_demo_offers_nobody(earnest: PageClient) -> None:
    assert "demo.example.jp" not in earnest.get("/sign-in").text
    assert earnest.get("/demo/mailbox").status_code == 404


def test_no_token_opens_anything(client: PageClient) -> None:
    user = make_client()
    token = user.get_auth_token()
    assert client.get("/account", headers={"Authentication-Token": token}).status_code == 302
    assert client.get("/account", query_string={"auth_token": token}).status_code == 302
