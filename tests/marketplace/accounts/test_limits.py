"""Tries are counted by sender and by account; the page after too many is 429."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.db import db
from tests.factories.accounts import PASSWORD, make_user
from tests.marketplace.threads.conftest import World

if TYPE_CHECKING:
    from tests.conftest import PageClient


WRONG = "not this one"


def sign_in(client: PageClient, email: str, *, sender: str = "192.0.2.1", password: str = WRONG) -> int:
    data = {"email": email, "password": password}
    return client.post("/sign-in", data=data, environ_base={"REMOTE_ADDR": sender}).status_code


def test_one_sender_cannot_try_many_accounts(limited: PageClient) -> None:
    answers = [sign_in(limited, f"user{n}@example.jp") for n in range(11)]
    assert answers == [422] * 10 + [429]


def test_one_account_cannot_be_tried_from_many_senders(limited: PageClient) -> None:
    user = make_user()
    db.session.commit()
    answers = [sign_in(limited, user.email, sender=f"192.0.2.{n}") for n in range(1, 12)]
    assert answers == [422] * 10 + [429]
    assert sign_in(limited, user.email, sender="198.51.100.7", password=PASSWORD) == 429


def test_looking_is_not_counted(limited: PageClient) -> None:
    assert {limited.get("/sign-in").status_code for _ in range(30)} == {200}


def test_mails_for_a_new_password_are_few(limited: PageClient) -> None:
    answers = [limited.post("/password/reset", data={"email": "a@example.jp"}).status_code for _ in range(6)]
    assert answers == [303] * 5 + [429]


def test_sign_ups_from_one_sender_are_few(limited: PageClient) -> None:
    answers = [limited.post("/sign-up/consultant", data={"email": f"{n}"}).status_code for n in range(11)]
    assert answers == [422] * 10 + [429]


def test_codes_of_the_second_factor_are_few(limited: PageClient) -> None:
    user = make_user(tf_primary_method="authenticator", tf_totp_secret=_secret())
    db.session.commit()
    assert sign_in(limited, user.email, password=PASSWORD) == 302
    answers = [limited.post("/two-factor/code", data={"code": f"{n:06}"}).status_code for n in range(6)]
    assert answers[-1] == 429
    assert 422 in answers


def _secret() -> str:
    from flask_security.proxies import _security  # noqa: PLC0415 - a factory of the running product

    return str(_security.totp_factory.generate_totp_secret())


def test_one_person_cannot_flood_a_thread(limited: PageClient) -> None:
    world = World()
    db.session.commit()
    limited.sign_in(world.owner)
    messages = [limited.post(f"{world.page}/messages", data={"channel": "everyone"}).status_code for _n in range(61)]
    assert messages == [422] * 60 + [429]
    limited.sign_in(world.consultant)
    assert limited.post(f"{world.page}/messages", data={"channel": "everyone"}).status_code == 422
