"""All boards as an Excel file: a sheet a board, days as days, scores, lateness and earned value as formulas.

What people wrote is text and stays text. Each formula's result is written beside it, so that programs that do not
reckon (previews, telephones, our own import) show it too.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from marketplace.exports.cells import DAY, HOURS, YEN, Results, set_heads, set_number, set_text, with_results
from marketplace.exports.earned import earned_sheet
from marketplace.exports.wording import letters
from marketplace.i18n import gettext as _
from marketplace.tracker.boards import BOARDS, RISKS, WORK_ITEMS, code
from marketplace.tracker.columns import CellKind
from marketplace.tracker.links import read_links

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from marketplace.tracker.boards import Board
    from marketplace.tracker.columns import Column
    from marketplace.tracker.models import Project

DONE, RED_SCORE = 100, 15
WIDTH = {
    CellKind.LINE: 22, CellKind.TEXT: 44, CellKind.DAY: 12, CellKind.WHOLE: 9, CellKind.YEN: 14, CellKind.HOURS: 11,
    CellKind.CHOICE: 12,
}  # fmt: skip
TITLE_WIDTH = 46
_RED = {"font": Font(color="B3161B", bold=True), "fill": PatternFill("solid", bgColor="FDEEEE")}


def boards_workbook(project: Project, rows: Mapping[str, Sequence[Any]], on: date) -> bytes:
    """Return the workbook in the present locale; `rows` are each board's, by its name."""
    book = Workbook()
    book.remove(book.worksheets[0])
    name = letters(project.name)
    book.properties.creator, book.properties.title = "", name
    results: Results = {}
    for board in BOARDS.values():
        sheet = book.create_sheet(str(board.title)[:31])
        _Sheet(sheet, board, rows[board.name], on, results.setdefault(sheet.title, {})).write()
    earned_sheet(book, rows[WORK_ITEMS.name], on, results)
    for sheet in book.worksheets:
        sheet.oddHeader.left.text, sheet.oddHeader.right.text = name.replace("&", "&&"), "&A"
    out = io.BytesIO()
    book.save(out)
    return with_results(out.getvalue(), book.sheetnames, results)


class _Sheet:
    """One board: its number, its columns, and what is reckoned of them."""

    def __init__(self, sheet: Worksheet, board: Board, rows: Sequence[Any], on: date, results: dict[str, Any]) -> None:
        self.sheet, self.board, self.rows, self.on, self.results = sheet, board, rows, on, results
        self.place = {column.name: get_column_letter(at) for at, column in enumerate(board.columns, 2)}

    def write(self) -> None:
        columns = self.board.columns
        reckoned = self._reckoned()
        heads = [_("No."), *(str(each.label) for each in columns), *(heading for heading, *_rest in reckoned)]
        widths = [8, *(TITLE_WIDTH if each.required else WIDTH[each.kind] for each in columns), *[11] * len(reckoned)]
        set_heads(self.sheet, heads, widths, freeze="C2")
        for at, row in enumerate(self.rows, 2):
            set_text(self.sheet.cell(at, 1), code(self.board, row))
            for place, column in enumerate(columns, 2):
                self._put(self.sheet.cell(at, place), column, getattr(row, column.name))
            for place, (_heading, formula, result) in enumerate(reckoned, len(columns) + 2):
                cell = self.sheet.cell(at, place)
                set_number(cell, formula.format(row=at), "0;-0;")  # nothing where it is not late
                self.results[cell.coordinate] = result(row)
        last = len(self.rows) + 1
        self.sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{max(last, 1)}"
        self._choices(last)
        for place, (_heading, _formula, _result) in enumerate(reckoned, len(columns) + 2):
            letter = get_column_letter(place)
            least = str(RED_SCORE - 1) if self.board is RISKS and place == len(columns) + 2 else "0"
            self.sheet.conditional_formatting.add(
                f"{letter}2:{letter}{max(last, 2)}", CellIsRule("greaterThan", [least], **_RED)
            )

    def _put(self, cell: Cell, column: Column, value: Any) -> None:  # noqa: ANN401 - whatever a row holds
        if value is None:
            set_number(cell, None, "@")
            return
        match column.kind:
            case CellKind.DAY:
                set_number(cell, value, DAY)
            case CellKind.WHOLE:
                set_number(cell, value, "0")
            case CellKind.YEN:
                set_number(cell, value, YEN)
            case CellKind.HOURS:
                set_number(cell, round(value / 60, 2), HOURS)
            case CellKind.CHOICE:
                set_text(cell, str(column.words[value]))
            case _:
                set_text(cell, self._links(value) if column.name == "after" else value, bold=column.required)

    def _links(self, value: str) -> str:
        """Return predecessors by the numbers that stand in the first column."""
        links = read_links(value)
        return ", ".join(f"{self.board.prefix}-{each}" for each in links) if links else value

    def _reckoned(self) -> list[tuple[str, str, Any]]:
        """Return (heading, formula, what it comes to for a row) of the columns that the sheet reckons itself."""
        found: list[tuple[str, str, Any]] = []
        if self.board is RISKS:
            formula = f"={self.place['probability']}{{row}}*{self.place['impact']}{{row}}"
            found.append((_("Score (P×I)"), formula, lambda row: row.probability * row.impact))
        if "due_on" in self.place:
            due = f"{self.place['due_on']}{{row}}"
            if self.board is WORK_ITEMS:
                still = f"{self.place['percent']}{{row}}<{DONE}"
            elif self.board.closing:
                still = f'{self.place[self.board.closing]}{{row}}=""'
            else:
                return found
            found.append((_("Days late"), f'=IF(AND({due}<>"",{still}),MAX(0,TODAY()-{due}),0)', self._late))
        return found

    def _late(self, row: Any) -> int:  # noqa: ANN401 - any board's row
        done = row.percent >= DONE if self.board is WORK_ITEMS else getattr(row, str(self.board.closing)) is not None
        return 0 if done or row.due_on is None else max(0, (self.on - row.due_on).days)

    def _choices(self, last: int) -> None:
        """Offer the words of each choice, in new rows too."""
        for column in self.board.columns:
            if column.words:
                offered = DataValidation(
                    "list", formula1='"' + ",".join(map(str, column.words.values())) + '"', allow_blank=True
                )
                offered.add(f"{self.place[column.name]}2:{self.place[column.name]}{last + 200}")
                self.sheet.add_data_validation(offered)
