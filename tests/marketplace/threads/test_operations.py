"""Writing and reading: who is told and counts how much, what is kept, and what is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import select

from marketplace import files
from marketplace.audit import AuditEntry
from marketplace.clock import now
from marketplace.db import db
from marketplace.errors import DomainError, Invalid
from marketplace.outbox import Message
from marketplace.pipeline.operations import withdraw_application
from marketplace.threads.models import Attachment, Post, Reading, Thread
from marketplace.threads.operations import FOLDER, mark_read, sweep_files, write_post
from marketplace.threads.queries import posts_of, unread_posts
from marketplace.threads.showing import panel
from marketplace.threads.states import Channel
from marketplace.threads.uploads import Upload
from tests.factories.accounts import make_advisor
from tests.factories.pipeline import make_application, make_posting
from tests.factories.profiles import make_listed_consultant
from tests.factories.threads import TEXT, make_post

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from tests.marketplace.threads.conftest import World

NOTE = Upload("メモ.txt", "text/plain", TEXT)


def told() -> dict[str, int]:
    """How many notices each address has got."""
    db.session.flush()
    addresses = db.session.scalars(select(Message.to_email).where(Message.template == "threads/posted")).all()
    return {address: addresses.count(address) for address in addresses}


@pytest.mark.parametrize(
    ("channel", "author", "readers"),
    [
        (Channel.EVERYONE, "consultant", {"owner", "member", "advisor"}),
        (Channel.EVERYONE, "owner", {"consultant", "member", "advisor"}),
        (Channel.CONSULTANT_DESK, "consultant", {"advisor"}),
        (Channel.CONSULTANT_DESK, "operator", {"consultant", "advisor", "operator"} - {"operator"}),
        (Channel.CLIENT_DESK, "member", {"owner", "advisor"}),
        (Channel.CLIENT_DESK, "advisor", {"owner", "member"}),
    ],
)
def test_whoever_reads_a_channel_and_did_not_write_is_told_and_has_one_to_read(
    world: World, channel: Channel, author: str, readers: set[str]
) -> None:
    make_post(world.card, world.user(author), channel)
    assert told() == {world.user(each).email: 1 for each in readers}
    everybody = ("consultant", "other", "owner", "member", "stranger", "advisor", "operator")
    assert {each for each in everybody if unread_posts(world.user(each))} == readers


def test_staff_that_has_written_gets_the_answer_and_without_any_advisor_the_operators_do(world: World) -> None:
    colleague = make_advisor()
    make_post(world.card, colleague, Channel.CONSULTANT_DESK)
    make_post(world.card, world.consultant, Channel.CONSULTANT_DESK)
    assert unread_posts(colleague) == 1
    lonely = make_application(make_posting(), make_listed_consultant())
    make_post(lonely, lonely.consultant.user, Channel.CONSULTANT_DESK)
    assert unread_posts(world.operator) == 1


def test_whoever_has_left_is_not_told(world: World) -> None:
    world.member.active = False
    db.session.commit()
    make_post(world.card, world.consultant)
    assert world.member.email not in told()


def test_a_notice_says_who_and_which_posting_and_leads_to_the_reply_but_holds_no_words(world: World) -> None:
    make_post(world.card, world.consultant, words="特異な言葉", files=1)
    make_post(world.card, world.owner, words="特異な返事")
    messages = db.session.scalars(select(Message).where(Message.template == "threads/posted")).all()
    assert {each.link for each in messages} == {f"{world.page}?channel=everyone#post"}
    assert all(set(each.facts) == {"title", "who"} for each in messages)
    said = {(each.user_id, each.facts["who"]) for each in messages}
    assert (world.owner.id, world.profile.initials) in said  # a notice outlives a consent: no name in a client's
    assert (world.advisor.id, world.consultant.name) in said
    assert (world.consultant.id, world.company.name) in said


def test_a_hidden_client_is_no_name_in_a_notice(world: World) -> None:
    world.posting.client_hidden = True
    make_post(world.card, world.owner)
    notice = db.session.scalars(select(Message).where(Message.user_id == world.consultant.id)).one()
    assert notice.facts["who"] == ""


def test_reading_up_to_what_was_shown_leaves_later_posts_new(world: World) -> None:
    first = make_post(world.card, world.consultant)
    make_post(world.card, world.consultant)
    thread = first.thread
    assert unread_posts(world.owner) == 2
    mark_read(thread, first.at, by=world.owner)
    assert unread_posts(world.owner) == 1
    mark_read(thread, first.at - timedelta(days=1), by=world.owner)  # an older page changes nothing
    assert unread_posts(world.owner) == 1
    mark_read(thread, now() + timedelta(days=9), by=world.owner)  # nobody reads ahead
    assert unread_posts(world.owner) == 0
    make_post(world.card, world.advisor)
    assert unread_posts(world.owner) == 1
    assert unread_posts(world.member) == 3


def test_what_is_read_takes_its_notices_with_it_and_writing_is_reading(world: World) -> None:
    make_post(world.card, world.consultant)
    make_post(world.card, world.consultant, Channel.CONSULTANT_DESK)
    make_post(world.card, world.advisor)
    assert unread_posts(world.advisor) == 1
    unread = select(Message.link).where(Message.user_id == world.advisor.id, Message.read_at.is_(None))
    assert db.session.scalars(unread).all() == [f"{world.page}?channel=consultant_desk#post"]


def test_a_channel_has_one_thread_and_is_on_record_without_its_words(world: World) -> None:
    make_post(world.card, world.consultant, words="特異な言葉", files=2)
    make_post(world.card, world.owner)
    assert len(db.session.scalars(select(Thread)).all()) == 1
    assert len(db.session.scalars(select(Post)).all()) == 2
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "message written")).all()
    assert [(each.actor_id, each.facts) for each in entries] == [
        (world.consultant.id, {"channel": "everyone", "files": 2}),
        (world.owner.id, {"channel": "everyone", "files": 0}),
    ]


def test_nothing_and_too_much_are_refused(world: World) -> None:
    for words, uploads, field in (("", [], "post"), ("x", [NOTE] * 6, "files")):
        with pytest.raises(Invalid) as refused:
            write_post(world.card, Channel.EVERYONE, words, by=world.owner, uploads=uploads)
        assert set(refused.value.errors) == {field}
    assert db.session.scalars(select(Post)).all() == []


def test_after_the_end_one_writes_for_thirty_days_and_reads_for_good(world: World) -> None:
    make_post(world.card, world.consultant, words="はじめに")
    withdraw_application(world.card, by=world.consultant, reason="other_work")
    db.session.commit()
    with time_machine.travel(now() + timedelta(days=29), tick=False):
        make_post(world.card, world.owner, words="残念です")
    with time_machine.travel(now() + timedelta(days=30, minutes=1), tick=False):
        with pytest.raises(DomainError, match="30日"):
            write_post(world.card, Channel.EVERYONE, "まだ", by=world.owner)
        seen = panel(world.card, world.consultant)
        assert seen is not None
        assert not seen.thread.is_open
        assert [each.words for each in seen.posts] == ["はじめに", "残念です"]


def test_the_newest_are_shown_and_all_on_request(world: World) -> None:
    thread = make_post(world.card, world.owner, words="0").thread
    for number in range(1, 60):
        db.session.add(Post(thread_id=thread.id, author_id=world.owner.id, words=str(number)))
    db.session.commit()
    posts, older = posts_of(thread)
    assert ([posts[0].words, posts[-1].words], older) == (["10", "59"], 10)
    posts, older = posts_of(thread, everything=True)
    assert (len(posts), older) == (60, 0)


def stored() -> set[str]:
    """The keys of all files, whenever they were written."""
    with time_machine.travel(now() + timedelta(days=3)):
        return set(files.keys_before(now().date(), folder=FOLDER))


def test_a_file_is_kept_as_it_is_and_what_a_rollback_leaves_is_swept(world: World) -> None:
    before = stored()
    kept = make_post(world.card, world.consultant, files=1).attachments[0]
    assert files.read(kept.key) == TEXT
    assert (kept.size, kept.media_type, len(kept.sha256)) == (len(TEXT), "text/plain", 64)
    write_post(world.card, Channel.EVERYONE, "x", by=world.owner, uploads=[NOTE])
    db.session.rollback()
    assert db.session.scalars(select(Attachment.key)).all() == [kept.key]
    assert len(stored() - before) == 2
    assert sweep_files() == 0  # it may still be on its way
    with time_machine.travel(now() + timedelta(days=3)):
        assert sweep_files() >= 1
    assert stored() == {kept.key}
    files.delete(kept.key)
    files.delete(kept.key)
    with pytest.raises(FileNotFoundError):
        files.read(kept.key)


def test_keys_cannot_be_guessed(world: World) -> None:
    attachments = make_post(world.card, world.consultant, files=3).attachments
    names = {each.key.rpartition("/")[2] for each in attachments}
    assert len(names) == 3
    assert all(len(each) == 32 for each in names)


def reading_of(user: User) -> Reading:
    return db.session.scalars(select(Reading).where(Reading.user_id == user.id)).one()


def test_how_far_one_has_read_is_kept(world: World) -> None:
    post = make_post(world.card, world.consultant)
    assert reading_of(world.consultant).read_to == post.at
    assert reading_of(world.owner).read_to is None
