"""From the outbox to a mail server: wording, headers, once only, and what happens when the server fails."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import select

from marketplace.background import Job, JobState, run_due
from marketplace.clock import now
from marketplace.db import db
from marketplace.inbox import post
from marketplace.inbox.jobs import deliver
from marketplace.outbox import Delivery, Message, queue_mail, queue_message
from tests.factories.accounts import make_advisor, make_client

if TYPE_CHECKING:
    from flask import Flask

    from marketplace.accounts.models import User
    from tests.marketplace.inbox.sink import Sink

pytestmark = pytest.mark.usefixtures("app")


def queue(user: User) -> Message:
    message = queue_message(user, "accounts/company_assigned", link="/company", company="みなと精機株式会社")
    db.session.commit()
    return message


def states() -> list[JobState]:
    return list(db.session.scalars(select(Job.state).where(Job.name == "inbox.deliver").order_by(Job.id)))


def test_without_a_server_a_message_is_captured() -> None:
    message = queue(make_advisor())
    assert run_due() == 1
    assert message.state is Delivery.CAPTURED
    assert message.delivered_at is not None
    assert "みなと精機株式会社" in message.text
    assert "みなと精機株式会社" not in message.subject, "nothing confidential in a subject line"
    assert run_due() == 0


def test_a_mail_says_the_same_as_text_and_as_html(post_office: Sink) -> None:
    message = queue(make_advisor(locale="en"))
    run_due()
    (mail,) = post_office.mails
    assert mail["To"] == message.to_email
    assert mail["Message-ID"].startswith(f"<{message.id.hex}@")
    assert mail["Content-Language"] == "en"
    assert mail["From"] == "えんのした <desk@ennoshita.example.jp>"
    assert mail.get_content_type() == "multipart/alternative"
    text, html = (part.get_content() for part in mail.iter_parts())
    for part in (text, html):
        assert "みなと精機株式会社" in part
        assert "https://pmo.example.jp/company" in part
    assert "<script" not in html
    assert message.state is Delivery.SENT


@pytest.mark.parametrize(("locale", "words"), [("ja", "株式会社"), ("en", "advisor of")])
def test_a_message_speaks_its_readers_language(post_office: Sink, locale: str, words: str) -> None:
    queue(make_advisor(locale=locale))
    run_due()
    (mail,) = post_office.mails
    text = next(mail.iter_parts()).get_content()
    assert words in text
    assert ("You are now" in text) is (locale == "en")


def test_a_message_goes_out_once(post_office: Sink) -> None:
    message = queue(make_advisor())
    run_due()
    deliver(str(message.id))
    deliver("00000000-0000-7000-8000-000000000000")
    assert len(post_office.mails) == 1


def test_a_failing_server_is_tried_again_later_and_then_gets_one_mail(post_office: Sink) -> None:
    message = queue(make_advisor())
    post_office.answer = b"451 not now"
    assert run_due() == 1
    assert states() == [JobState.QUEUED]
    post_office.answer = b"250 kept"
    assert run_due() == 0, "not at once"
    with time_machine.travel(now().timestamp() + 60, tick=True):
        assert run_due() == 1
    assert len(post_office.mails) == 1
    db.session.refresh(message)
    assert message.state is Delivery.SENT
    assert states() == [JobState.DONE]


def test_one_message_that_cannot_be_sent_holds_up_no_other(post_office: Sink) -> None:
    bad, good = make_advisor(), make_advisor()
    post_office.refused.add(bad.email)
    queue(bad)
    queue(good)
    assert run_due() == 2
    assert [mail["To"] for mail in post_office.mails] == [good.email]
    assert set(states()) == {JobState.QUEUED, JobState.DONE}


def test_a_dead_server_costs_the_request_nothing(app: Flask) -> None:
    before = app.config["PRODUCT"]
    app.config["PRODUCT"] = dataclasses.replace(before, smtp_url="smtp://127.0.0.1:9")
    try:
        message = queue(make_advisor())
        run_due()
    finally:
        app.config["PRODUCT"] = before
    db.session.refresh(message)
    assert message.state is Delivery.QUEUED
    (job,) = db.session.scalars(select(Job).where(Job.name == "inbox.deliver"))
    assert "ConnectionRefusedError" in job.error


def test_a_way_in_is_forgotten_once_it_was_sent(post_office: Sink) -> None:
    message = queue_mail("a@example.jp", "accounts/reset_password", locale="ja", link="/password/reset/token", name="x")
    db.session.commit()
    run_due()
    assert "/password/reset/token" in next(post_office.mails[0].iter_parts()).get_content()
    db.session.refresh(message)
    assert (message.link, message.text, message.html, message.facts) == ("", "", "", {})


def test_nobody_adds_a_header(post_office: Sink) -> None:
    message = queue_mail(
        "a@example.jp", "accounts/member_invited", locale="en", link="/invitations/x",
        name="Eve\r\nBcc: all@example.jp", company="x", until="2026-11-29",
    )  # fmt: skip
    db.session.commit()
    run_due()
    (mail,) = post_office.mails
    assert mail["Bcc"] is None
    assert "29 Nov 2026" in next(mail.iter_parts()).get_content()
    message.subject, message.to_email = "x\r\nBcc: all@example.jp", "a@example.jp"
    with pytest.raises(ValueError, match="linefeed"):
        post.as_mail(message, sender="desk@example.jp")


def test_user_text_is_escaped_in_html(post_office: Sink) -> None:
    client = make_client()
    queue_message(client, "accounts/advisor_changed", link="/company", advisor="<img src=x onerror=alert(1)>")
    db.session.commit()
    run_due()
    text, html = (part.get_content() for part in post_office.mails[0].iter_parts())
    assert "<img src=x" in text
    assert "<img" not in html
