"""Messages in pages: written, refused beside the field, listed, counted, opened, downloaded."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
import time_machine
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from marketplace import files
from marketplace.clock import now
from marketplace.db import db
from marketplace.pipeline.operations import withdraw_application
from marketplace.threads.models import Attachment, Post
from marketplace.threads.queries import unread_posts
from marketplace.threads.states import OF_APPLICATION, Channel
from tests.conftest import count_queries
from tests.factories.pipeline import make_application, make_posting
from tests.factories.profiles import make_listed_consultant
from tests.factories.threads import PDF, PNG, TEXT, make_post, office_file

if TYPE_CHECKING:
    from tests.conftest import PageClient
    from tests.marketplace.threads.conftest import World


def sent(words: str = "ご確認ください。", *attached: tuple[bytes, str], channel: str = "everyone") -> dict[str, Any]:
    return {"channel": channel, "post": words, "files": [(io.BytesIO(content), name) for content, name in attached]}


def test_writing_with_files_and_reading_on_the_other_side(client: PageClient, world: World) -> None:
    client.sign_in(world.consultant)
    data = sent("体制図です。\n二行目", (PDF, "../体制図.pdf"), (office_file("xlsx"), "台帳.xlsx"))
    answer = client.post(f"{world.page}/messages", data=data)
    assert answer.status_code == 303
    assert answer.location == f"{world.page}?channel=everyone#messages"
    client.sign_in(world.owner)
    page = client.get(f"{world.page}?channel=everyone").text
    assert "体制図です。" in page
    assert ">体制図.pdf</a>" in page
    assert '<span class="count">1<span class="visually-hidden">' in page
    link = re.findall(r'href="(/attachments/[^"]+)"', page)[0]
    got = client.get(link)
    assert got.data == PDF
    assert got.mimetype == "application/pdf"
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert "体制図.pdf" in unquote(got.headers["Content-Disposition"])
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Cache-Control"] == "no-store"
    assert "sandbox" in got.headers["Content-Security-Policy"]


def test_a_file_alone_is_a_message(client: PageClient, world: World) -> None:
    client.sign_in(world.member)
    assert client.post(f"{world.page}/messages", data=sent("", (PNG, "図.png"))).status_code == 303
    assert [each.name for each in db.session.scalars(select(Attachment))] == ["図.png"]


@pytest.mark.parametrize(("sizes", "message"), [((9, 9), "合わせて12"), ((11,), "10")])
def test_files_that_are_too_large_cost_nobody_the_words(
    client: PageClient, world: World, sizes: tuple[int, ...], message: str
) -> None:
    client.sign_in(world.consultant)
    large = [FileStorage(io.BytesIO(PDF + b" " * (size * 1024 * 1024)), f"{size}.pdf") for size in sizes]
    boundary, body = encode_multipart({"channel": "everyone", "post": "長く考えた文", "files": large})
    kind = f"multipart/form-data; boundary={boundary}"
    answer = client.post(f"{world.page}/messages", data=body, content_type=kind)
    assert answer.status_code == 422
    assert message in answer.text
    assert "長く考えた文" in answer.text
    assert db.session.scalars(select(Post)).all() == []


@pytest.mark.parametrize(
    ("data", "field", "message"),
    [
        (sent("  "), "post", "メッセージを書くか"),
        (sent("長" * 4001), "post", "4000"),
        (sent("書いた文", (b"", "空.txt")), "files", "空です"),
        (sent("書いた文", (b"MZ", "x.exe")), "files", "添付できません"),
        (sent("書いた文", (PNG, "x.pdf")), "files", "拡張子と一致しません"),
        (sent("書いた文", (office_file("docx", vbaProject__bin=b"x"), "x.docx")), "files", "マクロ"),
        (sent("書いた文", *[(TEXT, f"{number}.txt") for number in range(6)]), "files", "5件"),
    ],
    ids=["nothing", "too long", "empty", "program", "disguised", "macros", "too many"],
)
def test_what_is_refused_is_said_beside_the_field_and_keeps_what_was_typed(
    client: PageClient, world: World, data: dict[str, Any], field: str, message: str
) -> None:
    client.sign_in(world.consultant)
    answer = client.post(f"{world.page}/messages", data=data)
    assert answer.status_code == 422
    assert f'action="{world.page}/messages#post"' in answer.text  # the refused page opens where its message is
    beside = re.search(rf'id="{field}-error"[^>]*>(.*?)</p>', answer.text, re.DOTALL)
    assert beside is not None
    assert message in beside[1]
    if data["post"].strip():
        assert data["post"][:5] in answer.text
    assert db.session.scalars(select(Post)).all() == []


def test_no_channel_or_a_wrong_one_is_no_message(client: PageClient, world: World) -> None:
    client.sign_in(world.owner)
    assert client.post(f"{world.page}/messages", data={"post": "x"}).status_code == 422
    assert client.post(f"{world.page}/messages", data=sent(channel="nowhere")).status_code == 422
    assert client.post(f"{world.page}/messages", data=sent(channel="consultant_desk")).status_code == 404
    assert client.get(f"{world.page}?channel=nowhere").status_code == 200
    client.sign_in(world.consultant)
    assert client.post(f"{world.page}/messages", data=sent(channel="client_desk")).status_code == 404
    assert db.session.scalars(select(Post)).all() == []


def test_who_sees_which_channels(client: PageClient, world: World) -> None:
    for role, channels in (
        ("consultant", {Channel.EVERYONE, Channel.CONSULTANT_DESK}),
        ("owner", {Channel.EVERYONE, Channel.CLIENT_DESK}),
        ("advisor", {*OF_APPLICATION}),
    ):
        client.sign_in(world.user(role))
        page = client.get(world.page).text
        assert {each for each in OF_APPLICATION if f"?channel={each}#messages" in page} == channels


def test_opening_changes_nothing_until_it_is_marked_read(client: PageClient, world: World) -> None:
    post = make_post(world.card, world.consultant)
    client.sign_in(world.owner)
    page = client.get(f"{world.page}?channel=everyone").text
    assert unread_posts(world.owner) == 1
    up_to = re.findall(r'name="up_to" value="([^"]+)"', page)[0]
    read = f"/threads/{post.thread_id}/read"
    make_post(world.card, world.consultant)  # arrives while the page is being read
    assert client.post(read, data={"up_to": up_to}, headers={"HX-Request": "true"}).status_code == 204
    assert unread_posts(world.owner) == 1
    answer = client.post(read, data={"up_to": "yesterday"})
    assert (answer.status_code, answer.location) == (303, f"{world.page}?channel=everyone#post")
    assert unread_posts(world.owner) == 0
    assert 'name="up_to"' not in client.get(f"{world.page}?channel=everyone").text


def test_the_channel_with_something_new_is_shown_first(client: PageClient, world: World) -> None:
    make_post(world.card, world.advisor, Channel.CLIENT_DESK, words="発注側だけに")
    client.sign_in(world.owner)
    assert "発注側だけに" in client.get(world.page).text
    assert "発注側だけに" not in client.get(f"{world.page}?channel=everyone").text


def test_the_list_has_new_ones_first_and_says_who_and_what(client: PageClient, world: World) -> None:
    second = make_application(make_posting(world.company), make_listed_consultant(advisor_id=world.advisor.id))
    make_post(world.card, world.consultant, words="古いが未読")
    make_post(second, world.owner, words="新しいが自分の")
    client.sign_in(world.owner)
    page = client.get("/threads").text
    assert page.index("古いが未読") < page.index("新しいが自分の")
    assert page.count("data-unread") == 1
    assert "未読 1件" in page
    assert 'aria-current="page"' in page
    only = client.get(f"/threads?q={second.engagement.title}").text
    assert "新しいが自分の" in only
    assert "古いが未読" not in only
    assert "に合うやり取りはありません" in client.get("/threads?q=どこにもない%25").text


def test_an_empty_list_says_where_messages_begin(client: PageClient, world: World) -> None:
    client.sign_in(world.other)
    assert "やり取りはまだありません" in client.get("/threads").text


def test_staff_has_its_own_and_all(client: PageClient, world: World) -> None:
    foreign = make_application(make_posting(), make_listed_consultant())
    make_post(foreign, foreign.consultant.user, Channel.CONSULTANT_DESK, words="担当外の相談")
    client.sign_in(world.advisor)
    assert "担当外の相談" not in client.get("/threads").text
    assert "担当外の相談" in client.get("/threads?of=all").text
    client.sign_in(world.operator)
    assert "担当外の相談" in client.get("/threads").text
    assert "担当外の相談" in client.get("/threads?of=mine").text  # nobody's: the operators were told


def test_pages_of_fifty_with_a_fixed_number_of_queries(client: PageClient, world: World) -> None:
    client.sign_in(world.owner)
    counts = []
    for more in (2, 51):
        for _ in range(more):
            card = make_application(make_posting(world.company), make_listed_consultant())
            make_post(card, card.consultant.user, files=1)
        with count_queries() as seen:
            page = client.get("/threads").text
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert page.count("data-unread") == 50
    assert client.get("/threads?page=2").text.count("data-unread") == 3


def test_a_closed_thread_says_so_and_takes_nothing(client: PageClient, world: World) -> None:
    make_post(world.card, world.consultant, words="まだ読めます")
    withdraw_application(world.card, by=world.consultant, reason="other_work")
    db.session.commit()
    client.sign_in(world.consultant)
    assert "まで送れます" in client.get(f"{world.page}?channel=everyone").text
    with time_machine.travel(now() + timedelta(days=31), tick=False):
        client.sign_in(world.consultant)
        page = client.get(f"{world.page}?channel=everyone").text
        assert "まだ読めます" in page
        assert "30日を過ぎました" in page
        assert 'name="post"' not in page
        answer = client.post(f"{world.page}/messages", data=sent())
        assert answer.status_code == 409
        assert "30日を過ぎました" in answer.text


def test_a_lost_file_is_not_found_and_a_long_talk_is_cut(client: PageClient, world: World) -> None:
    post = make_post(world.card, world.consultant, words="<b>太字</b> " + "https://x.example/" + "a" * 3000, files=1)
    files.delete(post.attachments[0].key)
    attachment_id = post.attachments[0].id
    for number in range(55):
        db.session.add(Post(thread_id=post.thread_id, author_id=world.owner.id, words=f"発言{number}番"))
    db.session.commit()
    client.sign_in(world.consultant)
    assert client.get(f"/attachments/{attachment_id}").status_code == 404
    page = client.get(f"{world.page}?channel=everyone").text
    assert "以前のメッセージ6件を表示" in page
    whole = client.get(f"{world.page}?channel=everyone&all=1").text
    assert "&lt;b&gt;太字" in whole


def test_english(client: PageClient, world: World) -> None:
    world.owner.locale = "en"
    make_post(world.card, world.consultant)
    client.sign_in(world.owner)
    assert "The consultant does not see it." in client.get(f"{world.page}?channel=client_desk").text
    assert "1 thread" in client.get("/threads").text
