"""Plain Excel (or CSV) lists as people keep them: 課題管理表, リスク管理表, WBS.

There may be several sheets, merged cells, and a title above.
A sheet's board is the one whose headings it bears; the headings stand within the first twenty rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from marketplace.i18n import lazy_gettext as _
from marketplace.tracker.boards import BOARDS, WORK_ITEMS, Board
from marketplace.tracker.reading.headings import GENERIC, HINTS, LEVELS, REGISTER, known_headings
from marketplace.tracker.reading.limits import MOST_ROWS, NOTHING, TOO_LONG, Refused
from marketplace.tracker.reading.mapping import STRUCTURE, Plan, bare, named, proposed
from marketplace.tracker.reading.outline import Outline, short
from marketplace.tracker.reading.placing import Draft, Remarks
from marketplace.tracker.reading.records import Comment, Reading
from marketplace.tracker.reading.tables import Table, draft_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from marketplace.tracker.reading.grids import Grid

HEADING_ROWS, LEAST_MATCHES, MOST_FILLED = 20, 2, 200_000
_HINT, _SPECIFIC = 5, 3  # how much a sheet's name or a heading of one board alone weighs against one more column
NO_TABLE = _("No list was found: its headings (such as 課題, 担当者, 期限) must stand within the first 20 rows.")


@dataclass(frozen=True, slots=True)
class _Head:
    """Where a sheet's headings stand."""

    board: Board
    headings: list[str]
    meanings: list[str]
    first: int  # of the rows below, an index into the grid's rows
    score: int


def read_register(grids: Sequence[Grid], *, today: date, chosen: Mapping[str, str]) -> Reading:
    """Read every sheet that bears a board's headings; the others are remarked on. Raises Refused where none does."""
    heads = [(grid, _head(grid)) for grid in grids]
    if not any(head for _grid, head in heads):
        raise Refused(NO_TABLE)
    if not any(grid.rows[head.first :] for grid, head in heads if head):
        raise Refused(NOTHING)
    if sum(len(grid.rows) - (head.first if head else 0) for grid, head in heads) > MOST_ROWS:
        raise Refused(TOO_LONG)
    remarks = Remarks(remark for grid in grids for remark in grid.remarks)
    drafts: list[Draft] = []
    columns: dict[str, str] = {}
    for grid, head in heads:
        if head is None:
            if grid.rows:
                what = _("No headings of a list were found; %(count)s rows were not read.", count=len(grid.rows))
                remarks.add(grid.title, what)
            continue
        names = named(head.headings, grid.title)
        plan = Plan("register", dict(zip(names, head.meanings, strict=True))).changed(chosen)
        columns |= plan.columns
        table = Table(REGISTER, head.headings, names, [plan.columns[name] for name in names])
        drafts += _Sheet(grid, head, table, today, remarks).drafts()
    return Reading("register", Outline(drafts, remarks).rows(), remarks.all(), Plan("register", columns))


def _head(grid: Grid) -> _Head | None:
    """Return the likeliest headings: the most columns of one board, named by the sheet or what stands above."""
    best: _Head | None = None
    above = grid.title
    for index, (row, cells) in enumerate(grid.rows[:HEADING_ROWS]):
        if row > HEADING_ROWS:
            break
        headings, first = _headings(grid, index)
        for name in HINTS:
            found = _scored(BOARDS[name], headings, above, first)
            if found is not None and (best is None or found.score > best.score):
                best = found
        above += " " + " ".join(cells)
    return best


def _headings(grid: Grid, index: int) -> tuple[list[str], int]:
    """Return a line of headings, with a second line below where cells of the first reach down to it."""
    row, upper = grid.rows[index]
    two = any(top == row and bottom == row + 1 for top, _left, bottom, _right in grid.merged)
    if not two or index + 1 >= len(grid.rows) or grid.rows[index + 1][0] != row + 1:
        return upper, index + 1
    lower = grid.rows[index + 1][1]
    width = max(len(upper), len(lower))
    padded = (each + [""] * (width - len(each)) for each in (upper, lower))
    return [below or over for over, below in zip(*padded, strict=True)], index + 2


def _scored(board: Board, headings: list[str], above: str, first: int) -> _Head | None:
    needed = next(column.name for column in board.columns if column.required)
    meanings = proposed(headings, known_headings(board.name))
    own = sum(bool(each) and each not in STRUCTURE for each in meanings)
    titled = needed in meanings
    if not (titled or (board is WORK_ITEMS and any(each in LEVELS for each in meanings))):
        return None
    if sum(map(bool, meanings)) < LEAST_MATCHES:
        return None
    score = 2 * own + (_HINT if any(word in bare(above) for word in HINTS[board.name]) else 0)
    score += 2 * sum(each in LEVELS for each in meanings)
    if titled and bare(headings[meanings.index(needed)]) not in GENERIC:
        score += _SPECIFIC
    return _Head(board, headings, meanings, first, score)


class _Sheet:
    """The rows of one sheet."""

    def __init__(self, grid: Grid, head: _Head, table: Table, today: date, remarks: Remarks) -> None:
        self.grid, self.head, self.table, self.today, self.remarks = grid, head, table, today, remarks
        self.rows = grid.rows[head.first :]
        table.filled |= {at for _row, cells in self.rows for at, cell in enumerate(cells) if cell.strip()}
        self.continued = self._fill_merged()
        self.levels = [at for level in LEVELS for at in table.positions(level)]
        self.last: dict[int, str] = {}

    def drafts(self) -> list[Draft]:
        """Return the rows; what stands above the headings is remarked on."""
        above = [" ".join(filter(None, cells)) for _row, cells in self.grid.rows[: self.head.first]]
        above = [text for text in above if text != " ".join(filter(None, self.head.headings))]
        if above:
            what = _("What stands above the list was not read: %(cells)s", cells=" / ".join(above)[:300])
            self.remarks.add(self.grid.title or self.grid.where(1), what)
        drafts: list[Draft] = []
        for row, cells in self.rows:
            where = self.grid.where(row)
            if row in self.continued and drafts:
                self._continue(drafts[-1], cells, where)
            elif self.levels:
                drafts += self._levelled(cells, where)
            else:
                drafts += self._plain(cells, where)
        for draft in drafts:
            draft.space = self.grid.title
        return drafts

    def _plain(self, cells: list[str], where: str) -> list[Draft]:
        draft = draft_of(self.table, self.head.board, where, cells, self.today, self.remarks)
        return [draft] if draft else []

    def _continue(self, draft: Draft, cells: list[str], where: str) -> None:
        """Keep what a row says whose title is merged with the one above."""
        text = " / ".join(cell for cell in cells if cell.strip())
        draft.comments.append(Comment("", "", text))
        self.remarks.add(where, _("The row belongs to the one above (merged cells); it became a comment there."))

    def _levelled(self, cells: list[str], where: str) -> list[Draft]:
        """Return a row of 大項目, 中項目, 小項目 and perhaps a title as lines of the outline."""
        line = [*cells, *[""] * (len(self.table.headings) - len(cells))]
        needed = next((at for each in ("name", "title") for at in self.table.positions(each)), None)
        fresh = [at for at in self.levels if line[at].strip() and self.last.get(at) != line[at]]
        if needed is None and not fresh:
            fresh = [at for at in self.levels if line[at].strip()][-1:]
        for at in fresh:
            self.last[at] = line[at]
            self.last = {each: text for each, text in self.last.items() if each <= at or each in fresh}
        lines = [(self.levels.index(at) + 1, line[at]) for at in fresh]
        if needed is not None and line[needed].strip():
            depth = max((self.levels.index(at) + 1 for at in self.last), default=0)
            lines.append((depth + 1, line[needed]))
        path = [self.last[at] for at in self.levels if at in self.last]
        drafts = []
        for level, title in lines[:-1]:
            cells_of = {"name": title[:200], "level": str(level)}
            key = short("/".join(path[:level]))
            drafts.append(Draft(self.head.board, where, key, cells_of, aliases=[title]))
        if not lines:
            return self._plain(line, where)
        level, title = lines[-1]
        own = self._titled(line, needed, title)
        draft = draft_of(own[0], self.head.board, where, own[1], self.today, self.remarks)
        if draft is None:
            return drafts
        draft.cells["level"] = str(level)
        if draft.key == title:
            draft.key = short("/".join([*path[: level - 1], title]))
        return [*drafts, draft]

    def _titled(self, line: list[str], needed: int | None, title: str) -> tuple[Table, list[str]]:
        """Return the row with its title under a column of that meaning."""
        if needed is not None:
            return self.table, [title if at == needed else text for at, text in enumerate(line)]
        table = Table(
            self.table.tool, [*self.table.headings, ""], [*self.table.names, ""], [*self.table.meanings, "name"],
            {*self.table.filled, len(line)},
        )  # fmt: skip
        return table, [*line[: len(self.table.headings)], title]

    def _fill_merged(self) -> set[int]:
        """Say what is merged downwards in each of its rows; return the rows whose title is merged with one above."""
        by_number = dict(self.rows)
        continued: set[int] = set()
        filled = 0
        for top, left, bottom, _right in self.grid.merged:
            if left >= len(self.table.meanings) or bottom <= top or top not in by_number:
                continue
            meaning = self.table.meanings[left]
            text = next(islice(by_number[top], left, left + 1), "")
            for row in range(top + 1, bottom + 1):
                filled += 1
                if row not in by_number or filled > MOST_FILLED:
                    continue
                if meaning in {"name", "title"}:
                    continued.add(row)
                elif meaning not in STRUCTURE and meaning:
                    cells = by_number[row]
                    cells.extend([""] * (left + 1 - len(cells)))
                    cells[left] = text
        return continued
