"""Files of other tools on a project's boards: previewed, taken over, taken again, undone."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from marketplace.comments.models import Comment
from marketplace.db import db
from marketplace.project_imports.models import ProjectImport
from marketplace.project_imports.operations import sweep_files
from marketplace.tracker.boards import BOARDS, ISSUES, WORK_ITEMS
from marketplace.tracker.operations.rows import RowEdit, save_rows, undo
from marketplace.tracker.operations.setting_up import close_project, start_project
from marketplace.tracker.queries import last_save, rows_of
from tests.factories.tracker import begun_project

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from marketplace.tracker.models import Project
    from tests.conftest import PageClient

EXPORTS = Path(__file__).parents[2] / "data" / "exports"
PLAN = """
<Project xmlns="http://schemas.microsoft.com/project"><Tasks>
<Task><UID>0</UID><ID>0</ID><Name>計画</Name><OutlineLevel>0</OutlineLevel></Task>
<Task><UID>1</UID><ID>1</ID><Name>要件定義</Name><OutlineLevel>1</OutlineLevel><Summary>1</Summary></Task>
<Task><UID>2</UID><ID>2</ID><Name>聞き取り</Name><OutlineLevel>2</OutlineLevel>
<Start>2026-10-05T09:00:00</Start><Finish>2026-10-16T18:00:00</Finish></Task>
{more}
<Task><UID>4</UID><ID>4</ID><Name>設計</Name><OutlineLevel>1</OutlineLevel>
<PredecessorLink><PredecessorUID>2</PredecessorUID><Type>3</Type></PredecessorLink></Task>
</Tasks></Project>"""
NEW_PART = (
    "<Task><UID>3</UID><ID>3</ID><Name>合意</Name><OutlineLevel>2</OutlineLevel>"
    "<PredecessorLink><PredecessorUID>2</PredecessorUID><Type>1</Type></PredecessorLink></Task>"
)


def sent(client: PageClient, project: Project, content: bytes, name: str = "file.csv") -> TestResponse:
    """Send a file as the page does."""
    data = {"document": (io.BytesIO(content), name)}
    return client.post(f"/projects/{project.id}/imports", data=data, content_type="multipart/form-data")


def register(*lines: str) -> bytes:
    return ("No.,課題,担当者,期限\n" + "\n".join(lines) + "\n").encode()


@pytest.mark.parametrize("name", sorted(each.name for each in EXPORTS.glob("*.csv")))
def test_each_sample_is_taken_over_and_the_second_time_changes_nothing(client: PageClient, name: str) -> None:
    project, pmo, *_rest = begun_project()
    client.sign_in(pmo)
    content = (EXPORTS / name).read_bytes()
    shown = sent(client, project, content, name)
    assert shown.status_code == 303
    assert client.get(shown.location).status_code == 200
    assert client.post(f"{shown.location}/apply").status_code == 303
    kept = db.session.scalars(db.select(ProjectImport)).one()
    written = {board: [row for row in rows_of(project, BOARDS[board]) if row.source] for board in kept.counts}
    assert {board: len(rows) for board, rows in written.items()} == {b: n["new"] for b, n in kept.counts.items()}
    assert sum(map(len, written.values())) == len(kept.rows) > 0
    talks = Counter(comment.words for comment in db.session.scalars(db.select(Comment)))
    assert sum(talks.values()) == sum(len({tuple(each) for each in row["comments"]}) for row in kept.rows)
    versions = {row.id: row.version for rows in written.values() for row in rows}
    again = sent(client, project, content, name).location
    page = client.get(again)
    assert "すべて一覧に入っています" in page.text
    client.post(f"{again}/apply")
    db.session.expire_all()
    assert {
        row.id: row.version for board in written for row in rows_of(project, BOARDS[board]) if row.source
    } == versions


def test_what_people_wrote_here_stays_where_the_file_says_what_it_said(client: PageClient) -> None:
    project, pmo, *_rest = begun_project()
    client.sign_in(pmo)
    first = sent(
        client, project, register("1,権限不足,山田,2026-12-01", "2,環境未整備,佐藤,2026-12-02", "3,要員,中村,")
    )
    client.post(f"{first.location}/apply")
    rows = rows_of(project, ISSUES)
    edits = [RowEdit({"owner": "ここで変更"}, rows[0].id), RowEdit({"owner": "両方で変更"}, rows[1].id)]
    save_rows(project, ISSUES, [*edits, RowEdit(row_id=rows[2].id, removes=True)], by=pmo)
    db.session.commit()
    second = register("1,権限不足,山田,2026-12-24", "2,環境未整備,高橋,2026-12-02", "3,要員,変更,", "4,四つ目,,")
    page = client.get(sent(client, project, second).location)
    assert "双方で変更" in page.text
    assert "ここで変更" not in page.text
    assert "両方で変更" in page.text
    assert client.post(f"{page.request.path}/apply", data={"wins": "board"}).status_code == 303
    db.session.expire_all()
    rows = rows_of(project, ISSUES)
    assert [(row.title, row.owner, str(row.due_on)) for row in rows] == [
        ("権限不足", "ここで変更", "2026-12-24"),
        ("環境未整備", "両方で変更", "2026-12-02"),
        ("四つ目", "", "None"),
    ]
    batch = last_save(project, ISSUES, pmo)
    assert batch is not None
    undo(project, ISSUES, batch, by=pmo)
    assert [str(row.due_on) for row in rows_of(project, ISSUES)] == ["2026-12-01", "2026-12-02"]


def test_what_does_not_go_with_a_cell_that_was_kept_here_is_said_and_nothing_is_written(client: PageClient) -> None:
    project, pmo, *_rest = begun_project()
    client.sign_in(pmo)
    head = "No.,作業,開始日,期限\n"
    client.post(f"{sent(client, project, f'{head}1,移行,2026-12-01,2026-12-10'.encode()).location}/apply")
    item = rows_of(project, WORK_ITEMS)[0]
    save_rows(project, WORK_ITEMS, [RowEdit({"starts_on": "2026-12-08"}, item.id)], by=pmo)
    db.session.commit()
    shown = sent(client, project, f"{head}1,移行,2026-12-02,2026-12-05".encode()).location
    refused = client.post(f"{shown}/apply", data={"wins": "board"})
    assert refused.status_code == 422
    assert "移行: 期限が開始日より前です" in refused.text
    assert client.post(f"{shown}/apply", data={"wins": "file"}).status_code == 303
    db.session.expire_all()
    assert [str(row.due_on) for row in rows_of(project, WORK_ITEMS)] == ["2026-12-05"]


def test_what_was_said_elsewhere_is_carried_over_once_though_it_was_mended_or_deleted_here(client: PageClient) -> None:
    project, pmo, *_rest = begun_project()
    client.sign_in(pmo)
    head, rows = "No.,課題,備考\n", "1,権限不足,申請中\n2,環境,手配済み\n"

    def taken(content: str) -> list[str]:
        client.post(f"{sent(client, project, content.encode()).location}/apply")
        talk = db.select(Comment.words).where(Comment.deleted_at.is_(None)).order_by(Comment.at, Comment.id)
        return [words.partition("\n")[2] or words for words in db.session.scalars(talk)]

    assert taken(head + rows) == ["申請中", "手配済み"]
    first, second = db.session.scalars(db.select(Comment).order_by(Comment.id)).all()
    client.post(f"/comments/{first.id}/delete")
    client.post(f"/comments/{second.id}/edit", data={"words": "手配を終えた"})
    assert taken(head + rows) == ["手配を終えた"]
    assert taken(head + rows + "3,要員,募集中\n") == ["手配を終えた", "募集中"]
    same = sent(client, project, (head + rows + "3,要員,募集中\n").encode()).location
    assert "すべて一覧に入っています" in client.get(same).text
    said = (head + rows + "3,要員,内定が一名\n").encode()
    page = client.get(sent(client, project, said).location).text
    assert "一覧に取り込む" in page, "a file that says something new of old rows can be taken over"
    assert "新しいコメント" in page
    assert taken(said.decode()) == ["手配を終えた", "募集中", "内定が一名"]


def test_a_new_part_stands_under_its_parent_and_predecessors_are_this_boards_numbers(client: PageClient) -> None:
    project, pmo, *_rest = begun_project()
    client.sign_in(pmo)
    save_rows(project, WORK_ITEMS, [RowEdit({"name": "手入力"})], by=pmo)
    db.session.commit()
    for plan in (PLAN.format(more=""), PLAN.format(more=NEW_PART)):
        shown = sent(client, project, plan.encode(), "plan.xml").location
        assert client.post(f"{shown}/apply").status_code == 303
    db.session.expire_all()
    rows = rows_of(project, WORK_ITEMS)
    assert [(row.level, row.name, row.after) for row in rows] == [
        (1, "手入力", ""),
        (1, "要件定義", ""),
        (2, "聞き取り", ""),
        (2, "合意", "3"),
        (1, "設計", "3SS"),
    ]
    batch = last_save(project, WORK_ITEMS, pmo)
    assert batch is not None
    undo(project, WORK_ITEMS, batch, by=pmo)
    db.session.flush()
    assert [row.name for row in rows_of(project, WORK_ITEMS)] == ["手入力", "要件定義", "聞き取り", "設計"]


def test_a_baseline_that_was_agreed_here_stays_what_it_is(client: PageClient) -> None:
    project, pmo, *_rest = begun_project()
    client.sign_in(pmo)

    def baseline_after(day: str) -> str:
        days = f"<Start>2026-12-{day}T09:00:00</Start><Finish>2026-12-{day}T18:00:00</Finish>"
        task = f"<Task><UID>1</UID><ID>1</ID><Name>移行</Name>{days}<Baseline>{days}</Baseline></Task>"
        plan = f'<Project xmlns="http://schemas.microsoft.com/project"><Tasks>{task}</Tasks></Project>'
        client.post(f"{sent(client, project, plan.encode(), 'plan.xml').location}/apply")
        db.session.expire_all()
        [item] = rows_of(project, WORK_ITEMS)
        assert str(item.due_on) == f"2026-12-{day}"
        return str(item.baseline_due_on)

    assert [baseline_after(day) for day in ("10", "11")] == ["2026-12-10", "2026-12-11"]
    start_project(project, by=pmo)
    db.session.commit()
    assert baseline_after("18") == "2026-12-11"


def test_columns_are_chosen_and_meant_the_same_with_the_next_file(client: PageClient) -> None:
    project, pmo, *_rest = begun_project()
    client.sign_in(pmo)
    content = "課題,だれが,メモ\n権限不足,山田,急ぎ\n".encode()
    shown = sent(client, project, content).location
    kept = db.session.scalars(db.select(ProjectImport)).one()
    at = list(kept.columns).index("だれが")
    typed = {f"column-{n}": meaning for n, meaning in enumerate(kept.columns.values())}
    assert client.post(f"{shown}/columns", data=typed | {f"column-{at}": "nonsense"}).status_code == 422
    assert client.post(f"{shown}/columns", data=typed | {f"column-{at}": "owner"}).status_code == 303
    assert "山田" in client.get(shown).text
    again = sent(client, project, content).location
    client.post(f"{shown}/discard")
    assert client.post(f"{shown}/apply").status_code == 409
    assert client.post(f"{again}/apply").status_code == 303
    assert [row.owner for row in rows_of(project, ISSUES)] == ["山田"]
    assert sweep_files() == 0, "today's files stay"


def test_what_cannot_be_read_is_said_beside_the_field_and_nothing_is_kept(client: PageClient) -> None:
    project, pmo, *_rest = begun_project()
    client.sign_in(pmo)
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    for content, words in ((b"", "空"), (bomb, "XML"), (b"%PDF-1.7", "読み取れ"), (b"PK\x03\x04broken", "")):
        refused = sent(client, project, content)
        assert refused.status_code == 422
        assert words in refused.text
    many = register(*(f"{n},課題{n},," for n in range(2001)))
    assert "最大2000行" in sent(client, project, many).text
    assert client.post(f"/projects/{project.id}/imports").status_code == 422
    assert db.session.scalars(db.select(ProjectImport)).all() == []
    shown = sent(client, project, register('1,=HYPERLINK("x"),+1,')).location
    close_project(project, by=pmo)
    db.session.commit()
    assert client.post(f"{shown}/apply").status_code == 409
    assert rows_of(project, ISSUES) == []


def test_the_preview_says_choices_in_words(client: PageClient) -> None:
    project, pmo, *_rest = begun_project()
    client.sign_in(pmo)
    first = "No.,課題,重要度,期限\n1,権限の申請,高,2026-12-01\n".encode()
    shown = sent(client, project, first)
    page = client.get(shown.location).text
    assert '<td data-label="重要度">高</td>' in page
    client.post(f"{shown.location}/apply")
    page = client.get(sent(client, project, first.replace("高".encode(), "低".encode())).location).text
    assert '<td data-label="一覧の内容">高</td>' in page
    assert "high" not in page.partition("<details")[0]
