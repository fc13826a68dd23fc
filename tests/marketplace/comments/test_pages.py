"""Comments: whoever is named is told, a quarter of an hour to mend, deleted ones keep their place, files are theirs."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from sqlalchemy import select, update

from marketplace import files
from marketplace.clock import now
from marketplace.comments.models import Comment
from marketplace.comments.operations import FOLDER, mend_comment, named_in, sweep_files
from marketplace.db import db
from marketplace.errors import DomainError
from marketplace.outbox import Message
from marketplace.tracker.operations.setting_up import close_project, let_advisor_in
from tests.conftest import count_queries
from tests.factories.accounts import make_client
from tests.factories.threads import PDF
from tests.factories.tracker import begun_project, plain_comment, plain_minutes, plain_status, written

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.conftest import PageClient


def told() -> list[str]:
    return [
        each.to_email for each in db.session.scalars(select(Message).where(Message.template == "comments/mentioned"))
    ]


def test_whoever_is_named_and_takes_part_is_told(client: PageClient) -> None:
    project, pmo, owner, advisor = begun_project()
    stranger = make_client()
    db.session.commit()
    written(project, "risks", pmo, {"title": "要員の異動", "owner": "佐藤"})
    path = f"/projects/{project.id}/comments/R-1"
    client.sign_in(pmo)
    page = client.get(path)
    assert "要員の異動" in page.text
    assert f'value="{owner.id}"' in page.text
    assert f'value="{advisor.id}"' not in page.text, "not let in"
    assert f'value="{pmo.id}"' not in page.text
    assert client.post(path, data={"post": "", "named": str(owner.id)}).status_code == 422
    for other in (stranger, advisor):
        refused = client.post(path, data={"post": f"@{other.name} へ", "named": str(other.id)})
        assert refused.status_code == 422, "nobody else can be named"
    file = (io.BytesIO(PDF), "案.pdf")
    sent = client.post(path, data={"post": "確認をお願いします", "named": str(owner.id), "files": file})
    assert sent.status_code == 303
    assert told() == [owner.email]
    client.sign_in(owner)
    page = client.get(path)
    assert "確認をお願いします" in page.text
    (link,) = re.findall(r"/comment-files/[0-9a-f-]+", page.text)
    opened = client.get(link)
    assert opened.data == PDF
    assert opened.headers["X-Content-Type-Options"] == "nosniff"
    assert client.post(path, data={"post": f"@{pmo.name} 了解です"}).status_code == 303
    assert client.post(path, data={"post": f"@{pmo.name} 了解です"}).status_code == 303
    assert told() == [owner.email, pmo.email], "sent twice is written once"
    assert re.search(r'R-1</a>\s*<span class="count">2', client.get(f"/projects/{project.id}/risks").text)
    let_advisor_in(project, invited=True, by=pmo)
    db.session.commit()
    client.sign_in(advisor)
    assert "了解です" in client.get(path).text
    client.sign_in(stranger)
    assert client.get(path).status_code == 404
    assert client.get(link).status_code == 404


def test_a_comment_is_mended_for_a_while_and_deleted_at_any_time(client: PageClient) -> None:
    project, pmo, owner, _advisor = begun_project()
    minutes = plain_minutes(project)
    comment = plain_comment(project, "N-1", pmo)
    key, file_id = comment.files[0].key, comment.files[0].id
    db.session.commit()
    path, edit = f"/projects/{project.id}/comments/N-1", f"/comments/{comment.id}/edit"
    client.sign_in(pmo)
    assert edit in client.get(path).text
    assert path in client.get(f"/minutes/{minutes.id}").text
    assert client.post(edit, data={"words": f"@{owner.name} 直しました"}).status_code == 303
    assert told() == [owner.email]
    assert "（編集済み）" in client.get(path).text
    with time_machine.travel(now() + timedelta(minutes=16)):
        assert client.post(edit, data={"words": "遅い"}).status_code == 409
        assert edit not in client.get(path).text
    assert client.post(f"/comments/{comment.id}/delete").status_code == 303
    page = client.get(path)
    assert "このコメントは削除されました" in page.text
    assert "直しました" not in page.text
    assert db.session.scalars(select(Comment.words)).one() == ""
    assert client.get(f"/comment-files/{file_id}").status_code == 404
    with time_machine.travel(now() + timedelta(days=3)):
        assert sweep_files() >= 1
    assert key not in files.keys_before(now().date() + timedelta(days=2), folder=FOLDER)


def test_a_comment_that_was_deleted_meanwhile_is_not_mended(session: Session) -> None:
    project, pmo, _owner, _advisor = begun_project()
    comment = plain_comment(project, "R-1", pmo)
    session.commit()
    assert comment.words
    gone = update(Comment).values(words="", deleted_at=now()).execution_options(synchronize_session=False)
    session.execute(gone)
    with pytest.raises(DomainError):
        mend_comment(comment, "直しました", by=pmo)


def test_comments_stand_on_what_may_be_read_and_cost_the_same_for_many(client: PageClient) -> None:
    project, pmo, owner, _advisor = begun_project()
    report = plain_status(project, pmo)
    report.acknowledged_by = None
    written(project, "risks", pmo, *({"title": str(each)} for each in range(4)))
    client.sign_in(owner)
    home = f"/projects/{project.id}/comments"
    assert client.get(f"{home}/S-1").status_code == 200
    client.post(f"{home}/R-01", data={"post": "零の付いた番号から"})
    assert "零の付いた番号から" in client.get(f"{home}/R-1").text, "one row has one talk"
    for nothing in ("S-2", "R-9", "C-1", "N-1", "Z-1", "R-x", "R-99999999"):
        assert client.get(f"{home}/{nothing}").status_code == 404, nothing
    board = f"/projects/{project.id}/risks"
    client.get(board)
    with count_queries() as few:
        client.get(board)
    for number in range(1, 5):
        client.post(f"{home}/R-{number}", data={"post": "一つ"})
        client.post(f"{home}/R-1", data={"post": f"{number}"})
    with count_queries() as many:
        client.get(board)
    assert len(few) == len(many)
    client.get(f"{home}/R-2")
    with count_queries() as few:
        client.get(f"{home}/R-2")
    with count_queries() as many:
        client.get(f"{home}/R-1")
    assert len(few) == len(many)
    mine = db.session.scalars(select(Comment).where(Comment.about == "R-1", Comment.author_id == owner.id)).first()
    assert mine is not None
    assert f"/comments/{mine.id}/delete" in client.get(f"{home}/R-1").text
    close_project(project, by=pmo)
    db.session.commit()
    assert client.post(f"{home}/R-1", data={"post": "後から"}).status_code == 409
    assert client.post(f"/comments/{mine.id}/delete").status_code == 409, "what was said stays, as the boards do"
    page = client.get(f"{home}/R-1").text
    assert 'name="post"' not in page
    assert f"/comments/{mine.id}/delete" not in page


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("@佐藤太郎 さんへ", {"佐藤太郎"}),
        ("@佐藤 太郎さんへ", {"佐藤太郎"}),
        ("@佐藤さんと @佐藤太郎 さんへ", {"佐藤", "佐藤太郎"}),
        ("@佐藤次郎さんへ", {"佐藤"}),
        ("佐藤さんから。a@example.jp @", set()),
    ],
)
def test_of_two_names_that_fit_the_longer_one_is_meant(words: str, named: set[str]) -> None:
    people: list[Any] = [SimpleNamespace(id=name, name=name) for name in ("佐藤", "佐藤太郎", "鈴木", "")]
    assert named_in(words, people) == named
