"""Mails that wait: what is urgent does not, the rest comes once, as one summary, at the time its reader wishes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import select

from marketplace.background import Job, enqueue_hourly, run_due
from marketplace.clock import TOKYO, now
from marketplace.db import db
from marketplace.inbox.operations import choose_rhythm, mark_read, sum_up
from marketplace.inbox.queries import unread_count, wish_of
from marketplace.inbox.states import Rhythm
from marketplace.inbox.timing import Wish
from marketplace.outbox import Delivery, Message, queue_message
from tests.factories.accounts import make_advisor, make_client
from tests.marketplace.inbox.test_timing import tokyo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from marketplace.accounts.models import User
    from tests.conftest import PageClient
    from tests.marketplace.inbox.sink import Sink

NIGHT, MORNING = tokyo("2026-11-19T23:30:00"), tokyo("2026-11-20T08:00:10")


@pytest.fixture
def clock(app: Flask) -> Iterator[time_machine.Traveller]:
    del app
    with time_machine.travel(NIGHT, tick=False) as traveller:
        yield traveller


@pytest.fixture
def reader(clock: time_machine.Traveller) -> User:
    """Somebody who has chosen nothing."""
    del clock
    return make_advisor(quiet=True)


def tell(user: User, company: str = "みなと精機株式会社") -> Message:
    message = queue_message(user, "accounts/company_assigned", link="/companies/1", company=company)
    db.session.commit()
    return message


def tell_urgently(user: User) -> Message:
    message = queue_message(user, "accounts/password_changed", link="/account", name=user.name)
    db.session.commit()
    return message


def hour_strikes() -> None:
    enqueue_hourly(now())
    run_due()


def test_at_night_only_what_is_urgent_goes_out(post_office: Sink, reader: User) -> None:
    waiting, urgent = tell(reader), tell_urgently(reader)
    run_due()
    assert [mail["Message-ID"].startswith(f"<{urgent.id.hex}@") for mail in post_office.mails] == [True]
    assert (waiting.state, waiting.due_at) == (Delivery.QUEUED, tokyo("2026-11-20T08:00:00"))
    assert unread_count(reader) == 2, "the page shows it at once"
    hour_strikes()
    assert len(post_office.mails) == 1


def test_one_that_waited_alone_comes_as_it_is(post_office: Sink, reader: User, clock: time_machine.Traveller) -> None:
    message = tell(reader)
    run_due()
    clock.move_to(MORNING)
    hour_strikes()
    (mail,) = post_office.mails
    assert mail["Message-ID"].startswith(f"<{message.id.hex}@")
    db.session.refresh(message)
    assert message.state is Delivery.SENT


@pytest.mark.parametrize(("locale", "subject"), [("ja", "お知らせ 3件"), ("en", "3 notices for you")])
def test_several_come_as_one_summary(
    post_office: Sink, clock: time_machine.Traveller, locale: str, subject: str
) -> None:
    reader = make_advisor(quiet=True, locale=locale)
    queue_message(reader, "engagements/submitted", link="/engagements/2/manage", title="基幹刷新", company="青葉商事")
    tell(reader, "みなと精機株式会社")
    tell(reader, "<b>黒潮</b>物産")
    run_due()
    clock.move_to(MORNING)
    hour_strikes()
    hour_strikes()
    (mail,) = post_office.mails
    assert mail["Subject"] == subject, "nothing confidential on a locked screen"
    text, html = (part.get_content() for part in mail.iter_parts())
    for words in ("基幹刷新", "みなと精機株式会社", "https://pmo.example.jp/engagements/2/manage", "/companies/1"):
        assert words in text
        assert words in html
    assert text.count("https://pmo.example.jp/companies/1") == 2
    assert text.index("基幹刷新") < text.index("みなと精機株式会社"), "postings stand before companies"
    assert "<b>黒潮" not in html
    assert unread_count(reader) == 3, "the summary itself is no notice"
    bundled = db.session.scalars(select(Message).where(Message.state == Delivery.BUNDLED)).all()
    assert len(bundled) == 3
    assert len({each.digest_id for each in bundled}) == 1


def test_what_was_read_meanwhile_is_not_mailed(post_office: Sink, reader: User, clock: time_machine.Traveller) -> None:
    read, unread = tell(reader), tell(reader, "青葉商事")
    run_due()
    mark_read(read)
    db.session.commit()
    clock.move_to(MORNING)
    hour_strikes()
    assert [mail["Message-ID"].startswith(f"<{unread.id.hex}@") for mail in post_office.mails] == [True]
    db.session.refresh(read)
    assert read.state is Delivery.DROPPED


def test_two_consumers_at_once_send_one_summary(post_office: Sink, reader: User, clock: time_machine.Traveller) -> None:
    tell(reader)
    tell(reader)
    run_due()
    clock.move_to(MORNING)
    assert sum_up(reader.id) is not None
    assert sum_up(reader.id) is None, "the second finds nothing left"
    db.session.commit()
    run_due()
    assert len(post_office.mails) == 1


def test_a_summary_a_day_waits_by_day_too(post_office: Sink, clock: time_machine.Traveller) -> None:
    reader = make_client()
    choose_rhythm(reader, Wish(Rhythm.DAILY, hour=17, quiet=False))
    clock.move_to(tokyo("2026-11-20T10:00:00"))
    tell(reader)
    tell_urgently(reader)
    tell(reader)
    hour_strikes()
    assert len(post_office.mails) == 1
    clock.move_to(tokyo("2026-11-20T16:59:59"))
    hour_strikes()
    assert len(post_office.mails) == 1
    clock.move_to(tokyo("2026-11-20T17:00:05"))
    hour_strikes()
    assert len(post_office.mails) == 2


def test_a_restart_loses_nothing(post_office: Sink, reader: User, clock: time_machine.Traveller) -> None:
    tell(reader)
    tell(reader)
    run_due()
    for job in db.session.scalars(select(Job)):
        db.session.delete(job)
    db.session.commit()
    clock.move_to(tokyo("2026-11-20T11:12:00"))  # nobody was there at eight
    hour_strikes()
    assert len(post_office.mails) == 1


def test_a_changed_wish_holds_for_what_waits(post_office: Sink, reader: User, clock: time_machine.Traveller) -> None:
    waiting = [tell(reader), tell(reader)]
    run_due()
    choose_rhythm(reader, Wish(Rhythm.WEEKLY, hour=7, quiet=False))
    db.session.commit()
    assert {each.due_at for each in waiting} == {tokyo("2026-11-23T07:00:00")}
    clock.move_to(MORNING)
    hour_strikes()
    assert post_office.mails == []
    choose_rhythm(reader, Wish(quiet=False))
    db.session.commit()
    run_due()
    assert len(post_office.mails) == 1, "at once is at once"


def test_a_mail_that_waits_goes_to_the_address_of_the_morning(
    post_office: Sink, reader: User, clock: time_machine.Traveller
) -> None:
    tell(reader)
    tell(reader)
    run_due()
    reader.email = "new@example.jp"
    db.session.commit()
    clock.move_to(MORNING)
    hour_strikes()
    assert [mail["To"] for mail in post_office.mails] == ["new@example.jp"]


def test_one_that_waits_alone_goes_there_too(post_office: Sink, reader: User, clock: time_machine.Traveller) -> None:
    tell(reader)
    run_due()
    reader.email = "new@example.jp"
    db.session.commit()
    clock.move_to(MORNING)
    hour_strikes()
    assert [mail["To"] for mail in post_office.mails] == ["new@example.jp"]


@pytest.mark.parametrize("waiting", [1, 3])
def test_whoever_has_left_reads_nothing_more(
    post_office: Sink, reader: User, clock: time_machine.Traveller, waiting: int
) -> None:
    messages = [tell(reader) for _each in range(waiting)]
    run_due()
    reader.active = False
    db.session.commit()
    clock.move_to(MORNING)
    hour_strikes()
    assert post_office.mails == []
    assert {message.state for message in messages} == {Delivery.DROPPED}


# The page

CHOICE = {"rhythm": "daily", "hour": "7", "quiet": "y", "quiet_from": "22", "quiet_until": "6"}


def test_a_person_chooses_on_the_account_page(client: PageClient, reader: User) -> None:
    client.sign_in(reader)
    assert "/account/notices" in client.get("/account").text
    page = client.get("/account/notices").text
    assert re.search(r'<input checked[^>]*value="at_once"', page)
    assert re.search(r'<option selected value="21">21:00', page)
    assert client.post("/account/notices", data=CHOICE).status_code == 303
    assert wish_of(reader.id) == Wish(Rhythm.DAILY, 7, True, 22, 6)  # noqa: FBT003 - as the page lists them
    without = {name: value for name, value in CHOICE.items() if name != "quiet"}
    assert client.post("/account/notices", data={**without, "quiet_until": "22"}).status_code == 303
    assert wish_of(reader.id) == Wish(Rhythm.DAILY, 7, False, 22, 6)  # noqa: FBT003 - hours that cannot be are kept out


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"quiet_until": "22"}, "開始と異なる終了"),
        ({"hour": "24"}, ""),
        ({"rhythm": "hourly"}, ""),
        ({"quiet_from": "²"}, ""),
    ],
)
def test_what_cannot_be_is_refused_beside_the_field(
    client: PageClient, reader: User, changed: dict[str, str], words: str
) -> None:
    client.sign_in(reader)
    answer = client.post("/account/notices", data={**CHOICE, **changed})
    assert answer.status_code == 422
    assert words in answer.text
    assert wish_of(reader.id) == Wish()


def test_a_visitor_chooses_nothing(client: PageClient) -> None:
    assert client.get("/account/notices").status_code == 302


def test_the_summary_is_timed_in_japan() -> None:
    assert Wish().due(NIGHT).astimezone(TOKYO).hour == 8
