"""Sheets as grids of text: a CSV is one, an Excel file one a sheet. Formulas are never run."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from marketplace.i18n import lazy_gettext as _
from marketplace.tracker.reading.limits import (
    BROKEN_TABLE,
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    TOO_LONG,
    TOO_WIDE,
    Refused,
    check_cell,
)

if TYPE_CHECKING:
    from marketplace.tracker.reading.records import Remark

LAST_LINE = 20_000  # blank ones counted
_DELIMITERS = (",", "\t", ";")


@dataclass(slots=True)
class Grid:
    """One sheet: its rows by the number people see, blank ones left out."""

    title: str
    rows: list[tuple[int, list[str]]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)  # top, left, bottom, right; columns from 0
    remarks: list[Remark] = field(default_factory=list)

    def where(self, row: int) -> str:
        """Return a row's place in words."""
        if self.title:
            return _("%(sheet)s, row %(row)s", sheet=self.title, row=row)
        return _("Row %(row)s", row=row)


def csv_grid(text: str) -> Grid:
    """Read comma, tab or semicolon separated text; quoted cells may hold line breaks."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_CELL))
    rows = []
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1):
            kept = kept_cells(cells)
            if kept:
                rows.append((number, kept))
            if len(rows) > MOST_ROWS + 20 or number > LAST_LINE:
                raise Refused(TOO_LONG)
    except csv.Error as error:
        raise Refused(BROKEN_TABLE) from error
    return Grid("", rows)


def kept_cells(cells: list[str]) -> list[str]:
    """Return the cells without empty ones at the end, each within its bounds."""
    clean = [check_cell(cell).strip().lstrip("\ufeff") for cell in islice(cells, MOST_COLUMNS + 1)]
    while clean and not clean[-1]:
        clean.pop()
    if len(clean) > MOST_COLUMNS or any(cell.strip() for cell in cells[MOST_COLUMNS:]):
        raise Refused(TOO_WIDE)
    return clean
