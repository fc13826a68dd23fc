"""What every answer carries."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

import pytest

from marketplace.app import create_app
from tests.conftest import count_queries
from tests.factories.accounts import make_client

if TYPE_CHECKING:
    from pathlib import Path

    from config import Config
    from tests.conftest import PageClient

PAGES = ("/", "/sign-in", "/healthz", "/nothing-here", "/static/css/base.css")


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_is_told_to_be_careful(client: PageClient, path: str) -> None:
    headers = client.get(path, buffered=True).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Permissions-Policy"] == "camera=(), microphone=(), geolocation=()"
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert re.fullmatch(r"'self' 'nonce-[\w-]{20,}'", policy["script-src"])
    assert policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert "unsafe" not in headers["Content-Security-Policy"]


def test_a_nonce_is_used_once_and_stands_in_the_page(client: PageClient) -> None:
    nonces = []
    for _each in range(2):
        answer = client.get("/sign-in")
        found = re.search(r"'nonce-([\w-]+)'", answer.headers["Content-Security-Policy"])
        assert found is not None
        assert set(re.findall(r'nonce="([^"]+)"', answer.text)) == {found[1]}
        nonces.append(found[1])
    assert nonces[0] != nonces[1]


def test_a_private_page_is_kept_by_nobody(client: PageClient) -> None:
    assert client.get("/").headers.get("Cache-Control") != "no-store"
    client.sign_in(make_client())
    assert client.get("/").headers["Cache-Control"] == "no-store"
    assert client.get("/engagements/mine").headers["Cache-Control"] == "no-store"
    assert "no-store" not in client.get("/static/css/base.css", buffered=True).headers["Cache-Control"]


def test_an_answer_that_is_made_asks_the_database_nothing_more(client: PageClient) -> None:
    """It may be away by then: what was done and drawn would become an error page."""
    client.sign_in(make_client())
    client.get("/engagements/mine")
    with count_queries() as seen:
        assert client.get("/engagements/mine").headers["Cache-Control"] == "no-store"
    who = [statement for statement in seen if re.search(r'FROM "?user"?\s', statement)]
    assert len(who) == 1, seen


@pytest.mark.parametrize("https", [True, False])
def test_https_is_asked_for_where_it_is_served(config: Config, tmp_path: Path, https: bool) -> None:  # noqa: FBT001 - a case
    own = dataclasses.replace(
        config, secure_cookies=https, database_url=f"sqlite:///{tmp_path / 'own.db'}", instance=tmp_path
    )
    app = create_app(own)
    answer = app.test_client().get("/healthz")
    assert answer.headers.get("Strict-Transport-Security") == ("max-age=31536000; includeSubDomains" if https else None)
    assert app.config["SESSION_COOKIE_SECURE"] is https
    assert app.config["SESSION_COOKIE_NAME"] == ("__Host-session" if https else "session")


def test_the_session_cookie_is_out_of_reach_of_scripts(client: PageClient) -> None:
    cookie = client.post("/language", data={"locale": "en", "next": "/"}).headers.get("Set-Cookie", "")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
