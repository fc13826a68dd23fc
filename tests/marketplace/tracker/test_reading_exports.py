"""The exports of Jira, Backlog and Asana: no row lost, field by field, and what is not understood is listed."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

from marketplace.tracker.boards import BOARDS
from marketplace.tracker.cells import read_cell
from marketplace.tracker.reading.mapping import plan_from
from marketplace.tracker.reading.recognise import read_file
from marketplace.tracker.reading.records import Before, Comment, Reading, ReadRow

EXPORTS = Path(__file__).parents[2] / "data" / "exports"
TODAY = date(2026, 11, 23)
ENCODINGS = {
    "backlog-export-en-ui.csv": "utf-8",
    "backlog-ja-cp932-constructed.csv": "cp932",
    "jira-cloud-all-fields-constructed.csv": "utf-8",
    "asana-export-constructed.csv": "utf-8",
}


def _read(name: str) -> Reading:
    return read_file((EXPORTS / name).read_bytes(), today=TODAY)


def _row(reading: Reading, key: str) -> ReadRow:
    return next(row for row in reading.rows if row.key == key)


@pytest.mark.parametrize("name", sorted(ENCODINGS))
def test_no_row_of_an_export_is_lost(name: str) -> None:
    content = (EXPORTS / name).read_bytes()
    lines = list(csv.reader(io.StringIO(content.decode(ENCODINGS[name]), newline="")))[1:]
    reading = read_file(content, today=TODAY)
    assert len(reading.rows) == len(lines) > 0
    assert len({(row.board, row.key) for row in reading.rows}) == len(lines)
    for row in reading.rows:  # every cell is one that the board reads
        board = BOARDS[row.board]
        assert all(read_cell(board.column(column), text, TODAY) is not ... for column, text in row.cells.items())
    mapped = set(reading.plan.columns.values()) - {"", "not-needed"}
    assert {"key", "title", "owner", "due"} <= mapped
    said = {str(remark.where) for remark in reading.not_understood}
    for place, column in enumerate(reading.plan.columns):  # a column that is left out and says something is listed
        if reading.plan.columns[column] == "" and any(line[place] for line in lines):
            assert column in said


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_encoding_is_told_by_the_content(encoding: str) -> None:
    text = (EXPORTS / "backlog-ja-cp932-constructed.csv").read_bytes().decode("cp932")
    assert read_file(text.encode(encoding), today=TODAY) == _read("backlog-ja-cp932-constructed.csv")


def test_backlog_in_japanese() -> None:
    reading = _read("backlog-ja-cp932-constructed.csv")
    assert reading.tool == "backlog"
    first = _row(reading, "KNJ-1")
    assert first.board == "issues"
    assert dict(first.cells) == {
        "title": "結合テスト障害の滞留（①系統）", "severity": "high", "owner": "髙橋 恵", "raised_on": "2026-09-03",
        "due_on": "2026-09-30",
    }  # fmt: skip
    assert [each.text for each in first.comments] == ["再現手順あり\n担当: 開発2班", "9/10 再発", "9/12 対策済み"]
    task = _row(reading, "KNJ-2")
    assert (task.board, task.parent_key, task.cells["effort"]) == ("work-items", "KNJ-1", "8")
    assert _row(reading, "KNJ-3").cells["closed_on"] == "2026-09-12"  # 完了, last changed that day
    said = {str(remark.where): str(remark.what) for remark in reading.not_understood}
    assert "処理中 (1)、未対応 (1)" in said["状態"]
    assert "影響範囲" in said


def test_backlog_in_english_as_it_was_really_exported() -> None:
    reading = _read("backlog-export-en-ui.csv")
    boards = [row.board for row in reading.rows]
    assert (boards.count("issues"), boards.count("work-items")) == (9, 21)  # 課題(…) and バグ are issues
    task = _row(reading, "SAMPLE-1997")
    assert dict(task.cells) == {
        "level": "1", "name": "課題 012 件名(置換済)", "owner": "User 15", "starts_on": "2024-04-08",
        "due_on": "2024-04-10", "effort": "8", "spent": "6", "percent": "70",
    }  # fmt: skip
    assert not any("\\n" in each.text for row in reading.rows for each in row.comments)
    keys = [row.key for row in reading.rows]
    assert keys.index("SAMPLE-2203") + 1 == keys.index("SAMPLE-2205")  # a part stands below its whole
    assert _row(reading, "SAMPLE-2205").cells["level"] == "2"
    missing = [remark for remark in reading.not_understood if "SAMPLE-1951" in str(remark.what)]
    assert len(missing) == 3  # their parent is not among the rows


def test_jira_with_headings_that_repeat() -> None:
    reading = _read("jira-cloud-all-fields-constructed.csv")
    epic = _row(reading, "MIG-1")
    assert epic.cells["effort"] == "80"  # 288,000 seconds
    assert (epic.cells["starts_on"], epic.cells["due_on"]) == ("2026-09-22", "2026-11-30")
    assert epic.comments[1:] == (
        Comment("2026-09-09", "u1", "初版を共有, 確認をお願いします"), Comment("2026-09-10", "u2", '"判定基準"を追記'),
    )  # fmt: skip
    bug = _row(reading, "MIG-3")
    assert (bug.board, bug.parent_key, bug.cells["severity"]) == ("issues", "MIG-1", "high")
    assert bug.cells["owner"] == "Tanaka, Mari"
    assert bug.comments[0].text.startswith("=HYPERLINK(")  # a text, never run
    done = _row(reading, "MIG-4")
    assert (done.cells["percent"], done.cells["spent"], done.cells["level"]) == ("100", "1", "2")
    assert {"Labels", "Labels#2", "Sprint#2"} <= set(reading.plan.columns)


def test_asana_points_at_rows_by_their_names() -> None:
    reading = _read("asana-export-constructed.csv")
    assert [row.cells["level"] for row in reading.rows] == ["1", "2", "1"]
    design = _row(reading, "1211430000000003")
    assert design.before == (Before("1211430000000001"),)  # said twice, as blocked by and as blocking: one link
    assert _row(reading, "1211430000000002").cells["percent"] == "100"


def test_a_column_is_mapped_otherwise_and_remembered() -> None:
    content = (EXPORTS / "backlog-ja-cp932-constructed.csv").read_bytes()
    chosen = {"登録者": "owner", "担当者": "", "影響範囲": "measure", "予定時間": "no such", "no such": "owner"}
    reading = read_file(content, today=TODAY, chosen=chosen)
    first = _row(reading, "KNJ-1")
    assert (first.cells["owner"], first.cells["measure"]) == ("山﨑 亮", "勘定・為替")
    assert reading.plan.columns["予定時間"] == "effort"
    assert plan_from(json.loads(json.dumps(reading.plan.plain()))) == reading.plan
    broken: tuple[object, ...] = (None, [], {"tool": 1, "columns": {}}, {"tool": "x"})
    assert [plan_from(each) for each in broken] == [None] * 4


def test_circles_and_double_keys_are_untied_with_a_remark() -> None:
    lines = [
        "Task ID,Name,Completed At,Parent task,Blocked By (Dependencies)",
        "1,a,,b,c", "2,b,,a,a", "3,c,,,b", "3,d,,c,", "5,e,,d,", "6,f,,e,no such", "7,,,,",
        '8,"x, y",,,', '9,z,,,"x, y,c"',
    ]  # fmt: skip
    reading = read_file("\n".join(lines).encode(), today=TODAY)
    assert len(reading.rows) == 8  # the row without a title is a remark
    assert [row.cells["level"] for row in reading.rows if row.cells["name"] in "cdef"] == ["1", "2", "3", "3"]
    assert _row(reading, "9").before == (Before("8"), Before("3"))
    assert _row(reading, "3#2").cells["name"] == "d"
    said = " ".join(f"{remark.where} {remark.what}" for remark in reading.not_understood)
    assert all(word in said for word in ("no such", "7"))
    links = {row.key: [each.key for each in row.before] for row in reading.rows}
    assert not (links["1"] and links["2"] and links["3"])
