"""One row's texts, tried in the columns of its board: what a cell cannot read is said, never guessed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from marketplace.i18n import lazy_gettext as _
from marketplace.tracker.boards import BOARDS, ISSUES, MILESTONES, RISKS, WORK_ITEMS, Board
from marketplace.tracker.cells import LONGEST, LONGEST_TEXT, NotUnderstoodError, folded, read_cell, show_cell
from marketplace.tracker.columns import CellKind, Column
from marketplace.tracker.reading.dates import day_text, seconds_text
from marketplace.tracker.reading.mapping import COLUMNS
from marketplace.tracker.reading.records import Before, Comment, Remark

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

_SHOWN = 60  # characters of a cell that are repeated in a remark
_SCALE = {"高": 5, "大": 5, "high": 5, "中": 3, "medium": 3, "低": 1, "小": 1, "low": 1}
_SEVERITIES = {
    "highest": "high", "high": "high", "緊急": "high", "最高": "high", "critical": "high", "urgent": "high",
    "medium": "medium", "normal": "medium", "通常": "medium", "low": "low", "lowest": "low", "最低": "low",
}  # fmt: skip
_KINDS = (
    (RISKS, ("risk", "リスク")),
    (MILESTONES, ("milestone", "マイルストーン")),
    (ISSUES, ("bug", "issue", "incident", "problem", "課題", "バグ", "障害", "不具合", "インシデント", "問題")),
    (WORK_ITEMS, ("task", "story", "epic", "feature", "improvement", "タスク", "作業", "ストーリー", "エピック",
                  "要望", "その他", "機能", "開発")),
)  # fmt: skip


@dataclass(slots=True)
class Draft:
    """A row on its way: what it points at is still named as the file names it."""

    board: Board
    where: str
    key: str
    cells: dict[str, str]
    parent: str = ""
    aliases: list[str] = field(default_factory=list)
    before: list[Before] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    baseline: tuple[str, str] | None = None
    space: str = ""  # the sheet: two sheets may number alike


class Remarks:
    """What was not understood: one by one, or counted where a whole column says the same."""

    def __init__(self, first: Iterable[Remark] = ()) -> None:
        self._said = list(first)
        self._unplaced: Counter[str] = Counter()
        self._words: dict[tuple[str, str], Counter[str]] = {}

    def add(self, where: str, what: str) -> None:
        self._said.append(Remark(where, what))

    def unplaced(self, heading: str) -> None:
        """Count a filled cell whose column has no place on the row's board."""
        self._unplaced[heading] += 1

    def counted(self, where: str, what: str, word: str) -> None:
        """Count a word of a column of which only part is kept."""
        self._words.setdefault((str(where), str(what)), Counter())[word] += 1

    def all(self) -> tuple[Remark, ...]:
        """Return the remarks in the file's order, then those on whole columns."""
        words = (
            Remark(where, f"{what} {'、'.join(f'{word[:_SHOWN]} ({count})' for word, count in found.most_common(20))}")
            for (where, what), found in self._words.items()
        )
        columns = (
            Remark(heading, _("Filled cells that have no place on the board: %(count)s.", count=count))
            for heading, count in self._unplaced.items()
        )
        return (*self._said, *words, *columns)


def board_of_kind(word: str) -> Board | None:
    """Return where rows of a kind (Bug, タスク, Risk …) belong; None for a kind that is not known."""
    plain = folded(word).casefold()
    return next((board for board, words in _KINDS if any(each in plain for each in words)), None)


def column_of(board: Board, meaning: str) -> Column | None:
    """Return the board's column for a meaning, None where it has none."""
    names = {column.name: column for column in board.columns}
    return next((names[name] for name in COLUMNS.get(meaning, (meaning,)) if name in names), None)


def place(board: Board, texts: Mapping[str, str], where: str, today: date, remarks: Remarks) -> dict[str, str] | None:
    """Return the cells of a row by column; None, and a remark, for a row without its needed title."""
    cells: dict[str, str] = {}
    for meaning, text in texts.items():
        column = column_of(board, meaning)
        if column is None or (column.name in cells and not text):
            continue
        if not folded(text):
            if column.empty in {None, ""} and not column.required:
                cells[column.name] = ""
            continue
        said = _spoken(column, meaning, text)
        if said != text and column.name in {"probability", "impact"}:
            remarks.counted(str(column.label), _("Words were read as numbers from 1 to 5:"), folded(text))
        try:
            cells[column.name] = show_cell(column, read_cell(column, said, today))
        except NotUnderstoodError as refused:
            _not_read(column, text, refused, cells, where, remarks)
    needed = next(each.name for each in board.columns if each.required)
    if not cells.get(needed):
        remarks.add(where, _("The row has no title; it was left out: %(cells)s", cells=_shown(texts)))
        return None
    _agreeing(cells, where, remarks)
    return cells


def _spoken(column: Column, meaning: str, text: str) -> str:
    """Return a tool's own way to write a value as the cell reads it."""
    plain = folded(text)
    if column.kind is CellKind.DAY:
        return day_text(text)
    if meaning in {"effort_seconds", "spent_seconds"}:
        return seconds_text(text)
    if column.name == "severity":
        return _SEVERITIES.get(plain.casefold(), text)
    if column.name in {"probability", "impact"} and plain.casefold() in _SCALE:
        return str(_SCALE[plain.casefold()])
    return plain.split("%", maxsplit=1)[0].removesuffix(".0") if column.name == "percent" else text


def _not_read(
    column: Column, text: str, refused: NotUnderstoodError, cells: dict[str, str], where: str, remarks: Remarks
) -> None:
    label = str(column.label)
    if column.kind in {CellKind.LINE, CellKind.TEXT}:
        longest = LONGEST if column.kind is CellKind.LINE else LONGEST_TEXT
        clean = "".join(each for each in text if each.isprintable() or each in "\n\t ")
        clean = " ".join(clean.split()) if column.kind is CellKind.LINE else clean.strip()
        cells[column.name] = clean[: longest - 1].rstrip() + "…"
        what = _("%(column)s was cut after %(longest)s characters.", column=label, longest=longest)
        remarks.add(where, what)
        return
    what = _("%(column)s: “%(cell)s” was left out. %(why)s", column=label, cell=text[:_SHOWN], why=refused.message)
    remarks.add(where, what)


def _shown(texts: Mapping[str, str]) -> str:
    return " / ".join(text[:_SHOWN] for text in texts.values() if text.strip())[:300] or "–"


def _agreeing(cells: dict[str, str], where: str, remarks: Remarks) -> None:
    """Leave out what contradicts another cell of the row: the board would refuse it."""
    if cells.get("starts_on") and cells.get("due_on") and cells["starts_on"] > cells["due_on"]:
        due = cells.pop("due_on")
        remarks.add(where, _("The end %(day)s lies before the beginning and was left out.", day=due))
    if cells.get("decided_on") and not cells.get("decided_by"):
        day = cells.pop("decided_on")
        remarks.add(where, _("Who decided is missing; the day %(day)s was left out.", day=day))


def finish(draft: Draft, done: str, updated: str, today: date, remarks: Remarks) -> None:
    """Write that a row is done: all of the work, or since when; the day it was last changed stands in for that day."""
    if draft.board.name == WORK_ITEMS.name:
        draft.cells["percent"] = "100"
    column = BOARDS[draft.board.name].closing
    if column is None or draft.cells.get(column):
        return
    day = next((each for each in (day_text(done), day_text(updated)) if _is_day(each)), today.isoformat())
    draft.cells[column] = day
    remarks.add(draft.where, _("It is done, but not said since when: %(day)s was taken.", day=day))
    _agreeing(draft.cells, draft.where, remarks)


def _is_day(text: str) -> bool:
    return len(text) == len("2026-09-22") and text[4:5] == "-"
