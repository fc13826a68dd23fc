"""The boards as Excel: days and numbers as such, formulas with their results, text that stays text, and back again."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from marketplace.clock import today
from marketplace.db import db
from marketplace.exports.queries import rows_by_board
from marketplace.exports.workbook import boards_workbook
from marketplace.i18n import in_locale
from marketplace.project_imports.operations import Sent, apply_import, keep_reading
from marketplace.status_reports.indicators import works_of
from marketplace.tracker.boards import BOARDS, code
from marketplace.tracker.cells import read_cell
from marketplace.tracker.numbers.evm import earned_value
from marketplace.tracker.reading.recognise import read_file
from tests.factories.exports import told_project
from tests.factories.tracker import written

pytestmark = pytest.mark.usefixtures("session")


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_the_workbook_opens_reckons_and_is_read_back_to_the_same_rows(locale: str) -> None:
    project, pmo, *_rest = told_project()
    wild = {
        "name": "-1+1\n移行",
        "after": "1, 2SS+2d",
        "effort": "12.5",
        "starts_on": "2026-12-01",
        "due_on": "2026-12-04",
    }
    written(project, "work-items", pmo, wild)
    rows = rows_by_board(project)
    with in_locale(locale):
        content = boards_workbook(project, rows, today())
        typed, shown = (load_workbook(io.BytesIO(content), data_only=each) for each in (False, True))
        reading = read_file(content, today=today())
        titles = {name: str(board.title) for name, board in BOARDS.items()}
    for name, board in BOARDS.items():
        sheet = typed[titles[name]]
        assert (sheet.freeze_panes, sheet.auto_filter.ref[:3]) == ("C2", "A1:")
        found = {each.key: each for each in reading.rows if each.board == name}
        assert [*found] == [code(board, row) for row in rows[name]]
        for row in rows[name]:
            cells = found[code(board, row)].cells
            again = {
                each: read_cell(board.column(each), text, today()) for each, text in cells.items() if each != "after"
            }
            assert again == {each: getattr(row, each) for each in again}, name
            assert len(again) >= 2
    linked = next(each for each in reading.rows if each.key == "W-3")
    assert [(each.key, each.kind, each.lag) for each in linked.before] == [("W-1", "FS", 0), ("W-2", "SS", 2)]
    _check_formulas(typed, shown, titles, rows)


def _check_formulas(typed: Workbook, shown: Workbook, titles: dict[str, str], rows: dict[str, Any]) -> None:
    risks = typed[titles["risks"]]
    title = risks["B2"]
    assert (title.value, title.data_type, title.quotePrefix) == ('=HYPERLINK("http://x")', "s", True)
    assert risks["J2"].value == "=C2*D2"
    assert shown[titles["risks"]]["J2"].value == 20
    issues = typed[titles["issues"]]
    assert isinstance(issues["F2"].value, date | datetime)
    assert issues["J2"].value == '=IF(AND(G2<>"",I2=""),MAX(0,TODAY()-G2),0)'
    assert shown[titles["issues"]]["J2"].value == 3
    value = earned_value(works_of(rows["work-items"]), today())
    last = typed.worksheets[-1]
    formulas = {row[0].value: row[2].value for row in last.iter_rows() if row[0].value}
    results = {row[0].value: row[2].value for row in shown.worksheets[-1].iter_rows() if row[0].value}
    assert all(
        str(formulas[name]).startswith("=") for name in ("BAC", "PV", "EV", "AC", "SPI", "CPI", "EAC", "ETC", "VAC")
    )
    assert (results["BAC"], results["PV"], results["EV"], results["AC"]) == (value.bac, value.pv, value.ev, value.ac)
    assert results["SPI"] == pytest.approx(float(value.spi or 0))
    assert (results["EAC"], results["VAC"]) == (value.eac, value.vac)


def test_an_empty_project_has_its_sheets_too() -> None:
    project, *_rest = told_project()
    empty: dict[str, list[Any]] = {name: [] for name in BOARDS}
    book = load_workbook(io.BytesIO(boards_workbook(project, empty, today())))
    assert len(book.sheetnames) == len(BOARDS)


def test_a_workbook_of_ours_changes_the_rows_it_names_and_adds_none() -> None:
    project, pmo, *_rest = told_project()
    book = load_workbook(io.BytesIO(boards_workbook(project, rows_by_board(project), today())))
    book[str(BOARDS["risks"].title)]["B3"].value = "要員の異動が決まった"
    changed = io.BytesIO()
    book.save(changed)
    kept = keep_reading(project, read_file(changed.getvalue(), today=today()), Sent("a.xlsx", "0" * 64, ""), by=pmo)
    db.session.commit()
    before = {name: len(rows) for name, rows in rows_by_board(project).items()}
    apply_import(kept, theirs=False, by=pmo)
    db.session.commit()
    told = {name: each for name, each in kept.counts.items() if any(each.values())}
    assert told == {"risks": {"new": 0, "changed": 1}}
    after = rows_by_board(project)
    assert {name: len(rows) for name, rows in after.items()} == before
    assert [row.title for row in after["risks"]] == ['=HYPERLINK("http://x")', "要員の異動が決まった"]
