"""The second factor: real codes, each used once; recovery codes; staff cannot do without."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import time_machine
from flask_security.proxies import _security
from passlib.totp import TOTP  # type: ignore[import-untyped]

from marketplace.accounts.sealed import seal, unseal
from marketplace.clock import now
from marketplace.db import db
from tests.factories.accounts import PASSWORD, make_advisor, make_client

if TYPE_CHECKING:
    from collections.abc import Callable

    from time_machine import Traveller as Travel

    from marketplace.accounts.models import User
    from tests.conftest import PageClient


def enter(client: PageClient, user: User) -> str | None:
    return client.post("/sign-in", data={"email": user.email, "password": PASSWORD}).location


def code_of(key: str, *, seconds: int = 0) -> str:
    return str(TOTP(key=key).generate(time=now().timestamp() + seconds).token)


def set_up(client: PageClient) -> str:
    """Set the second factor up as a person does; return the app's key."""
    page = client.post("/two-factor", data={"setup": "authenticator"})
    assert page.status_code == 200
    key = re.search(r'class="mono">([A-Z0-9 -]+)<', page.text)
    target = re.search(r'action="(/two-factor/[^"]+)"', page.text)
    assert key is not None
    assert target is not None
    done = client.post(target.group(1), data={"code": code_of(key.group(1))})
    assert done.location == "/two-factor/recovery-codes"
    return key.group(1)


@pytest.fixture
def clock() -> object:
    """Stand at the beginning of a period, so that no code runs out while a test runs."""
    start = now().timestamp() // 30 * 30 + 1
    with time_machine.travel(start, tick=False) as travelling:
        yield travelling


def test_a_code_is_asked_for_after_set_up(client: PageClient, clock: Travel) -> None:
    user = make_client()
    enter(client, user)
    key = set_up(client)
    client.post("/sign-out")
    assert str(enter(client, user)).startswith("/two-factor/code?")
    assert client.get("/account").status_code == 302
    assert client.post("/two-factor/code", data={"code": "000000"}).status_code == 422
    clock.shift(60)
    assert client.post("/two-factor/code", data={"code": code_of(key)}).status_code == 302
    assert client.get("/account").status_code == 200


def test_a_code_works_once(client: PageClient, browser: Callable[[], PageClient], clock: Travel) -> None:
    user = make_client()
    enter(client, user)
    key = set_up(client)
    clock.shift(60)
    code = code_of(key)
    first, second = browser(), browser()
    for each in (first, second):
        enter(each, user)
    assert first.post("/two-factor/code", data={"code": code}).status_code == 302
    assert second.post("/two-factor/code", data={"code": code}).status_code == 422


@pytest.mark.usefixtures("clock")
def test_a_set_up_with_a_wrong_code_changes_nothing(client: PageClient) -> None:
    user = make_client()
    enter(client, user)
    page = client.post("/two-factor", data={"setup": "authenticator"}).text
    target = re.search(r'action="(/two-factor/[^"]+)"', page)
    assert target is not None
    client.post(target.group(1), data={"code": "000000"})
    db.session.refresh(user)
    assert user.tf_totp_secret is None


def test_recovery_codes_are_shown_once_and_work_once(
    client: PageClient, browser: Callable[[], PageClient], clock: Travel
) -> None:
    user = make_client()
    enter(client, user)
    set_up(client)
    codes = re.findall(
        r"<li>([0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4})</li>", client.post("/two-factor/recovery-codes").text
    )
    assert len(codes) == 10
    assert user.mf_recovery_codes is not None
    assert not set(codes) & set(user.mf_recovery_codes), "only hashes are kept"
    again = client.get("/two-factor/recovery-codes", query_string={"show_codes": "1"}).text
    assert not any(code in again for code in codes)
    for outcome in (302, 422):
        other = browser()
        enter(other, user)
        assert other.post("/two-factor/recover", data={"code": codes[0]}).status_code == outcome
    assert clock is not None


def test_a_recovery_code_needs_the_password_first(client: PageClient) -> None:
    assert client.get("/two-factor/recover").location == "/sign-in"
    assert client.post("/two-factor/recover", data={"code": "x"}).location == "/sign-in"
    assert client.get("/two-factor/code").location == "/sign-in"


def test_a_new_password_does_not_go_around_the_second_factor(
    client: PageClient, browser: Callable[[], PageClient], clock: Travel
) -> None:
    user = make_client()
    enter(client, user)
    set_up(client)
    assert clock is not None
    other = browser()
    assert enter(other, user) is not None
    assert other.get("/account").status_code == 302


@pytest.mark.usefixtures("clock")
def test_it_can_be_switched_off_again(client: PageClient) -> None:
    user = make_client()
    enter(client, user)
    set_up(client)
    client.post("/two-factor", data={"setup": "disable"})
    db.session.refresh(user)
    assert user.tf_totp_secret is None
    assert user.mf_recovery_codes is None


def test_after_an_hour_the_password_is_asked_again_before_a_change(client: PageClient, clock: Travel) -> None:
    user = make_client()
    enter(client, user)
    clock.shift(3 * 3600)
    answer = client.get("/two-factor")
    assert answer.status_code == 302
    assert answer.location.startswith("/password/enter-again")
    assert client.post(answer.location, data={"password": "not this one"}).status_code == 422
    assert client.post(answer.location, data={"password": PASSWORD}).location == "/two-factor"
    assert client.get("/two-factor").status_code == 200


def test_outside_the_demo_staff_set_it_up_before_anything_else(earnest: PageClient, clock: Travel) -> None:
    advisor = make_advisor()
    enter(earnest, advisor)
    for page in ("/account", "/notices", "/"):
        answer = earnest.get(page)
        assert (answer.status_code, answer.location) == (303, "/two-factor")
    assert earnest.post("/account", data={"name": "x", "locale": "ja"}).location == "/two-factor"
    set_up(earnest)
    assert earnest.get("/account").status_code == 200
    assert earnest.post("/two-factor", data={"setup": "disable"}).status_code == 422
    assert clock is not None


def test_in_the_demo_staff_may_do_without(client: PageClient) -> None:
    enter(client, make_advisor())
    assert client.get("/account").status_code == 200


@pytest.mark.usefixtures("app")
def test_secrets_are_sealed_in_the_database() -> None:
    made = _security.totp_factory.generate_totp_secret()
    assert "key" not in made
    assert _security.totp_factory.get_totp_b32_key(made).isalnum()


def test_a_seal_opens_under_its_own_key_only() -> None:
    sealed = seal("秘密の鍵" * 20, key="k" * 32)
    assert sealed != seal("秘密の鍵" * 20, key="k" * 32)
    assert unseal(sealed, key="k" * 32) == "秘密の鍵" * 20
    for wrong in (sealed[:-4] + "AAAA", sealed[4:], "AAAA" + sealed[4:]):
        with pytest.raises(ValueError):  # noqa: PT011 - any refusal is one
            unseal(wrong, key="k" * 32)
    with pytest.raises(ValueError, match="another key"):
        unseal(sealed, key="x" * 32)
