"""The skill sheet as an Excel file: one sheet, the order of the paper, every cell text, never a formula."""

from __future__ import annotations

import io
import re
import unicodedata
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties

from marketplace.formats import date_long
from marketplace.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from marketplace.sheets.content import Block, SheetDocument

WIDTHS = {"A": 20, "B": 46, "C": 9, "D": 10, "E": 12}  # in half-width characters; as wide as A4 takes at this size
LAST = len(WIDTHS)
BODY = sum(WIDTHS.values()) - WIDTHS["A"]
LINE = 14.0  # points a line of text takes
MOST_LINES = 24  # in one row: Excel draws no row higher than 409 points
FACE = "BIZ UDPGothic"  # on every Windows and in LibreOffice by name; elsewhere the reader's own
A4 = 9

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
_FORMULA = ("=", "+", "-", "@")
_RULE = Border(bottom=Side("hair", "B8C0C8"))
_WASH = PatternFill("solid", "EEF2F6")
_TOP = Alignment(vertical="top", wrap_text=True)
_RIGHT = Alignment(vertical="top", horizontal="right", wrap_text=True)
_PLAIN, _BOLD, _QUIET = Font(FACE, 10), Font(FACE, 10, bold=True), Font(FACE, 9, color="5C5C5C")
_HEAD, _TITLE = Font(FACE, 11, bold=True, color="1F4E79"), Font(FACE, 16, bold=True)


def set_workbook(shown: SheetDocument) -> bytes:
    """Set the sheet as .xlsx."""
    book = Workbook()
    page = book.active
    assert page is not None  # noqa: S101 - a new workbook has one sheet
    page.title = re.sub(r"[\\/*?:\[\]]", "", shown.title)[:31]
    book.properties.creator, book.properties.title = "", f"{shown.title} {shown.who}"
    for name, width in WIDTHS.items():
        page.column_dimensions[name].width = width
    _Writer(page).write(shown)
    _set_up_print(page, shown)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _set_up_print(page: Worksheet, shown: SheetDocument) -> None:
    page.page_setup.paperSize, page.page_setup.orientation = A4, "portrait"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_margins.left = page.page_margins.right = 0.6
    page.page_margins.top, page.page_margins.bottom = 0.6, 0.7
    page.print_title_rows = "1:1"
    page.freeze_panes = "A2"
    page.sheet_view.showGridLines = False
    page.oddFooter.left.text = f"{shown.title} {shown.who}".replace("&", "&&")
    page.oddFooter.right.text = "&P / &N"


class _Writer:
    """Writes rows from top to bottom."""

    def __init__(self, page: Worksheet) -> None:
        self.page, self.row = page, 0

    def write(self, shown: SheetDocument) -> None:
        self._cells([(1, shown.who, _TITLE), (3, shown.title, _HEAD)], height=26)
        self.page.merge_cells(start_row=1, end_row=1, start_column=1, end_column=2)
        self.page.merge_cells(start_row=1, end_row=1, start_column=3, end_column=LAST)
        self._across(" ".join([_("As of %(day)s", day=date_long(shown.issued_on)), *shown.notes]), _QUIET)
        self._facts(shown.terms)
        self._text(*shown.summary)
        if shown.mix or shown.strengths:
            self._heading(shown.headings["strengths"])
            mix = " / ".join(f"{name} {share}%" for name, share in shown.mix if share)
            self._facts((*(((shown.headings["mix"], mix),) if mix else ()), *shown.strengths))
        self._skills(shown)
        if shown.certifications:
            self._heading(shown.headings["certifications"])
            for name, year, checked in shown.certifications:
                self._facts(((year or "—", f"{name}　{checked}".strip()),))
        if shown.projects:
            self._heading(shown.headings["projects"])
            for block in shown.projects:
                self._project(block)
        self._text(*shown.self_pr)

    def _skills(self, shown: SheetDocument) -> None:
        if not shown.skills:
            return
        self._heading(shown.headings["skills"])
        name, level, years, last = shown.skill_columns
        columns = (1, name), (3, level), (4, years), (5, last)
        self._cells([(at, words, _BOLD) for at, words in columns], fill=_WASH, merge=(1, 2))
        for name, note, level, years, last in shown.skills:
            words = f"{name}　{note}".strip()
            cells = [(1, words, _PLAIN), (3, level, _PLAIN), (4, years, _PLAIN), (5, last, _PLAIN)]
            self._cells(cells, height=LINE * _lines(words, WIDTHS["A"] + WIDTHS["B"]) + 4, merge=(1, 2))
        self._across("　".join(shown.levels), _QUIET)

    def _project(self, block: Block) -> None:
        title = "\n".join(each for each in (block.title, block.subtitle) if each)
        self._facts(((block.heading or "—", title),), font=_BOLD, fill=_WASH)
        self._facts((*block.facts, *block.texts))

    def _heading(self, words: str) -> None:
        self.row += 1
        self._across(words, _HEAD)

    def _text(self, heading: str, words: str) -> None:
        if words:
            self._heading(heading)
            for part in _parts(words, BODY + WIDTHS["A"]):
                self._across(part, _PLAIN)

    def _facts(self, facts: tuple[tuple[str, str], ...], font: Font = _PLAIN, fill: PatternFill | None = None) -> None:
        """Write label and words; words longer than a row can be high go on in the next."""
        for label, words in facts:
            for at, part in enumerate(_parts(words, BODY)):
                high = max(_lines(part, BODY), _lines(label, WIDTHS["A"]) if at == 0 else 1)
                said = label if at == 0 else ""
                self._cells([(1, said, _QUIET), (2, part, font)], height=LINE * high + 4, fill=fill, merge=(2, LAST))

    def _across(self, words: str, font: Font) -> None:
        self._cells(
            [(1, words, font)], height=LINE * _lines(words, BODY + WIDTHS["A"]) + 4, rule=False, merge=(1, LAST)
        )

    def _cells(
        self,
        cells: list[tuple[int, str, Font]],
        *,
        height: float = LINE + 4,
        fill: PatternFill | None = None,
        rule: bool = True,
        merge: tuple[int, int] | None = None,
    ) -> None:
        self.row += 1
        self.page.row_dimensions[self.row].height = height
        for column in range(1, LAST + 1):
            cell = self.page.cell(self.row, column)
            cell.border = _RULE if rule else Border()
            if fill:
                cell.fill = fill
        for column, words, font in cells:
            cell = self.page.cell(self.row, column)
            _put(cell, words)
            cell.font, cell.alignment = font, _RIGHT if column > 2 else _TOP  # noqa: PLR2004 - level, years, last used
        if merge:
            self.page.merge_cells(start_row=self.row, end_row=self.row, start_column=merge[0], end_column=merge[1])


def _put(cell: Cell, words: str) -> None:
    """Write text that stays text: what a person wrote is never a formula, not even after somebody edits the cell."""
    cell.value = _CONTROL.sub("", words)
    cell.data_type = "s"
    cell.number_format = "@"
    if words.startswith(_FORMULA):
        cell.quotePrefix = True


def _lines(words: str, width: int) -> int:
    """Estimate the lines that text takes in so many half-width characters."""
    return sum(max(1, -(-_width(each) // (width - 2))) for each in words.split("\n"))


def _width(words: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WFA" else 1 for each in words)


def _parts(words: str, width: int) -> Iterator[str]:
    """Cut a text into parts that one row can show: at line ends, and inside a line only where it alone is too long."""
    longest = MOST_LINES * (width - 2) // 2
    pieces = [line[at : at + longest] for line in words.split("\n") for at in range(0, max(1, len(line)), longest)]
    part: list[str] = []
    for piece in pieces:
        if part and _lines("\n".join([*part, piece]), width) > MOST_LINES:
            yield "\n".join(part)
            part = []
        part.append(piece)
    yield "\n".join(part)
