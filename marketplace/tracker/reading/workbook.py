"""Excel files as grids: values as people read them, merged ranges, and formulas that have no value yet."""

from __future__ import annotations

import io
import re
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries

from marketplace.i18n import lazy_gettext as _
from marketplace.imports.labels import REFUSAL
from marketplace.imports.states import Refusal
from marketplace.tracker.reading.dates import day_text, hours_text
from marketplace.tracker.reading.grids import LAST_LINE, Grid, kept_cells
from marketplace.tracker.reading.limits import MOST_COLUMNS, MOST_ROWS, TOO_LONG, Refused, check_package
from marketplace.tracker.reading.records import Remark

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_SHEETS, MOST_MERGED = 30, 20_000
_MERGED = re.compile(rb'<(?:\w{1,10}:)?mergeCell\s[^>]{0,100}?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')


def workbook_grids(content: bytes) -> list[Grid]:
    """Return the sheets that hold anything; hidden ones too. Raises Refused."""
    check_package(content)
    try:
        return list(_grids(content))
    except Refused:
        raise
    except Exception as error:  # whatever a damaged sheet makes the library raise
        raise Refused(REFUSAL[Refusal.BROKEN]) from error


def _grids(content: bytes) -> Iterable[Grid]:
    shown = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    typed = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    for sheet, formulas in zip(shown.worksheets[:MOST_SHEETS], typed.worksheets, strict=False):
        grid = Grid(str(sheet.title), [])
        for each in (sheet, formulas):
            each.reset_dimensions()  # a sheet may claim to end at XFD1048576
        bounds = {"max_row": LAST_LINE, "max_col": MOST_COLUMNS + 1}
        for number, (cells, sources) in enumerate(
            zip(sheet.iter_rows(**bounds), formulas.iter_rows(**bounds), strict=True), 1
        ):
            _not_computed(grid, number, cells, sources)
            kept = kept_cells([_said(cell) for cell in cells])
            if kept:
                grid.rows.append((number, kept))
            if len(grid.rows) > MOST_ROWS + 20:
                raise Refused(TOO_LONG)
        if grid.rows or grid.remarks:
            grid.merged = _merged(sheet)
            yield grid
    for sheet in shown.worksheets[MOST_SHEETS:]:
        yield Grid(
            str(sheet.title), [], remarks=[Remark(str(sheet.title), _("This sheet was not read: it is one too many."))]
        )


def _not_computed(grid: Grid, number: int, cells: Iterable[Any], sources: Iterable[Any]) -> None:
    for cell, source in zip(cells, sources, strict=False):
        if cell.value is None and source.data_type == "f":
            formula = str(getattr(source.value, "text", source.value))[:200]
            grid.remarks.append(
                Remark(
                    f"{grid.title}!{get_column_letter(source.column)}{number}",
                    _("The formula %(formula)s has no value yet. Open and save the file in Excel.", formula=formula),
                )
            )


def _merged(sheet: Any) -> list[tuple[int, int, int, int]]:  # noqa: ANN401 - the library ships no types
    # A sheet that is read row by row does not tell its merged ranges: they stand behind the rows in its XML, which
    # was parsed as a whole by check_package before.
    with sheet._get_source() as source:  # noqa: SLF001 - the one way to the sheet's own part
        found = _MERGED.findall(source.read())[:MOST_MERGED]
    areas = []
    for each in found:
        left, top, right, bottom = range_boundaries(each.decode())
        areas.append((top, left - 1, min(bottom, LAST_LINE), right - 1))
    return areas


def _said(cell: Any) -> str:  # noqa: ANN401 - the library ships no types
    """Return a cell as a person reads it: a day as 2026-09-01, 0.7 shown as 70% as that."""
    value = cell.value
    if isinstance(value, date):  # a moment too
        return day_text(value.isoformat())
    if isinstance(value, timedelta):
        return hours_text(int(value.total_seconds()) // 60)
    if isinstance(value, time):
        return hours_text(value.hour * 60 + value.minute)
    if isinstance(value, float | int) and not isinstance(value, bool):
        return _number(value, percent="%" in str(cell.number_format))
    return "" if value is None else str(value)


def _number(value: float, *, percent: bool) -> str:
    shown = round(value * 100 if percent else value, 2)
    return f"{int(shown) if shown == int(shown) else shown}{'%' if percent else ''}"
