"""Rows of a board: one save writes, moves and removes many, all or none of them, and can be undone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from uuid_utils.compat import uuid7

from marketplace.audit import record
from marketplace.clock import now, today
from marketplace.db import db
from marketplace.errors import DomainError, Invalid
from marketplace.i18n import lazy_gettext as _
from marketplace.tracker.boards import MILESTONES, Board, code
from marketplace.tracker.cells import NotUnderstoodError, plain, read_cell
from marketplace.tracker.links import links_between
from marketplace.tracker.models import MilestoneForecast, Project, RowChange
from marketplace.tracker.queries import rows_of
from marketplace.tracker.states import ProjectState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from marketplace.accounts.models import User

MOST_ROWS, MOST_KEPT = 2000, 10_000  # of one board: that stand on it, and with those that were removed
_AGAIN = _("One of these rows was changed again since; that change would be lost.")
_LEVELS = _("A line is at most one level deeper than the line above it.")


@dataclass(frozen=True, slots=True)
class RowEdit:
    """What was typed for one row: a new one has no id. Columns that are not named stay as they are."""

    cells: Mapping[str, str] = field(default_factory=dict)
    row_id: UUID | None = None
    seen: int | None = None  # the version that was on the screen
    removes: bool = False
    origin: tuple[str, str] = ("", "")  # where it was imported from, its key there
    links: Mapping[str, UUID] = field(default_factory=dict)  # of a new row, beside its cells: minutes_id
    follows: int | None = None  # the edit behind whose row a new one stands; without it, at the end


def save_rows(project: Project, board: Board, edits: Sequence[RowEdit], *, by: User, batch: UUID | None = None) -> UUID:
    """Write all edits in their order and return the save's id, by which it is undone; `batch` continues a save.

    Raises Invalid with "<index of the edit>-<column>" as the field's name; DomainError (409) where somebody else
    has saved one of the rows since it was read, or the project is closed.
    """
    lock_project(project)
    rows = {row.id: row for row in rows_of(project, board, removed=True)}
    values = _read(board, edits, rows)
    _unchanged(board, edits, rows)
    batch = batch or uuid7()
    number = max((row.number for row in rows.values()), default=0)
    place = max((row.position for row in rows.values()), default=0)
    before = {row.id: _state(board, row) for row in rows.values()}
    written = []
    for edit, typed in zip(edits, values, strict=True):
        row = rows.get(edit.row_id) if edit.row_id else None
        if row is None:
            number, place = number + 1, place + 1
            row = _new(project, board, number, place, edit, typed)
            rows[row.id] = row
        elif edit.removes:
            row.removed_at = now()
        for name, value in typed.items():
            setattr(row, name, value)
        written.append(row)
    moved = _place(edits, written, list(rows.values()))
    for row in dict.fromkeys([*written, *moved]):
        _note(project, board, row, before.get(row.id, {}), batch, by)
    _check(board, [row for row in rows.values() if row.removed_at is None])
    if board is MILESTONES:
        keep_forecasts([row for row in rows.values() if row.removed_at is None])
    record(by, "board saved", project, board=board.name, rows=len(edits), batch=str(batch))
    return batch


def lock_project(project: Project) -> None:
    """Take the project for this save alone: numbers are given one after the other."""
    db.session.refresh(project, ["state", "version"], with_for_update={"of": Project})
    if project.state is ProjectState.CLOSED:
        raise DomainError(_("The project is closed; its board stays as it was."))


def _read(board: Board, edits: Sequence[RowEdit], rows: Mapping[UUID, Any]) -> list[dict[str, Any]]:
    errors: dict[str, object] = {}
    read = []
    for index, edit in enumerate(edits):
        typed: dict[str, Any] = {}
        named = board.columns if edit.row_id is None else [each for each in board.columns if each.name in edit.cells]
        for column in named if not edit.removes else ():
            try:
                typed[column.name] = read_cell(column, edit.cells.get(column.name, ""), today())
            except NotUnderstoodError as refused:
                errors[f"{index}-{column.name}"] = refused.message
        for name, words in _contradicting(typed, rows.get(edit.row_id) if edit.row_id else None).items():
            errors.setdefault(f"{index}-{name}", words)
        read.append(typed)
    if errors:
        raise Invalid(errors)
    return read


def _contradicting(typed: Mapping[str, Any], row: Any) -> dict[str, object]:  # noqa: ANN401 - any board's row, or none
    """Return what does not go together by column; what is not typed is looked at as it stands in the row."""

    def cell(name: str) -> Any:  # noqa: ANN401 - whatever the column holds
        return typed[name] if name in typed else getattr(row, name, None)

    wrong: dict[str, object] = {}
    if not typed.keys().isdisjoint({"starts_on", "due_on"}):
        starts, due = cell("starts_on"), cell("due_on")
        if starts and due and starts > due:
            wrong["due_on"] = _("The end lies before the beginning.")
    if not typed.keys().isdisjoint({"decided_on", "decided_by"}) and cell("decided_on") and not cell("decided_by"):
        wrong["decided_by"] = _("Say who has decided.")
    return wrong


def _unchanged(board: Board, edits: Sequence[RowEdit], rows: Mapping[UUID, Any]) -> None:
    """Refuse the whole save where a row was saved by somebody else since: nothing of theirs is written over."""
    stale = []
    for edit in edits:
        if edit.row_id is None:
            continue
        row = rows.get(edit.row_id)
        if row is None:
            raise DomainError(_("This row is not on this board."))
        if row.removed_at is not None or (edit.seen is not None and edit.seen != row.version):
            stale.append(code(board, row))
    if stale:
        raise DomainError(
            _(
                "Somebody else has changed %(rows)s in the meantime. Look at the board as it is now.",
                rows="、".join(stale),
            )
        )
    new = sum(edit.row_id is None for edit in edits)
    if new and sum(row.removed_at is None for row in rows.values()) + new > MOST_ROWS:
        raise DomainError(_("A board holds %(most)s rows at most.", most=MOST_ROWS))
    if new and len(rows) + new > MOST_KEPT:
        raise DomainError(_("A board keeps %(most)s rows at most, removed ones among them.", most=MOST_KEPT))


def _new(project: Project, board: Board, number: int, place: int, edit: RowEdit, typed: dict[str, Any]) -> Any:  # noqa: ANN401 - any board's row
    if "raised_on" in typed and typed["raised_on"] is None:
        typed["raised_on"] = today()
    source, key = edit.origin
    row = board.model(
        project_id=project.id, number=number, position=place, source=source, source_key=key, created_at=now(),
        **typed, **edit.links,
    )  # fmt: skip
    db.session.add(row)
    return row


def _place(edits: Sequence[RowEdit], written: Sequence[Any], rows: Sequence[Any]) -> list[Any]:
    """Put new rows behind those that they follow; return the rows whose place has changed by it."""
    behind: dict[UUID, list[Any]] = {}
    for edit, row in zip(edits, written, strict=True):
        if edit.row_id is None and edit.follows is not None:
            behind.setdefault(written[edit.follows].id, []).append(row)
    if not behind:
        return []
    follower = {row.id for each in behind.values() for row in each}
    waiting = [row for row in sorted(rows, key=lambda row: -row.position) if row.id not in follower]
    moved, place = [], 0
    while waiting:
        row, place = waiting.pop(), place + 1
        if row.position != place:
            row.position = place
            moved.append(row)
        waiting += reversed(behind.get(row.id, ()))
    return moved


def _state(board: Board, row: Any) -> dict[str, Any]:  # noqa: ANN401 - any board's row
    kept = {column.name: plain(getattr(row, column.name)) for column in board.columns}
    return kept | {"position": row.position, "removed": row.removed_at is not None}


def _note(project: Project, board: Board, row: Any, before: dict[str, Any], batch: UUID, by: User) -> None:  # noqa: ANN401 - any board's row
    after = _state(board, row)
    if before == after:
        return
    row.changed_at = now()
    db.session.add(
        RowChange(
            project_id=project.id, batch=batch, board=board.name, row_id=row.id, before=before, after=after, at=now(),
            by_id=by.id,
        )
    )  # fmt: skip


def _check(board: Board, rows: Sequence[Any]) -> None:
    """Check what only the whole board can tell: levels follow each other, predecessors exist and make no circle."""
    ordered = sorted(rows, key=lambda row: row.position)
    names = {column.name for column in board.columns}
    if "level" in names:
        above = 0
        for row in ordered:
            if row.level > above + 1:
                raise Invalid({code(board, row): _LEVELS})
            above = row.level
    if "after" in names:
        for number, wrong in links_between({row.number: row.after for row in ordered}).items():
            raise Invalid({f"{board.prefix}-{number}": wrong})


def keep_forecasts(milestones: Sequence[Any]) -> None:
    """Keep what is expected of each milestone today: a point of its trend, one a day, none where nothing is."""
    day = today()
    kept = {
        each.milestone_id: each
        for each in db.session.scalars(
            select(MilestoneForecast).where(
                MilestoneForecast.as_of == day, MilestoneForecast.milestone_id.in_([row.id for row in milestones])
            )
        )
    }
    for row in milestones:
        expected: date | None = row.actual_on or row.forecast_on
        if expected is None:
            if row.id in kept:
                db.session.delete(kept[row.id])
        elif row.id in kept:
            kept[row.id].forecast_on = expected
        else:
            db.session.add(MilestoneForecast(milestone_id=row.id, as_of=day, forecast_on=expected))


def undo(project: Project, board: Board, batch: UUID, *, by: User) -> None:
    """Put the rows of one save back as they were; a new row is taken away, a removed one comes back.

    Raises DomainError (409) where one of them was changed again since, the save was undone already, or another row
    needs by now what it wrote.
    """
    lock_project(project)
    changes = _to_undo(project, board, batch)
    rows = {row.id: row for row in rows_of(project, board, removed=True)}
    for change in changes:
        state = _state(board, rows[change.row_id])
        if any(state.get(name, value) != value for name, value in change.after.items()):
            raise DomainError(_AGAIN)  # by no save: a baseline was agreed
        _put_back(board, rows[change.row_id], change.before)
        change.undone_at = now()
    live = [row for row in rows.values() if row.removed_at is None]
    try:
        _check(board, live)
    except Invalid as refused:
        name, why = next(iter(refused.errors.items()))
        raise DomainError(_("It cannot be undone. %(row)s: %(why)s", row=name, why=why)) from refused
    if board is MILESTONES:
        keep_forecasts(live)
    record(by, "board save undone", project, board=board.name, rows=len(changes), batch=str(batch))


def _to_undo(project: Project, board: Board, batch: UUID) -> Sequence[RowChange]:
    """Return what a save has changed, the newest first (one row perhaps twice), if no other save has since."""
    ours = (RowChange.project_id == project.id, RowChange.board == board.name, RowChange.undone_at.is_(None))
    mine = select(RowChange).where(*ours, RowChange.batch == batch).order_by(RowChange.id.desc())
    changes = db.session.scalars(mine).all()
    if not changes:
        raise DomainError(_("There is nothing left to undo."))
    rows = [each.row_id for each in changes]
    newer = select(func.count()).where(*ours, RowChange.row_id.in_(rows), RowChange.id > changes[0].id)
    if db.session.scalar(newer):
        raise DomainError(_AGAIN)
    return changes


def _put_back(board: Board, row: Any, before: Mapping[str, Any]) -> None:  # noqa: ANN401 - any board's row
    row.removed_at = now() if not before or before["removed"] else None
    row.changed_at = now()
    row.position = before.get("position", row.position)
    for column in board.columns if before else ():
        setattr(row, column.name, column.kept(before[column.name]))
