"""A board as a grid of cells: what is shown, what was typed over it, and which edits that makes. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from marketplace.i18n import gettext as _
from marketplace.tracker.boards import Board, code
from marketplace.tracker.cells import show_cell
from marketplace.tracker.operations.rows import RowEdit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

BLANK = 3  # empty lines below the rows
MOST_NEW = 500
_NEW = re.compile(r"new-(\d{1,4})\.[a-z_]+")


@dataclass(slots=True)
class Line:
    """One line of the grid: "new-0" and on are rows that do not exist yet."""

    key: str
    code: str
    version: int | None
    cells: dict[str, str]
    errors: dict[str, object] = field(default_factory=dict)
    removes: bool = False
    changed: bool = False


def blank_lines(board: Board, first: int = 0) -> list[Line]:
    """Return empty lines to write new rows into."""
    return [
        Line(f"new-{number}", "", None, {each.name: "" for each in board.columns})
        for number in range(first, first + BLANK)
    ]


def lines_of(board: Board, rows: Sequence[Any]) -> list[Line]:
    """Return the rows as they stand."""
    return [
        Line(
            str(row.id), code(board, row), row.version,
            {each.name: show_cell(each, getattr(row, each.name)) for each in board.columns},
        )
        for row in rows
    ]  # fmt: skip


def typed_lines(board: Board, rows: Sequence[Any], form: Mapping[str, str]) -> list[Line]:
    """Return the grid as it was sent: rows that were on the screen, then new ones of which something was typed."""
    lines = [line for line in lines_of(board, rows) if f"{line.key}.seen" in form]
    away = {str(row.id) for row in rows if row.removed_at is not None}
    for line in lines:
        seen = form[f"{line.key}.seen"]
        line.version = int(seen) if re.fullmatch(r"\d{1,9}", seen) else line.version
        line.removes = bool(form.get(f"{line.key}.removes"))
        for column in board.columns:
            typed = form.get(f"{line.key}.{column.name}", line.cells[column.name])
            if typed.replace("\r\n", "\n").strip() != line.cells[column.name].strip():
                line.cells[column.name], line.changed = typed, True
    # A row that was removed elsewhere is gone, unless something was typed over it here.
    return [*(line for line in lines if line.changed or line.key not in away), *_new_lines(board, form)]


def _new_lines(board: Board, form: Mapping[str, str]) -> list[Line]:
    numbers = sorted({int(found[1]) for name in form if (found := _NEW.fullmatch(name))})[:MOST_NEW]
    lines: list[Line] = []
    for number in numbers:
        cells = {each.name: form.get(f"new-{number}.{each.name}", "") for each in board.columns}
        if any(text.strip() for text in cells.values()):
            lines.append(Line(f"new-{len(lines)}", "", None, cells, changed=True))
    return lines


def pasted_lines(board: Board, pasted: Sequence[Mapping[str, str]], first: int) -> list[Line]:
    """Return pasted rows as new lines."""
    return [
        Line(
            f"new-{first + index}",
            "",
            None,
            {each.name: row.get(each.name, "") for each in board.columns},
            changed=True,
        )
        for index, row in enumerate(pasted)
    ]


def as_now(board: Board, rows: Sequence[Any], lines: Sequence[Line]) -> None:
    """Show rows that somebody else has saved since as they stand, and beside each cell what was typed over it.

    A row that is gone becomes a new one: what was typed is saved anew, or emptied.
    """
    now = {line.key: line for line in lines_of(board, rows)}
    for line in lines:
        current = now.get(line.key)
        if current is None and line.version is not None:
            fresh = sum(each.version is None for each in lines)
            line.key, line.code, line.version = f"new-{fresh}", "", None
            line.errors[board.columns[0].name] = _("Somebody has removed this row. Save to write it anew, or empty it.")
        if current is None or line.version == current.version:
            continue
        for name, typed in line.cells.items():
            if typed.strip() != current.cells[name].strip():
                line.errors[name] = _("You had typed: %(typed)s", typed=typed or "—")
        line.cells, line.version, line.removes = current.cells, current.version, False


def edits_of(lines: Sequence[Line]) -> tuple[list[Line], list[RowEdit]]:
    """Return the lines that change something, and what they change."""
    changing = [line for line in lines if line.changed or line.removes]
    return changing, [
        RowEdit(
            line.cells, UUID(line.key) if line.version is not None else None, line.version,
            removes=line.removes,
        )
        for line in changing
    ]  # fmt: skip


def refuse(board: Board, lines: Sequence[Line], errors: Mapping[str, object]) -> dict[str, object]:
    """Put each message beside its cell; return what belongs to no cell of the screen."""
    elsewhere = {}
    for name, message in errors.items():
        index, _sign, column = name.partition("-")
        by_code = next((line for line in lines if line.code == name), None)
        if index.isdecimal() and int(index) < len(lines):
            lines[int(index)].errors[column] = message
        elif by_code is not None:
            by_code.errors["after" if any(each.name == "after" for each in board.columns) else "name"] = message
        else:
            elsewhere[name] = message
    return elsewhere
