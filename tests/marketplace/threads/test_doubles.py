"""A message sent twice, many at once, and a file that the client opens: once, counted, and told to the person."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.audit import AuditEntry
from marketplace.clock import now
from marketplace.db import begin_writing, db
from marketplace.outbox import Message
from marketplace.pipeline.models import Application
from marketplace.sheets.models import DocumentView
from marketplace.sheets.states import ViewKind
from marketplace.threads.models import Post, Reading, Thread
from marketplace.threads.operations import mark_read, write_post
from marketplace.threads.states import Channel
from marketplace.threads.uploads import Upload
from tests.factories.threads import TEXT, make_post
from tests.marketplace.pipeline.engines import ENGINES, database, product
from tests.marketplace.pipeline.test_races import at_once
from tests.marketplace.threads.conftest import World

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from tests.conftest import PageClient


def test_a_button_pressed_twice_sends_one_message(client: PageClient, world: World) -> None:
    client.sign_in(world.owner)
    for _each in range(2):
        sent = {"channel": "everyone", "post": "来週はいかがですか。", "files": [(io.BytesIO(TEXT), "メモ.txt")]}
        assert client.post(f"{world.page}/messages", data=sent).status_code == 303
    assert len(db.session.scalars(select(Post)).all()) == 1
    assert {each.unread for each in db.session.scalars(select(Reading))} == {0, 1}
    assert len(db.session.scalars(select(Message.id).where(Message.user_id == world.consultant.id)).all()) == 1


def test_another_file_another_writer_and_a_later_time_are_messages_of_their_own(world: World) -> None:
    def write(by: User, content: bytes = TEXT) -> None:
        write_post(world.card, Channel.EVERYONE, "はい。", by=by, uploads=[Upload("a.txt", "text/plain", content)])
        db.session.commit()

    write(world.owner)
    write(world.owner, b"other")
    write(world.member, b"other")
    write(world.owner, b"other")
    with time_machine.travel(now() + timedelta(minutes=2)):
        write(world.owner, b"other")
    assert len(db.session.scalars(select(Post)).all()) == 5


def test_a_file_that_the_client_opens_is_told_to_the_person(client: PageClient, world: World) -> None:
    post = make_post(world.card, world.consultant, files=1)
    address = f"/attachments/{post.attachments[0].id}"
    for reader in (world.consultant, world.advisor, world.owner):
        client.sign_in(reader)
        assert client.get(address).status_code == 200
    (view,) = db.session.scalars(select(DocumentView).where(DocumentView.kind == ViewKind.ATTACHMENT))
    assert (view.user_id, view.application_id, view.named) == (world.owner.id, world.card.id, True)
    client.sign_in(world.consultant)
    assert "やり取りの添付ファイル" in client.get(world.page).text


@pytest.mark.parametrize(
    ("author", "channel", "events"),
    [("member", Channel.EVERYONE, 0), ("advisor", Channel.CLIENT_DESK, 1)],
)
def test_of_the_clients_own_files_and_its_talk_with_the_advisor_the_person_learns_nothing(
    client: PageClient, world: World, author: str, channel: Channel, events: int
) -> None:
    post = make_post(world.card, world.user(author), channel, files=1)
    client.sign_in(world.owner)
    assert client.get(f"/attachments/{post.attachments[0].id}").status_code == 200
    assert db.session.scalars(select(DocumentView).where(DocumentView.kind == ViewKind.ATTACHMENT)).all() == []
    opened = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "attachment opened")).all()
    assert len(opened) == events


@pytest.mark.parametrize("engine", ENGINES)
def test_reading_while_another_writes_loses_no_count(engine: str, tmp_path: Path) -> None:
    with database(engine, tmp_path) as url, product(url, tmp_path) as app:
        with app.app_context():
            world = World()
            thread = make_post(world.card, world.consultant).thread
            card_id, thread_id = world.card.id, thread.id
            writer_id, reader_id = world.consultant.id, world.owner.id

        def write(number: int) -> None:
            with app.app_context():
                begin_writing()
                application = db.session.get_one(Application, card_id)
                write_post(application, Channel.EVERYONE, f"{number}", by=person(writer_id))
                db.session.commit()

        def read() -> None:
            with app.app_context():
                begin_writing()
                thread = db.session.get_one(Thread, thread_id)
                mark_read(thread, thread.last_at, by=person(reader_id))
                db.session.commit()

        for number in range(6):
            at_once(lambda: write(number), read, read)  # noqa: B023
            with app.app_context():
                reading = db.session.scalars(
                    select(Reading).where(Reading.thread_id == thread_id, Reading.user_id == reader_id)
                ).one()
                new = select(Post).where(
                    Post.thread_id == thread_id, Post.author_id != reader_id, Post.at > reading.read_to
                )
                assert reading.unread == len(db.session.scalars(new).all())


def person(user_id: UUID) -> User:
    return db.session.get_one(User, user_id)
