"""Tables of one heading line and one row a record, as Jira, Backlog and Asana export them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from marketplace.i18n import lazy_gettext as _
from marketplace.tracker.boards import BOARDS, WORK_ITEMS
from marketplace.tracker.reading.limits import MOST_ROWS, NOTHING, TOO_LONG, Refused
from marketplace.tracker.reading.mapping import NOT_TAKEN, STRUCTURE, Plan, bare, named, proposed
from marketplace.tracker.reading.outline import Outline
from marketplace.tracker.reading.placing import Draft, Remarks, board_of_kind, column_of, finish, place
from marketplace.tracker.reading.records import Before, Comment, Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from marketplace.tracker.boards import Board
    from marketplace.tracker.reading.grids import Grid

_ONLY_DONE = _("Only whether a row is done is kept of:")
_KIND_UNKNOWN = _("Kinds that are not known became work items:")


def _plain_comment(text: str) -> Comment:
    return Comment("", "", text)


def _same(text: str) -> str:
    return text


@dataclass(frozen=True, slots=True)
class Tool:
    """How one tool writes its table."""

    name: str
    signatures: tuple[frozenset[str], ...]  # headings, folded, of which all stand there
    headings: Mapping[str, str]  # folded heading → meaning
    done: frozenset[str]  # states, folded, in which nothing is left to do
    comment: Callable[[str], Comment] = _plain_comment
    text: Callable[[str], str] = _same  # undo its escapes
    by_title: bool = False  # rows point at each other by their titles

    def wrote(self, headings: Sequence[str]) -> bool:
        """Return whether these are its headings."""
        plain = {bare(each) for each in headings}
        return any(signature <= plain for signature in self.signatures)


@dataclass(slots=True)
class Table:
    """The columns of a grid with their meanings."""

    tool: Tool
    headings: list[str]
    names: list[str]
    meanings: list[str]
    filled: set[int] = field(default_factory=set)

    def positions(self, meaning: str) -> list[int]:
        return [place for place, each in enumerate(self.meanings) if each == meaning]

    def texts(self, cells: Sequence[str], meaning: str) -> list[str]:
        """Return what a row says under the columns of a meaning, without empty cells."""
        return [cells[at] for at in self.positions(meaning) if at < len(cells) and cells[at].strip()]

    def text(self, cells: Sequence[str], meaning: str) -> str:
        """Return the first of them."""
        return next(iter(self.texts(cells, meaning)), "")


def read_table(grid: Grid, tool: Tool, *, today: date, chosen: Mapping[str, str]) -> Reading:
    """Read every row below the first; `chosen` overrides what a column means."""
    if len(grid.rows) < 2:  # noqa: PLR2004 - the headings and one row
        raise Refused(NOTHING)
    if len(grid.rows) > MOST_ROWS + 1:
        raise Refused(TOO_LONG)
    headings = grid.rows[0][1]
    names = named(headings)
    plan = Plan(tool.name, dict(zip(names, proposed(headings, tool.headings), strict=True))).changed(chosen)
    filled = {at for _row, cells in grid.rows[1:] for at, cell in enumerate(cells) if cell.strip()}
    table = Table(tool, headings, names, [plan.columns[name] for name in names], filled)
    remarks = Remarks(grid.remarks)
    drafts = []
    for row, cells in grid.rows[1:]:
        draft = draft_of(table, _board(table, cells, remarks), grid.where(row), cells, today, remarks)
        drafts += [draft] if draft else []
    return Reading(tool.name, Outline(drafts, remarks).rows(), remarks.all(), plan)


def draft_of(table: Table, board: Board, where: str, cells: list[str], today: date, remarks: Remarks) -> Draft | None:
    """Return a row of a board; None, and a remark, for one that cannot be a row."""
    texts: dict[str, str] = {}
    for at, meaning in enumerate(table.meanings):
        text = cells[at] if at < len(cells) else ""
        if meaning in STRUCTURE:
            continue
        if meaning == NOT_TAKEN or column_of(board, meaning) is None:
            if text.strip() and not (meaning == "done" and board is WORK_ITEMS):
                remarks.unplaced(table.names[at])
        elif at in table.filled:
            texts[meaning] = table.tool.text(text)
    _too_many(table, cells, where, remarks)
    placed = place(board, texts, where, today, remarks)
    if placed is None:
        return None
    draft = Draft(board, where, table.text(cells, "key"), placed, table.text(cells, "parent"))
    _point(table, cells, draft)
    _finish(table, cells, draft, today, remarks)
    return draft


def _point(table: Table, cells: list[str], draft: Draft) -> None:
    """Take over what the row is called, what it points at, and what was said about it."""
    title = draft.cells.get("name") or draft.cells.get("title", "")
    draft.aliases = table.texts(cells, "alias") + ([title] if table.tool.by_title else [])
    draft.key = draft.key or next(iter(draft.aliases), title)
    draft.before = [Before(text) for text in table.texts(cells, "before")]
    draft.blocks = table.texts(cells, "blocks")
    described = [_plain_comment(table.tool.text(text)) for text in table.texts(cells, "text")]
    draft.comments = described + [table.tool.comment(table.tool.text(text)) for text in table.texts(cells, "comment")]


def _board(table: Table, cells: list[str], remarks: Remarks) -> Board:
    kind = table.text(cells, "kind")
    board = board_of_kind(kind) if kind else WORK_ITEMS
    if board is None:
        remarks.counted(table.headings[table.positions("kind")[0]], _KIND_UNKNOWN, kind)
    return board or BOARDS[WORK_ITEMS.name]


def _too_many(table: Table, cells: list[str], where: str, remarks: Remarks) -> None:
    beyond = [cell for cell in cells[len(table.headings) :] if cell.strip()]
    if beyond:
        remarks.add(
            where, _("Cells without a heading: %(cells)s", cells=" / ".join(each[:60] for each in beyond)[:300])
        )


def _finish(table: Table, cells: list[str], draft: Draft, today: date, remarks: Remarks) -> None:
    states = [(at, cells[at]) for at in table.positions("status") if at < len(cells) and cells[at].strip()]
    ended = any(bare(state) in table.tool.done for _at, state in states)
    done = table.text(cells, "done")
    if ended or done:
        finish(draft, done, table.text(cells, "updated"), today, remarks)
    for at, state in states:
        if bare(state) not in table.tool.done:
            remarks.counted(table.names[at], _ONLY_DONE, state)
