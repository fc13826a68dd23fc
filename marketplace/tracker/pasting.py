"""What was copied from a spreadsheet, as rows of a board: with headings in any order, or in the board's own order."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from marketplace.errors import Invalid
from marketplace.i18n import lazy_gettext as _
from marketplace.tracker.cells import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from marketplace.tracker.boards import Board

MOST, LONGEST = 500, 1_000_000


def heading_columns(board: Board, cells: Sequence[str]) -> Sequence[str | None]:
    """Return for each cell of a heading line the column it names, None where it names none; each column once."""
    names: list[str | None] = []
    for cell in cells:
        plain = folded(cell).casefold()
        known = (
            each.name
            for each in board.columns
            if plain in {each.name, str(each.label).casefold(), *(word.casefold() for word in each.headings)}
        )
        name = next((each for each in known if each not in names), None)
        names.append(name)
    return names


def pasted_rows(board: Board, text: str) -> list[dict[str, str]]:
    """Return one dict of typed cells a row. Quoted cells may hold line breaks, as Excel copies them.

    A first line that names the board's own first needed column is taken for headings; cells under a heading that
    names no column are left out. Raises Invalid where it is too much or has more columns than the board.
    """
    if len(text) > LONGEST:
        raise Invalid({"pasted": _("At most %(most)s rows at a time.", most=MOST)})
    lines = [line for line in csv.reader(io.StringIO(text), delimiter="\t") if any(cell.strip() for cell in line)]
    if not lines:
        return []
    needed = next(each.name for each in board.columns if each.required)
    names = heading_columns(board, lines[0])
    if needed in names:
        lines = lines[1:]
    else:
        widest = max(len(line) for line in lines)
        if widest > len(board.columns):
            wide = _("%(count)s columns were pasted; this list has %(most)s.", count=widest, most=len(board.columns))
            raise Invalid({"pasted": wide})
        first = 0 if widest > 1 else [each.name for each in board.columns].index(needed)
        names = [*(each.name for each in board.columns)][first:]
    if len(lines) > MOST:
        raise Invalid({"pasted": _("At most %(most)s rows at a time.", most=MOST)})
    return [{name: cell for name, cell in zip(names, line, strict=False) if name} for line in lines]
