"""Cells of our Excel files: headings, numbers, text that never becomes a formula, and results beside formulas."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from marketplace.exports.wording import letters
from marketplace.formats import is_formula

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

Results = dict[str, dict[str, Any]]  # by sheet, by cell
DAY, YEN, HOURS, INDEX = "yyyy-mm-dd", "#,##0", "0.0#", "0.00"
A4 = 9
FACE = "Yu Gothic"
PLAIN, BOLD, HEAD = Font(FACE, 10), Font(FACE, 10, bold=True), Font(FACE, 10, bold=True, color="FFFFFF")
_FILL = PatternFill("solid", "004C59")
_RULE = Border(bottom=Side("hair", "B8C0C8"))
_RECKONED = re.compile(rb'(<c r="([A-Z]{1,3}\d{1,7})"[^>]*>)(<f>.*?</f>)<v\s*/?>(?:</v>)?')


def set_heads(sheet: Worksheet, heads: Sequence[str], widths: Sequence[float], *, freeze: str) -> None:
    """Write the headings and everything about a list that does not hang on its rows."""
    for at, (words, width) in enumerate(zip(heads, widths, strict=True), 1):
        cell = sheet.cell(1, at)
        set_text(cell, words)
        cell.font, cell.fill = HEAD, _FILL
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.row_dimensions[1].height = 30
    sheet.freeze_panes = freeze
    sheet.page_setup.paperSize, sheet.page_setup.orientation = A4, "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    sheet.oddFooter.right.text = "&P / &N"


def set_number(cell: Cell, value: Any, form: str) -> None:  # noqa: ANN401 - whatever Excel reckons with
    """Write a number, a day or a formula."""
    cell.value, cell.number_format, cell.font, cell.border = value, form, PLAIN, _RULE
    cell.alignment = Alignment(vertical="top")


def set_text(cell: Cell, words: str, *, bold: bool = False) -> None:
    """Write text that stays text: what a person wrote is never a formula, not even after somebody edits the cell."""
    cell.value = plain = letters(words)
    cell.data_type, cell.number_format, cell.font, cell.border = "s", "@", BOLD if bold else PLAIN, _RULE
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    if is_formula(plain):
        cell.quotePrefix = True


def with_results(content: bytes, sheets: Sequence[str], results: Mapping[str, Mapping[str, Any]]) -> bytes:
    """Return the file with each formula's result beside it; the library that writes it leaves them out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.infolist():
            part = old.read(each)
            for number, name in enumerate(sheets, 1):
                if each.filename == f"xl/worksheets/sheet{number}.xml" and results.get(name):
                    part = _filled(part, results[name])
            new.writestr(each.filename, part)
    return out.getvalue()


def _filled(part: bytes, results: Mapping[str, Any]) -> bytes:
    def fill(found: re.Match[bytes]) -> bytes:
        value = results.get(found[2].decode())
        return found[0] if value is None else found[1] + found[3] + f"<v>{value}</v>".encode()

    return _RECKONED.sub(fill, part)
