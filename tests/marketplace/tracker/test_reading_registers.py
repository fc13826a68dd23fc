"""Plain lists in Excel: headings found below a title, several sheets, merged cells, formulas, and CSV."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook

from marketplace.tracker.reading.limits import Refused
from marketplace.tracker.reading.recognise import read_file
from marketplace.tracker.reading.records import Before, Reading

TODAY = date(2026, 11, 23)
_DAYS = (date(2026, 9, 3), date(2026, 9, 4), date(2026, 9, 20))


def _book(sheets: dict[str, list[list[Any]]], merged: dict[str, list[str]] | None = None) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        for each in (merged or {}).get(title, []):
            sheet.merge_cells(each)
        for cell in (cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, float)):
            cell.number_format = "0%"
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _said(reading: Reading) -> str:
    return "\n".join(f"{remark.where} {remark.what}" for remark in reading.not_understood)


def test_several_lists_of_one_book() -> None:
    content = _book(
        {
            "表紙": [["プロジェクト計画"], ["作成", "山﨑"]],
            "課題一覧": [
                ["課題管理表"], ["プロジェクト名", "勘定系更改"], [],
                ["No.", "課題内容", "優先度", "対応者", "起票日", "期限", "状況", "完了日", "備考", "部署"],
                [1, "文字化け", "高", "髙橋", _DAYS[0], "9/30", "対応中", None, "再発", "開発"],
                [2, "性能不足", "最優先", "李", _DAYS[1], "未定", "完了", _DAYS[2], None, None],
                [3, None, None, None, None, None, None, None, None, None],
            ],
            "リスク": [
                ["ID", "リスク内容", "発生確率", "影響度", "対応方針", "対応策", "期日"],
                ["R1", "要員離脱", "高", 4, "軽減", "=1+1と書いた対策", "2026/12/01"],
            ],
            "WBS": [
                ["WBS番号", "大項目", "中項目", "作業名", "担当", "開始日", "終了日", "進捗率", "予定工数", "先行"],
                ["1", "移行", None, None, None, None, None, None, None, None],
                ["1.1", None, "準備", "手順書", "佐藤", "2026/10/1", "2026/10/9", 0.7, "3人日", None],
                ["1.2", None, None, "照合", "佐藤", "2026/10/10", "2026/10/20", 0.0, 12, "1.1SS+2d"],
            ],
        }
    )  # fmt: skip
    reading = read_file(content, today=TODAY)
    assert reading.tool == "register"
    rows = {(row.board, row.key): row for row in reading.rows}
    assert dict(rows["issues", "1"].cells) == {
        "title": "文字化け", "severity": "high", "owner": "髙橋", "raised_on": "2026-09-03", "due_on": "2026-09-30",
        "closed_on": "",
    }  # fmt: skip
    assert rows["issues", "1"].comments[0].text == "再発"
    assert rows["issues", "2"].cells["closed_on"] == "2026-09-20"
    assert "severity" not in rows["issues", "2"].cells
    risk = rows["risks", "R1"].cells
    assert (risk["probability"], risk["impact"], risk["response"]) == ("5", "4", "mitigate")
    work = [row for row in reading.rows if row.board == "work-items"]
    assert [(row.cells["level"], row.cells["name"]) for row in work] == [
        ("1", "移行"), ("2", "準備"), ("3", "手順書"), ("3", "照合"),
    ]  # fmt: skip
    assert (work[2].cells["percent"], work[2].cells["effort"], work[2].cells["due_on"]) == ("70", "24", "2026-10-09")
    assert work[3].before == (Before("1.1", "SS", 2),)
    said = _said(reading)
    assert all(word in said for word in ("表紙", "勘定系更改", "最優先", "未定", "部署", "対応中"))
    assert any("課題一覧" in str(each.where) and "7" in str(each.where) for each in reading.not_understood)


def test_merged_headings_and_merged_rows() -> None:
    content = _book(
        {
            "課題": [
                ["No", "課題", "対応", None, "担当者"],
                [None, None, "対応内容", "期限", None],
                [1, "文字化け", "調査", "2026-12-01", "髙橋"],
                [None, None, "修正", "2026-12-05", None],
                [2, "性能不足", "計測", "2026-12-02", None],
            ]
        },
        {"課題": ["A1:A2", "B1:B2", "C1:D1", "E1:E2", "A3:A4", "B3:B4", "E3:E5"]},
    )
    reading = read_file(content, today=TODAY)
    assert [(row.cells["title"], row.cells["owner"], row.cells["due_on"]) for row in reading.rows] == [
        ("文字化け", "髙橋", "2026-12-01"),
        ("性能不足", "髙橋", "2026-12-02"),
    ]
    assert "修正" in reading.rows[0].comments[0].text
    assert len([remark for remark in reading.not_understood if "4" in str(remark.where)]) == 1


def test_a_formula_is_never_run() -> None:
    content = _book({"Issues": [["Issue", "Owner", "Due"], ["Slow", '=HYPERLINK("http://x")', "2026-12-01"]]})
    reading = read_file(content, today=TODAY)
    assert reading.rows[0].cells.get("owner", "") == ""  # nobody has computed it yet
    assert "Issues!B2" in _said(reading)
    assert "=HYPERLINK" in _said(reading)


def test_a_list_as_csv_in_english_and_japanese() -> None:
    english = read_file(b"Issue,Owner,Due date,Priority\n=1+1,+81,2026-12-01,High\n", today=TODAY)
    assert dict(english.rows[0].cells) == {
        "title": "=1+1", "owner": "+81", "due_on": "2026-12-01", "severity": "high",
    }  # fmt: skip
    assert english.rows[0].key == "=1+1"
    japanese = read_file("課題\t担当\t期限\n遅い\t李\t12/1\n".encode("cp932"), today=TODAY)
    assert (japanese.rows[0].board, japanese.rows[0].cells["due_on"]) == ("issues", "2026-12-01")
    chosen = read_file(b"Issue,Owner,Due date\na,b,c\n", today=TODAY, chosen={"Owner": "measure", "Due date": ""})
    assert dict(chosen.rows[0].cells) == {"title": "a", "measure": "b"}


def test_a_book_without_a_list_is_refused() -> None:
    with pytest.raises(Refused, match="課題"):
        read_file(_book({"a": [["x", "y"], [1, 2]]}), today=TODAY)
