"""A person's notices, and the demo's mailbox."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from marketplace.background import run_due
from marketplace.db import db
from marketplace.inbox import queries
from marketplace.outbox import Message, queue_mail, queue_message
from tests.conftest import count_queries
from tests.factories.accounts import make_client

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from tests.conftest import PageClient


def tell(user: User, *, advisor: str = "高橋 美咲", link: str = "/company") -> Message:
    message = queue_message(user, "accounts/advisor_changed", link=link, advisor=advisor)
    db.session.commit()
    return message


def test_notices_are_listed_unread_first_and_open_what_they_speak_of(client: PageClient) -> None:
    user = make_client()
    first, second = tell(user, advisor="一人目"), tell(user, advisor="二人目")
    client.sign_in(user)
    assert queries.unread_count(user) == 2
    answer = client.post(f"/notices/{second.id}/read")
    assert (answer.status_code, answer.location) == (303, "/company")
    assert queries.unread_count(user) == 1
    page = client.get("/notices").text
    assert page.index("一人目") < page.index("二人目")
    assert client.post("/notices/read").status_code == 303
    assert queries.unread_count(user) == 0
    db.session.refresh(first)
    assert first.read_at is not None


def test_looking_at_the_list_reads_nothing(client: PageClient) -> None:
    user = make_client()
    tell(user)
    client.sign_in(user)
    client.get("/notices")
    assert queries.unread_count(user) == 1
    assert client.get("/notices/read").status_code == 405


def test_other_peoples_notices_do_not_exist(client: PageClient) -> None:
    user, other = make_client(), make_client()
    theirs = tell(other)
    mail = queue_mail(user.email, "accounts/address_known", locale="ja", link="/sign-in", name="x")
    db.session.commit()
    client.sign_in(user)
    assert client.post(f"/notices/{theirs.id}/read").status_code == 404
    assert client.post(f"/notices/{mail.id}/read").status_code == 404
    assert client.post(f"/notices/{uuid4()}/read").status_code == 404
    client.post("/notices/read")
    assert queries.unread_count(other) == 1
    assert "高橋" not in client.get("/notices").text


def test_the_list_asks_the_database_a_fixed_number_of_times(client: PageClient) -> None:
    user = make_client()
    client.sign_in(user)
    counts = []
    for _ in range(2):
        for _ in range(5):
            tell(user)
        with count_queries() as statements:
            client.get("/notices")
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_an_empty_list_says_so(client: PageClient) -> None:
    client.sign_in(make_client())
    assert client.get("/notices").status_code == 200
    assert client.get("/notices?page=99").status_code == 200


def test_the_mailbox_shows_every_captured_mail(client: PageClient) -> None:
    user, other = make_client(), make_client()
    message = tell(user)
    tell(other)
    assert client.get("/demo/mailbox").status_code == 200
    assert client.get(f"/demo/mailbox/{message.id}").status_code == 404, "not delivered yet"
    run_due()
    everything = client.get("/demo/mailbox").text
    assert f"/demo/mailbox/{message.id}" in everything
    mine = client.get("/demo/mailbox", query_string={"to": user.email}).text
    assert mine.count('<th scope="row"') == 1
    assert "高橋 美咲" in client.get(f"/demo/mailbox/{message.id}").text


def test_a_mail_opens_as_html_in_a_sandbox(client: PageClient) -> None:
    message = tell(make_client(), advisor="<script>alert(1)</script>")
    run_due()
    answer = client.get(f"/demo/mailbox/{message.id}/html")
    assert answer.status_code == 200
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "<script" not in answer.text
