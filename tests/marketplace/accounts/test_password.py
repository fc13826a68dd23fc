"""Forgotten and changed passwords: links that work once, other browsers signed out, strangers told nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import time_machine

from marketplace.accounts.passwords import common, refusals
from marketplace.clock import now
from marketplace.db import db
from tests.factories.accounts import PASSWORD, make_client
from tests.marketplace.accounts.conftest import mails_to

if TYPE_CHECKING:
    from collections.abc import Callable

    from marketplace.accounts.models import User
    from tests.conftest import PageClient

NEXT = "kawa no nagare ni"


def enter(client: PageClient, user: User, password: str = PASSWORD) -> int:
    return client.post("/sign-in", data={"email": user.email, "password": password}).status_code


def link_for(client: PageClient, user: User) -> str:
    client.post("/password/reset", data={"email": user.email})
    return mails_to(user.email)[-1].link


def test_known_and_unknown_addresses_are_answered_alike(client: PageClient) -> None:
    known, waiting = make_client(), make_client(confirmed_at=None)
    for email in (known.email, waiting.email, "nobody@example.jp"):
        answer = client.post("/password/reset", data={"email": email})
        assert (answer.status_code, answer.location) == (303, "/sign-in")
        assert email in client.get("/sign-in").text
    assert [mail.template for mail in mails_to(known.email)] == ["accounts/reset_password"]
    assert mails_to(waiting.email) == mails_to("nobody@example.jp") == []


def test_a_link_sets_a_password_once(client: PageClient, browser: Callable[[], PageClient]) -> None:
    user = make_client()
    signed_in = browser()
    enter(signed_in, user)
    link = link_for(client, user)
    before = user.password
    assert client.get(link).status_code == 200
    db.session.refresh(user)
    assert user.password == before, "opening a link changes nothing"
    data = {"password": NEXT, "password_confirm": NEXT}
    assert client.post(link, data=data).status_code == 302
    assert signed_in.get("/account").status_code == 302, "whoever was in is out"
    assert client.get("/account").status_code == 302, "a new password signs nobody in"
    assert enter(client, user) == 422
    assert enter(client, user, NEXT) == 302
    assert browser().post(link, data=data).location == "/password/reset"
    assert mails_to(user.email)[-1].template == "accounts/password_changed"


@pytest.mark.parametrize(
    ("password", "again"), [(NEXT, "another one"), ("short", "short"), ("password123", "password123")]
)
def test_a_bad_new_password_is_refused(client: PageClient, password: str, again: str) -> None:
    user = make_client()
    link = link_for(client, user)
    assert client.post(link, data={"password": password, "password_confirm": again}).status_code == 422
    assert enter(client, user) == 302


def test_a_link_for_a_new_password_is_short_lived(client: PageClient) -> None:
    link = link_for(client, make_client())
    with time_machine.travel(now().timestamp() + 3 * 3600, tick=False):
        assert client.get(link).location == "/password/reset"
        assert client.post(link, data={"password": NEXT, "password_confirm": NEXT}).location == "/password/reset"
    assert client.get(f"{link}x").location == "/password/reset"


def test_changing_the_password_keeps_this_browser_and_ends_the_others(browser: Callable[[], PageClient]) -> None:
    user = make_client()
    here, there = browser(), browser()
    for each in (here, there):
        enter(each, user)
    data = {"password": PASSWORD, "new_password": NEXT, "new_password_confirm": NEXT}
    assert here.post("/password/change", data=data).location == "/account"
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 302
    assert enter(there, user) == 422
    assert enter(there, user, NEXT) == 302


@pytest.mark.parametrize(
    ("present", "wanted"), [("not this one", NEXT), ("", NEXT), (PASSWORD, PASSWORD), (PASSWORD, "short")]
)
def test_a_change_needs_the_present_password_and_a_good_new_one(client: PageClient, present: str, wanted: str) -> None:
    user = make_client()
    enter(client, user)
    data = {"password": present, "new_password": wanted, "new_password_confirm": wanted}
    assert client.post("/password/change", data=data).status_code == 422
    client.post("/sign-out")
    assert enter(client, user) == 302


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("password", "fine"),
    [
        ("correct horse", True),
        ("ao-i-sora", True),
        ("1234567", False),
        ("12345678", False),
        ("87654321", False),
        ("PassWord123", False),
        ("Qwertyuiop!", False),
        ("abababab", False),
        ("taro.yamada", False),
        ("yamada2024x longer", True),
        ("ennoshita99", False),
    ],
)
def test_what_is_refused(password: str, fine: bool) -> None:  # noqa: FBT001 - a column of the table
    assert (refusals(password, names=("taro.yamada@example.jp", "山田 太郎")) == []) is fine


def test_the_list_of_common_passwords_is_long() -> None:
    assert len(common()) > 3000
