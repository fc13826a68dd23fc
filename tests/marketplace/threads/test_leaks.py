"""Notes of either side and the three channels are five different things: each word is found by exactly its readers.

Every page that links lead to, every file, every search and every mail is looked through, once for each role.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.audit import AuditEntry
from marketplace.background import run_due
from marketplace.db import db
from marketplace.notes.operations import write_note
from marketplace.outbox import Message
from marketplace.pipeline.operations import withdraw_consent
from marketplace.pipeline.states import ApplicationState
from marketplace.threads.models import Attachment, Thread
from marketplace.threads.operations import write_post
from marketplace.threads.states import OF_APPLICATION, Channel
from marketplace.threads.uploads import Upload
from tests.factories.pipeline import make_application, make_posting
from tests.factories.threads import make_post
from tests.marketplace.threads.conftest import NAME

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from tests.conftest import PageClient
    from tests.marketplace.threads.conftest import World

OF_CLIENT, OF_STAFF = "社内検討xylem", "印象控えめquartz"
TO_ALL, TO_CONSULTANT, TO_CLIENT = "全員宛fjord", "本人宛glyph", "発注側宛sphinx"
WORDS = (OF_CLIENT, OF_STAFF, TO_ALL, TO_CONSULTANT, TO_CLIENT)
POSTS = {Channel.EVERYONE: TO_ALL, Channel.CONSULTANT_DESK: TO_CONSULTANT, Channel.CLIENT_DESK: TO_CLIENT}
FINDS = {
    "consultant": {TO_ALL, TO_CONSULTANT},
    "other": set(),
    "owner": {OF_CLIENT, TO_ALL, TO_CLIENT},
    "member": {OF_CLIENT, TO_ALL, TO_CLIENT},
    "stranger": set(),
    "advisor": {OF_STAFF, TO_ALL, TO_CONSULTANT, TO_CLIENT},
    "operator": {OF_STAFF, TO_ALL, TO_CONSULTANT, TO_CLIENT},
}


def crawl(client: PageClient, user: User, first: list[str], *, most: int = 60) -> str:
    """Read as one person the first addresses, then every page and file that links lead to; what was found, joined."""
    client.sign_in(user)
    waiting, read, text = [*first], set[str](), []
    while waiting and len(read) < len(first) + most:
        path = waiting.pop(0)
        if path in read:
            continue
        read.add(path)
        answer = client.get(path)
        shown = answer.get_data(as_text=True) if (answer.mimetype or "").startswith("text/") else ""
        for echo in re.findall(r"[?&]q=([^&]+)", path):  # a search shows again what was asked for
            for again in (f'value="{echo}"', f"q={echo}", f"「{echo}」", f"“{echo}”"):
                shown = shown.replace(again, "")
        text.append(shown)
        found = re.findall(r'href="(/(?!static|sign-out|demo)[^"#]*)"', text[-1])
        waiting += [each.replace("&amp;", "&") for each in found]
    return "\n".join(text)


def addresses(world: World) -> list[str]:
    """Every address of the card, guessed ones among them."""
    plain = [world.page, f"/consultants/{world.profile.id}", "/threads", "/threads?of=all", "/notices", "/desk", "/"]
    plain += [f"/engagements/{world.posting.id}/{part}" for part in ("pipeline", "manage", "candidates")]
    plain += [f"{world.page}?channel={each}&all=1" for each in OF_APPLICATION]
    plain += [f"/threads?q={each}&of=all" for each in (*WORDS, NAME.split(" ", maxsplit=1)[0])]
    return plain + [f"/attachments/{each}" for each in db.session.scalars(select(Attachment.id))]


def said(world: World) -> None:
    """Write the five, each with a word of its own; each post has a file that holds the word too."""
    write_note(OF_CLIENT, by=world.member, application_id=world.card.id)
    write_note(OF_STAFF, by=world.advisor, application_id=world.card.id)
    for channel, words in POSTS.items():
        file = Upload(f"{words}.txt", "text/plain", f"file {words}".encode())
        write_post(world.card, channel, words, by=world.advisor, uploads=[file])
    db.session.commit()


@pytest.mark.parametrize("role", list(FINDS))
def test_each_finds_exactly_what_is_for_it(client: PageClient, world: World, role: str) -> None:
    said(world)
    pages = crawl(client, world.user(role), addresses(world))
    assert {words for words in WORDS if words in pages} == FINDS[role]
    assert {words for words in POSTS.values() if f"file {words}" in pages} == FINDS[role] & {*POSTS.values()}


def test_no_mail_no_notice_and_no_journal_holds_any_of_it(world: World) -> None:
    said(world)
    run_due()
    messages = db.session.scalars(select(Message).where(Message.template == "threads/posted")).all()
    assert {each.to_email for each in messages} == {
        world.consultant.email, world.owner.email, world.member.email,
    }  # fmt: skip
    kept = [f"{each.subject}{each.text}{each.html}{each.facts}{each.calendar}" for each in messages]
    kept += [str(each.facts) for each in db.session.scalars(select(AuditEntry))]
    assert all(each.subject for each in messages)
    assert [words for words in WORDS if any(words in each for each in kept)] == []


def test_before_the_submission_only_the_consultants_channel_exists(client: PageClient, world: World) -> None:
    world.card = make_application(make_posting(world.company), world.profile, state=ApplicationState.CONSENTED)
    make_post(world.card, world.advisor, Channel.CONSULTANT_DESK, words=TO_CONSULTANT)
    for role, status in (("owner", 404), ("advisor", 404), ("consultant", 404)):
        client.sign_in(world.user(role))
        for channel in (Channel.EVERYONE, Channel.CLIENT_DESK):
            answer = client.post(f"{world.page}/messages", data={"channel": channel.value, "post": "x"})
            assert answer.status_code == status
    assert TO_CONSULTANT not in crawl(client, world.owner, addresses(world), most=20)
    assert {each.channel for each in db.session.scalars(select(Thread))} == {Channel.CONSULTANT_DESK}


SECRETS = ("九条院", "彩芽", "クジョウイン", "アヤメ", "kujoin", "1234-5678", "みなと精機")
TELLING = "九条院 彩芽（クジョウイン アヤメ）です。前職みなと精機株式会社、kujoin.ayame@mail.example、090-1234-5678。"


def test_with_the_withdrawal_the_client_loses_the_name_everywhere_at_once(client: PageClient, world: World) -> None:
    file = Upload("九条院彩芽_経歴.txt", "text/plain", TELLING.encode())
    write_post(world.card, Channel.EVERYONE, f"{TELLING} 担当は切替。", by=world.consultant, uploads=[file])
    write_post(world.card, Channel.CLIENT_DESK, f"{TELLING} 推薦します。", by=world.advisor, uploads=[file])
    own = write_post(world.card, Channel.EVERYONE, "九条院さん、資料です。", by=world.owner, uploads=[
        Upload("九条院様宛.txt", "text/plain", "会議体".encode()),
    ])  # fmt: skip
    own_file = own.attachments[0].id
    db.session.commit()
    before = crawl(client, world.owner, addresses(world), most=10)
    assert all(each in before for each in SECRETS)
    withdraw_consent(world.card, by=world.consultant)
    db.session.commit()
    run_due()
    for user in (world.owner, world.member):
        after = crawl(client, user, addresses(world))
        assert [each for each in SECRETS if each in after] == []
        assert "担当は切替。" in after
        assert "推薦します。" in after
        assert world.profile.initials in after
        ids = db.session.scalars(select(Attachment.id)).all()
        opened = {each for each in ids if client.get(f"/attachments/{each}").status_code != HTTPStatus.NOT_FOUND}
        assert opened == {own_file}
        mails = db.session.scalars(select(Message).where(Message.user_id == user.id)).all()
        assert [each for each in SECRETS if any(each in f"{m.subject}{m.text}{m.html}{m.facts}" for m in mails)] == []
    kept = crawl(client, world.consultant, [f"{world.page}?channel=everyone"], most=0)
    assert "九条院さん、資料です。" in kept  # the person itself reads on


def test_a_search_finds_nobody_by_a_name_that_may_not_be_known(client: PageClient, world: World) -> None:
    make_post(world.card, world.consultant)
    client.sign_in(world.owner)
    assert world.posting.title in client.get("/threads?q=九条院").text
    withdraw_consent(world.card, by=world.consultant)
    db.session.commit()
    assert world.posting.title not in client.get("/threads?q=九条院").text
    assert world.posting.title in client.get(f"/threads?q={world.profile.initials}").text
    client.sign_in(world.stranger)
    assert world.posting.title not in client.get("/threads").text


def test_a_hidden_client_is_a_client_to_the_consultant_until_they_meet(client: PageClient, world: World) -> None:
    world.posting.client_hidden = True
    db.session.commit()
    make_post(world.card, world.owner, words="はじめまして")
    client.sign_in(world.consultant)
    for path in (f"{world.page}?channel=everyone", "/threads"):
        text = client.get(path).text
        assert "はじめまして" in text
        assert world.owner.name not in text
        assert world.company.name not in text
        assert "クライアント" in text
    assert world.posting.title not in client.get("/threads?q=発注精機").text
    world.card.state = ApplicationState.MEETING
    db.session.commit()
    assert world.owner.name in client.get(f"{world.page}?channel=everyone").text
    assert world.posting.title in client.get("/threads?q=発注精機").text
