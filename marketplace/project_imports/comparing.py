"""A file's rows held against a board's, and against the file before: what is new, what changed, and on which side.

Pure but for the board's own cells: a three-way comparison, so that what people have written on the board since the
last import is not written over by a file that says what it said before.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from marketplace.tracker.cells import NotUnderstoodError, read_cell, show_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from marketplace.tracker.boards import Board
    from marketplace.tracker.columns import Column


class Fate(StrEnum):
    """What becomes of a row of the file."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REMOVED = "removed"  # taken off the board by somebody: it stays off


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that differs: as the board has it and as the file has it."""

    column: Column
    ours: str
    theirs: str
    both: bool  # the board's was changed by somebody since the file before


@dataclass(frozen=True, slots=True)
class Compared:
    """A row of the file and what it would do."""

    row: Mapping[str, Any]  # as models.ProjectImport.rows has it
    fate: Fate
    live: Any = None  # the board's row, where there is one
    cells: tuple[Cell, ...] = ()
    before: Sequence[Any] = ()  # what came before it in the file before
    said: Sequence[Any] = ()  # what was said about it in the file before

    @property
    def title(self) -> str:
        """Return how people call the row."""
        cells = self.row["cells"]
        return str(cells.get("title") or cells.get("name") or self.row["key"])

    @property
    def fresh(self) -> list[Any]:
        """Return what was said about it since the file before."""
        return [each for each in self.row["comments"] if each not in self.said]

    @property
    def more(self) -> bool:
        """Tell whether a row that stands here has, beside its cells, new comments or others that come before it."""
        stands = self.fate in {Fate.SAME, Fate.CHANGED}
        return stands and (bool(self.fresh) or list(self.row["before"]) != list(self.before))

    def taken(self, *, theirs: bool) -> dict[str, str]:
        """Return the cells to write; where both sides have changed one, the file's only if it is to win."""
        return {each.column.name: each.theirs for each in self.cells if theirs or not each.both}


@dataclass(frozen=True, slots=True)
class BoardPreview:
    """All that one board would see."""

    board: Board
    rows: tuple[Compared, ...]
    gone: tuple[Any, ...] = field(default=())  # rows of the board that the file does not name any more

    def count(self, fate: Fate) -> int:
        """Return how many rows share a fate."""
        return sum(each.fate is fate for each in self.rows)

    @property
    def both(self) -> int:
        """Return how many rows were changed on both sides."""
        return sum(any(cell.both for cell in each.cells) for each in self.rows)


def compared(
    board: Board,
    read: Sequence[Mapping[str, Any]],
    mine: Mapping[str, Any],
    before: Iterable[Mapping[str, Any]],
    on: date,
) -> BoardPreview:
    """Hold one board's rows of a file against the board's (`mine`, by their keys) and those of the file before."""
    last = {row["key"]: row for row in before}
    found = [_compared(board, row, mine.get(row["key"]), last.get(row["key"], {}), on) for row in read]
    named = {row["key"] for row in read}
    gone = tuple(row for key, row in mine.items() if key not in named and row.removed_at is None)
    return BoardPreview(board, tuple(found), gone)


def _compared(
    board: Board,
    row: Mapping[str, Any],
    live: Any,  # noqa: ANN401 - any board's row
    last: Mapping[str, Any],
    on: date,
) -> Compared:
    told = last.get("comments", ())
    if live is None:
        return Compared(row, Fate.NEW)
    if live.removed_at is not None:
        return Compared(row, Fate.REMOVED, live, said=told)
    cells = []
    said: Mapping[str, str] = last.get("cells", {})
    for column in board.columns:
        if column.name not in row["cells"]:
            continue
        text, ours = row["cells"][column.name], getattr(live, column.name)
        theirs, kept = _value(column, text, on), _value(column, said.get(column.name), on)
        if theirs == ours or (column.name in said and theirs == kept):
            continue
        # Where there was no file before, a workbook of ours (it names rows by our numbers) is what was on the board.
        changed_here = kept != ours if column.name in said else live.source_key == row["key"]
        cells.append(Cell(column, show_cell(column, ours), text, both=changed_here))
    return Compared(row, Fate.CHANGED if cells else Fate.SAME, live, tuple(cells), last.get("before", ()), told)


def _value(column: Column, text: str | None, on: date) -> Any:  # noqa: ANN401 - any column's value
    """Return what a cell means; one that cannot be read means itself, and is refused when it is written."""
    try:
        return read_cell(column, text or "", on)
    except NotUnderstoodError:
        return text
