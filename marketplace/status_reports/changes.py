"""What the boards tell of a period: done, slipped, newly red, decided, overdue. Pure: rows and their journal in."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from marketplace.status_reports.colours import RED_SCORE, Facts
from marketplace.status_reports.indicators import works_of
from marketplace.tracker.boards import (
    ACTIONS,
    DECISIONS,
    DEPENDENCIES,
    ISSUES,
    MILESTONES,
    RISKS,
    WORK_ITEMS,
    Board,
    code,
)
from marketplace.tracker.numbers.evm import Measure, earned_value
from marketplace.tracker.states import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from marketplace.tracker.models import ChangeRequest, RowChange

DONE = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One row as a report names it; days as 2026-11-30, so that an edition can keep it."""

    code: str
    title: str
    owner: str = ""
    day: str = ""
    was: str = ""  # the day before it moved, or since when it is red


@dataclass(frozen=True, slots=True)
class Changes:
    """What has changed since the report before, and what is red now."""

    done: tuple[Line, ...] = ()
    slipped: tuple[Line, ...] = ()
    new_red: tuple[Line, ...] = ()
    decided: tuple[Line, ...] = ()
    overdue: tuple[Line, ...] = ()
    red: tuple[Line, ...] = ()

    def kept(self) -> dict[str, Any]:
        """Return it as an edition keeps it."""
        return asdict(self)

    @classmethod
    def read(cls, kept: Mapping[str, Sequence[Mapping[str, str]]]) -> Changes:
        """Return what an edition kept."""
        return cls(**{name: tuple(Line(**each) for each in lines) for name, lines in kept.items()})


@dataclass(frozen=True, slots=True)
class Boards:
    """Everything a report is pre-filled from: live rows by board, the journal since the period began."""

    rows: Mapping[str, Sequence[Any]]
    journal: Sequence[RowChange] = ()
    requests: Sequence[ChangeRequest] = ()
    red_since: Mapping[str, str] = field(default_factory=dict)  # code: day, as the edition before said

    def of(self, board: Board) -> Sequence[Any]:
        """Return the rows of one board."""
        return self.rows.get(board.name, ())


def title_of(row: Any) -> str:  # noqa: ANN401 - any board's row
    """Return a row's name."""
    return str(getattr(row, "title", "") or getattr(row, "name", ""))


def _line(board: Board, row: Any, day: date | None = None, was: str = "") -> Line:  # noqa: ANN401 - any board's row
    owner = str(getattr(row, "owner", "") or getattr(row, "decided_by", ""))
    return Line(code(board, row), title_of(row), owner, day.isoformat() if day else "", was)


def _before(journal: Iterable[RowChange]) -> dict[UUID, Mapping[str, Any]]:
    """Return each row as it was before its first change of the period; an empty one where it is new."""
    first: dict[UUID, Mapping[str, Any]] = {}
    for change in journal:
        first.setdefault(change.row_id, change.before)
    return first


def _is_red(board: Board, values: Mapping[str, Any]) -> bool:
    if values.get("closed_on"):
        return False
    if board is RISKS:
        return int(values["probability"]) * int(values["impact"]) >= RED_SCORE
    return str(values["severity"]) == Severity.HIGH


def _now(board: Board, row: Any) -> dict[str, Any]:  # noqa: ANN401 - any board's row
    return {column.name: getattr(row, column.name) for column in board.columns}


def changes_of(boards: Boards, first_day: date, on: date) -> Changes:
    """Return what has changed from the first day of a period to `on`."""
    before = _before(boards.journal)
    return Changes(
        done=_done(boards, before, first_day),
        slipped=_slipped(boards, before),
        new_red=tuple(_line(board, row) for board, row in _reds(boards) if not _was_red(board, row, before)),
        decided=tuple(
            _line(DECISIONS, row, row.decided_on)
            for row in boards.of(DECISIONS)
            if row.decided_on and row.decided_on >= first_day
        ),
        overdue=tuple(
            _line(ACTIONS, row, row.due_on)
            for row in boards.of(ACTIONS)
            if row.done_on is None and row.due_on and row.due_on < on
        ),
        red=tuple(red_now(boards, on)),
    )


def _done(boards: Boards, before: Mapping[UUID, Mapping[str, Any]], first_day: date) -> tuple[Line, ...]:
    lines = []
    for board in (MILESTONES, ISSUES, ACTIONS, DEPENDENCIES):
        for row in boards.of(board):
            day = getattr(row, str(board.closing))
            if day and day >= first_day:
                lines.append(_line(board, row, day))
    for row in boards.of(WORK_ITEMS):
        was = before.get(row.id)
        if row.percent == DONE and was is not None and was.get("percent", 0) < DONE:
            lines.append(_line(WORK_ITEMS, row))
    return tuple(lines)


def _slipped(boards: Boards, before: Mapping[UUID, Mapping[str, Any]]) -> tuple[Line, ...]:
    lines = []
    for board, name in ((MILESTONES, "forecast_on"), (WORK_ITEMS, "due_on"), (ISSUES, "due_on"), (ACTIONS, "due_on")):
        for row in boards.of(board):
            was, day = before.get(row.id, {}).get(name), getattr(row, name)
            if was and day and day > date.fromisoformat(was):
                lines.append(_line(board, row, day, was))
    return tuple(lines)


def _reds(boards: Boards) -> Iterable[tuple[Board, Any]]:
    for board in (RISKS, ISSUES):
        for row in boards.of(board):
            if _is_red(board, _now(board, row)):
                yield board, row


def _was_red(board: Board, row: Any, before: Mapping[UUID, Mapping[str, Any]]) -> bool:  # noqa: ANN401 - any board's row
    """Tell whether it was red when the period began: a row of which the journal says nothing since has not changed."""
    was = before.get(row.id)
    return was is None or (bool(was) and not was["removed"] and _is_red(board, was))


def red_now(boards: Boards, on: date) -> Iterable[Line]:
    """Return what is red on a day; since when, as the edition before said, else since that day."""
    for board, row in _reds(boards):
        yield _line(board, row, row.due_on, boards.red_since.get(code(board, row), on.isoformat()))
    for row in boards.of(MILESTONES):
        if row.actual_on is None and (expected := row.forecast_on or row.baseline_on) and expected < on:
            name = code(MILESTONES, row)
            yield _line(MILESTONES, row, expected, boards.red_since.get(name, on.isoformat()))


def actions_due(boards: Boards, until: date) -> list[Line]:
    """Return the actions that are to be done by a day or were before it, the oldest first."""
    rows = [row for row in boards.of(ACTIONS) if row.done_on is None and row.due_on and row.due_on <= until]
    return [_line(ACTIONS, row, row.due_on) for row in sorted(rows, key=lambda row: (row.due_on, row.number))]


def facts_of(boards: Boards, budget: int | None, on: date) -> Facts:
    """Return the numbers that colours are proposed from."""
    milestones = [row for row in boards.of(MILESTONES) if row.actual_on is None]
    slips = [(row.forecast_on - row.baseline_on).days for row in milestones if row.forecast_on and row.baseline_on]
    items = boards.of(WORK_ITEMS)
    high = [row for row in boards.of(ISSUES) if row.severity is Severity.HIGH and row.closed_on is None]
    open_risks = [row.probability * row.impact for row in boards.of(RISKS) if row.closed_on is None]
    return Facts(
        overdue_milestones=sum((row.forecast_on or row.baseline_on or on) < on for row in milestones),
        worst_slip=max([0, *slips]),
        overdue_items=sum(row.percent < DONE and row.due_on is not None and row.due_on < on for row in items),
        open_changes=len(boards.requests),
        changed_days=sum(max(0, each.days) for each in boards.requests),
        budget=budget,
        expected_cost=_expected_cost(items, on),
        high_issues=len(high),
        overdue_high_issues=sum(row.due_on is not None and row.due_on < on for row in high),
        worst_risk=max([0, *open_risks]),
    )


def _expected_cost(items: Sequence[Any], on: date) -> int | None:
    """Return the EAC that the indicators show, in yen; before anything is earned, the rest as it was planned.

    None without costs, or while none of them has a day: no colour is proposed from what is not tracked.
    """
    value = earned_value(works_of(items), on)
    if value.measure != Measure.YEN or not value.bac or not value.ac:
        return None
    return value.eac if value.ev else value.eac_as_planned
