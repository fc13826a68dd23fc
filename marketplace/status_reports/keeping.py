"""What an edition keeps of the boards beside its words: milestones, what is open, the plan, the curve. Pure."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from marketplace.status_reports.indicators import gantt_rows, known_values, works_of
from marketplace.tracker.boards import DECISIONS, ISSUES, MILESTONES, RISKS, WORK_ITEMS, Board, code
from marketplace.tracker.numbers.curve import s_curve
from marketplace.tracker.numbers.evm import earned_value
from marketplace.tracker.states import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from marketplace.status_reports.changes import Boards

MOST = 200  # rows of a list that an edition keeps
_GRAVE = {each: place for place, each in enumerate((Severity.HIGH, Severity.MEDIUM, Severity.LOW))}


def boards_kept(
    boards: Boards, forecasts: Mapping[UUID, Sequence[tuple[date, date]]], values: Iterable[Mapping[str, Any]], on: date
) -> dict[str, Any]:
    """Return it as JSON: days as 2026-11-30, amounts in yen or minutes; `values` are those of earlier editions."""
    works = works_of(boards.of(WORK_ITEMS))
    value = earned_value(works, on)
    risks = [row for row in boards.of(RISKS) if row.closed_on is None]
    issues = [row for row in boards.of(ISSUES) if row.closed_on is None]
    asked = [row for row in boards.of(DECISIONS) if row.decided_on is None]
    points = s_curve(works, known_values(values, value), on) if value.bac else ()
    return {
        "milestones": [
            _row(MILESTONES, row) | {"points": [[_said(a), _said(b)] for a, b in forecasts.get(row.id, ())]}
            for row in boards.of(MILESTONES)
        ][:MOST],
        "risks": [_row(RISKS, row) for row in sorted(risks, key=lambda row: -row.probability * row.impact)][:MOST],
        "issues": [
            _row(ISSUES, row) for row in sorted(issues, key=lambda row: (_GRAVE[row.severity], row.due_on or date.max))
        ][:MOST],
        "decisions": [_row(DECISIONS, row) for row in asked][:MOST],
        "work": [
            {name: _said(each) for name, each in asdict(row).items()} for row in gantt_rows(boards.of(WORK_ITEMS))
        ][:MOST],
        "value": {
            "measure": value.measure.value, "bac": value.bac, "pv": value.pv, "ev": value.ev, "ac": value.ac,
            "unplanned": value.unplanned,
        },
        "curve": [[_said(each.on), each.pv, each.ev, each.ac] for each in points],
    }  # fmt: skip


def _row(board: Board, row: Any) -> dict[str, Any]:  # noqa: ANN401 - any board's row
    return {"code": code(board, row)} | {each.name: _said(getattr(row, each.name)) for each in board.columns}


def _said(value: Any) -> Any:  # noqa: ANN401 - whatever a row holds
    return value.isoformat() if isinstance(value, date) else value
