"""What every file becomes: rows for the boards, and remarks on all that was not understood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from marketplace.tracker.reading.mapping import Plan


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that was not taken over, or not as it stood; both words are for people."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Comment:
    """What was said about a row: the day as 2026-09-01 and the person as the tool names them, both perhaps empty."""

    on: str
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Before:
    """A predecessor, by its key in the file: FS, SS, FF, SF, and a lag in working days (negative is a lead)."""

    key: str
    kind: str = "FS"
    lag: int = 0


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row for one board.

    `cells` are texts that `cells.read_cell` of that board's column reads; a column the file does not speak of is
    absent. `key` is the same each time the row is exported and unique on its board. `before` stays apart from the
    column `after`, which holds numbers of rows that are given only when they are written. `baseline` is (start, end)
    as 2026-09-01, for work items alone.
    """

    board: str
    key: str
    parent_key: str
    cells: Mapping[str, str]
    comments: tuple[Comment, ...] = ()
    before: tuple[Before, ...] = ()
    baseline: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as it was read: work items stand in their outline's order, parents above their parts."""

    tool: str  # "mspdi", "jira", "backlog", "asana", "register"
    rows: tuple[ReadRow, ...]
    not_understood: tuple[Remark, ...]
    plan: Plan
