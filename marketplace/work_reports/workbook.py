"""A report as an Excel file: hours are numbers and totals are formulas, what people wrote is text and stays text."""

from __future__ import annotations

import io
import re
import unicodedata
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties

from marketplace.trade.settlement import HOUR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from marketplace.work_reports.models import WorkReport

WIDTHS = (13, 9, 8, 8, 8, 46, 24)
LAST = len(WIDTHS)
A4 = 9
LINE = 15.0  # points a line of text takes
HOURS, YEN = "0.00", "#,##0"
DATE = "yyyy-mm-dd"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
_FORMULA = ("=", "+", "-", "@")
_FACE = "BIZ UDPGothic"
_PLAIN, _BOLD, _QUIET = Font(_FACE, 10), Font(_FACE, 10, bold=True), Font(_FACE, 9, color="5C5C5C")
_TITLE = Font(_FACE, 15, bold=True)
_CENTER = Alignment(vertical="top", horizontal="center")
_WASH = PatternFill("solid", "EEF2F6")
_RULE = Border(bottom=Side("hair", "B8C0C8"))


def set_workbook(data: dict[str, Any], report: WorkReport) -> bytes:
    """Set the report as .xlsx: `data` are its words, the numbers come from the report."""
    book = Workbook()
    page = book.active
    assert page is not None  # noqa: S101 - a new workbook has one sheet
    page.title = f"{report.month:%Y-%m}"
    book.properties.creator, book.properties.title = "", f"{data['title']} {data['number']} {data['month']}"
    for column, width in zip("ABCDEFG", WIDTHS, strict=True):
        page.column_dimensions[column].width = width
    writer = _Writer(page)
    writer.words(f"{data['title']}　{data['month']}", _TITLE)
    for label, words in data["facts"]:
        writer.fact(label, words)
    for label, who, when in data["checks"]:
        writer.fact(label, f"{who}　{when}".strip())
    writer.days(data, report)
    if data["remarks"][1]:
        writer.skip()
        writer.fact(*data["remarks"])
    if report.expenses:
        writer.expenses(data["expenses"], report)
    for each in data["calculations"]:
        writer.skip()
        writer.words(each["heading"], _BOLD)
        for label, value in each["lines"]:
            writer.fact(label, value, wide=True)
    _set_up_print(page, data)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _set_up_print(page: Worksheet, data: dict[str, Any]) -> None:
    page.page_setup.paperSize, page.page_setup.orientation = A4, "portrait"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.sheet_view.showGridLines = False
    page.oddFooter.left.text = f"{data['title']} {data['number']}".replace("&", "&&")
    page.oddFooter.right.text = "&P / &N"


class _Writer:
    """Writes rows from top to bottom."""

    def __init__(self, page: Worksheet) -> None:
        self.page, self.row = page, 0

    def skip(self) -> None:
        self.row += 1

    def words(self, words: str, font: Font) -> None:
        self.row += 1
        _put(self._cell(1), words, font)
        self._cell(1).border = Border()
        self.page.row_dimensions[self.row].height = 26 if font is _TITLE else LINE + 3

    def fact(self, label: str, words: str, *, wide: bool = False) -> None:
        """Write a label and its words; a wide label takes the room of the hours."""
        self.row += 1
        at = 6 if wide else 2
        _put(self._cell(1), label, _QUIET)
        _put(self._cell(at), words, _PLAIN)
        if at < LAST:
            self.page.merge_cells(start_row=self.row, end_row=self.row, start_column=at, end_column=LAST)
        if wide:
            self.page.merge_cells(start_row=self.row, end_row=self.row, start_column=1, end_column=at - 1)
        self.page.row_dimensions[self.row].height = LINE * _lines(words, sum(WIDTHS[at - 1 :]))

    def heads(self, columns: Sequence[str]) -> None:
        self.row += 1
        for at, words in enumerate(columns, 1):
            _put(self._cell(at), words, _BOLD)
            self._cell(at).fill = _WASH

    def days(self, data: dict[str, Any], report: WorkReport) -> None:
        """Write a row a day; the total is reckoned by the sheet."""
        self.skip()
        self.heads(data["columns"])
        first = self.row + 1
        for row, said in zip(report.days, data["days"], strict=True):
            self.row += 1
            _number(self._cell(1), row.day, DATE)
            _number(self._cell(2), row.minutes / HOUR, HOURS)  # quarters of an hour are exact in binary
            for at in range(3, LAST + 1):
                _put(self._cell(at), said[at - 1], _PLAIN)
            for at in (3, 4, 5):
                self._cell(at).alignment = _CENTER
            self.page.row_dimensions[self.row].height = LINE * max(_lines(said[5], 46), _lines(said[6], 24))
        self._total(data["total"][0], first, column=2, form=HOURS)

    def expenses(self, said: dict[str, Any], report: WorkReport) -> None:
        """Write a row an expense: day, kind, what for, receipt, yen."""
        self.skip()
        self.words(said["heading"], _BOLD)
        day, kind, words, receipt, amount = said["columns"]
        self.heads([day, amount, "", kind, "", words, receipt])
        first = self.row + 1
        for each, row in zip(report.expenses, said["rows"], strict=True):
            self.row += 1
            _number(self._cell(1), each.day, DATE)
            _number(self._cell(2), each.amount, YEN)
            for at, text in ((4, row[1]), (6, row[2]), (7, row[3])):
                _put(self._cell(at), text, _PLAIN)
        self._total(said["total"][0], first, column=2, form=YEN)

    def _total(self, label: str, first: int, *, column: int, form: str) -> None:
        last = self.row
        self.row += 1
        _put(self._cell(1), label, _BOLD)
        cell = self._cell(column)
        cell.value = f"=SUM(B{first}:B{last})" if last >= first else 0
        cell.number_format, cell.font = form, _BOLD

    def _cell(self, column: int) -> Cell:
        cell: Cell = self.page.cell(self.row, column)
        cell.border = _RULE
        return cell


def _number(cell: Cell, value: Any, form: str) -> None:  # noqa: ANN401 - whatever Excel reckons with
    cell.value, cell.number_format, cell.font = value, form, _PLAIN
    cell.alignment = Alignment(vertical="top", horizontal="left" if form is DATE else "right")


def _put(cell: Cell, words: str, font: Font) -> None:
    """Write text that stays text: what a person wrote is never a formula, not even after somebody edits the cell."""
    cell.value = _CONTROL.sub("", words)
    cell.data_type, cell.number_format, cell.font = "s", "@", font
    cell.alignment = Alignment(vertical="top", wrap_text=font is not _TITLE and font is not _BOLD)
    if words.startswith(_FORMULA):
        cell.quotePrefix = True


def _lines(words: str, width: int) -> int:
    """Estimate the lines that text takes in so many half-width characters."""
    return sum(max(1, -(-_width(each) // (width - 2))) for each in words.split("\n"))


def _width(words: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WFA" else 1 for each in words)
