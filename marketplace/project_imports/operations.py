"""Keep what was read of a file, write it onto the boards in one save that can be undone, or forget it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import update
from uuid_utils.compat import uuid7

from marketplace import files
from marketplace.audit import record
from marketplace.clock import now, today
from marketplace.comments.operations import carry_over
from marketplace.db import db
from marketplace.errors import DomainError, Invalid
from marketplace.i18n import lazy_gettext as _
from marketplace.project_imports.comparing import Fate
from marketplace.project_imports.models import ImportMapping, ProjectImport
from marketplace.project_imports.queries import known_rows, mapping_of, preview_of
from marketplace.project_imports.states import ProjectImportState
from marketplace.tracker.boards import WORK_ITEMS, code
from marketplace.tracker.links import Link
from marketplace.tracker.operations.rows import MOST_ROWS, RowEdit, lock_project, save_rows
from marketplace.tracker.queries import rows_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from marketplace.accounts.models import User
    from marketplace.project_imports.comparing import BoardPreview, Compared
    from marketplace.tracker.boards import Board
    from marketplace.tracker.models import Project
    from marketplace.tracker.reading.records import Reading, ReadRow

FOLDER = "project-imports"
ORIGIN = {"mspdi": "Microsoft Project", "jira": "Jira", "backlog": "Backlog", "asana": "Asana", "register": "Excel"}
_DECIDED = _("This file has been taken over or discarded already.")


@dataclass(frozen=True, slots=True)
class Sent:
    """The file that was sent."""

    name: str
    sha256: str
    key: str  # where it is kept


def keep_reading(project: Project, reading: Reading, sent: Sent, *, by: User) -> ProjectImport:
    """Keep what was read; nothing is on the boards yet."""
    _check_size(reading.rows)
    kept = ProjectImport(
        project_id=project.id, by_id=by.id, file_name=sent.name, sha256=sent.sha256, file=sent.key, counts={},
    )  # fmt: skip
    kept.project, kept.by = project, by
    _fill(kept, reading)
    db.session.add(kept)
    record(by, "file read for a project", kept, project=str(project.id), tool=kept.tool, rows=len(kept.rows))
    return kept


def read_again(kept: ProjectImport, reading: Reading, chosen: Mapping[str, str], *, by: User) -> None:
    """Keep what the same file holds when its columns mean what a person has chosen; the next file means the same."""
    if kept.state is not ProjectImportState.READ:
        raise DomainError(_DECIDED)
    _check_size(reading.rows)
    _fill(kept, reading)
    mapping = mapping_of(kept.project, kept.tool)
    if mapping is None:
        mapping = ImportMapping(project_id=kept.project_id, tool=kept.tool, columns={})
        db.session.add(mapping)
    mapping.columns = {**mapping.columns, **chosen}
    record(by, "columns of a file chosen", kept, chosen=len(chosen))


def discard_import(kept: ProjectImport, *, by: User) -> None:
    """Forget a file that was read."""
    if kept.state is not ProjectImportState.READ:
        raise DomainError(_DECIDED)
    kept.state = ProjectImportState.DISCARDED
    kept.rows, kept.remarks = [], []
    record(by, "file for a project discarded", kept)


def apply_import(kept: ProjectImport, *, theirs: bool, by: User) -> UUID:
    """Write the file's rows onto the boards; return the save's id, by which each board can undo it.

    `theirs` says that the file wins where a cell was changed both here and there. Raises Invalid with words for people
    where a board refuses a row; nothing is written then.
    """
    lock_project(kept.project)
    if kept.state is not ProjectImportState.READ:
        raise DomainError(_DECIDED)
    batch = uuid7()
    counts = {}
    for preview in preview_of(kept):
        _write(kept, preview, theirs, batch, by)
        counts[preview.board.name] = {
            "new": preview.count(Fate.NEW),
            "changed": sum(bool(each.taken(theirs=theirs)) for each in preview.rows),
        }
    kept.state, kept.applied_at, kept.counts = ProjectImportState.APPLIED, now(), counts
    _forget_rows(kept)
    record(
        by, "file taken over into a project", kept, project=str(kept.project_id), batch=str(batch),
        new=sum(each["new"] for each in counts.values()), changed=sum(each["changed"] for each in counts.values()),
    )  # fmt: skip
    return batch


def _check_size(rows: Sequence[ReadRow]) -> None:
    for board in {row.board for row in rows}:
        if sum(row.board == board for row in rows) > MOST_ROWS:
            raise Invalid({"document": _("A board holds %(most)s rows at most; the file has more.", most=MOST_ROWS)})


def _fill(kept: ProjectImport, reading: Reading) -> None:
    kept.tool, kept.columns = reading.tool, dict(reading.plan.columns)
    kept.rows = [plain_row(row) for row in reading.rows]
    kept.remarks = [{"where": str(each.where), "what": str(each.what)} for each in reading.not_understood]


def plain_row(row: ReadRow) -> dict[str, Any]:
    """Return a row as JSON keeps it."""
    return {
        "board": row.board, "key": row.key, "cells": dict(row.cells),
        "before": [[each.key, each.kind, each.lag] for each in row.before],
        "baseline": list(row.baseline) if row.baseline else None,
        "comments": [[each.on, each.by, each.text] for each in row.comments],
    }  # fmt: skip


def _write(kept: ProjectImport, preview: BoardPreview, theirs: bool, batch: UUID, by: User) -> None:  # noqa: FBT001 - passed on
    """Write one board: rows first, then what comes before what, for that needs the numbers of new rows."""
    board, project = preview.board, kept.project
    edits: list[RowEdit] = []
    titles: list[str] = []
    for each in preview.rows:
        edit = _edit(kept.tool, each, theirs, len(edits) - 1)
        if edit is not None:
            edits.append(edit)
            titles.append(each.title)
    if not edits:
        return
    try:
        save_rows(project, board, edits, by=by, batch=batch)
    except Invalid as refused:
        raise Invalid({"document": _said(board, titles, refused)}) from refused
    db.session.flush()  # new rows have their numbers
    live = known_rows(kept, board, [each.row for each in preview.rows], rows_of(project, board))
    joined = any(column.name == "after" for column in board.columns)
    links = [
        RowEdit({"after": words}, live[each.row["key"]].id)
        for each in preview.rows
        if joined and each.row["key"] in live and (words := _links(each, live)) is not None
    ]
    if links:
        save_rows(project, board, links, by=by, batch=batch)
    said = {code(board, live[e.row["key"]]): _said_there(kept, e) for e in preview.rows if e.row["key"] in live}
    carry_over(project, said, by=by)
    if board is WORK_ITEMS:
        _take_baselines(project, preview, live)


def _take_baselines(project: Project, preview: BoardPreview, live: Mapping[str, Any]) -> None:
    """Take over what was agreed in the other tool; what was agreed here stays, whatever a later file says."""
    for each in preview.rows:
        row = live.get(each.row["key"])
        if row is None or not each.row["baseline"] or (project.baseline_on and row.baseline_due_on):
            continue
        first, last = (date.fromisoformat(day) if day else None for day in each.row["baseline"])
        row.baseline_starts_on, row.baseline_due_on = first, last


def _said_there(kept: ProjectImport, each: Compared) -> list[str]:
    """Return what was said about a row in the other tool since the file before, each with who said it and when.

    What that file had stands here already, or was mended or deleted here since.
    """
    return [
        "\n".join((" ".join(filter(None, (f"[{ORIGIN[kept.tool]}]", by, on))), words)) for on, by, words in each.fresh
    ]


def _said(board: Board, titles: Sequence[str], refused: Invalid) -> str:
    """Say what a board refuses, with the row's title instead of its place."""
    name, words = next(iter(refused.errors.items()))
    index = name.partition("-")[0]
    title = titles[int(index)] if index.isdigit() else name
    return f"{board.title} {title}: {words}"


def _edit(tool: str, each: Compared, theirs: bool, above: int) -> RowEdit | None:  # noqa: FBT001 - passed on
    """Return what to write; a row that is written as it stands holds the place for the new ones behind it."""
    match each.fate:
        case Fate.NEW:
            origin = (tool, each.row["key"])
            return RowEdit(each.row["cells"], origin=origin, follows=above if above >= 0 else None)
        case Fate.REMOVED:
            return None
        case _:
            return RowEdit(each.taken(theirs=theirs), each.live.id)


def _links(each: Compared, live: Mapping[str, Any]) -> str | None:
    """Return what comes before a row, in the board's numbers; None where nothing changed, or people changed it here."""
    now_, before = (_words(kept, live) for kept in (each.row["before"], each.before))
    after = live[each.row["key"]].after
    return now_ if now_ != after and after in {"", before} else None


def _words(before: Sequence[Any], live: Mapping[str, Any]) -> str:
    return ", ".join(str(Link(live[key].number, kind, lag)) for key, kind, lag in before if key in live)


def sweep_files() -> int:
    """Take away the files of yesterday and before: they are kept only to be read again with other columns."""
    keys = list(files.keys_before(today(), folder=FOLDER))
    for key in keys:
        files.delete(key)
    return len(keys)


def _forget_rows(kept: ProjectImport) -> None:
    """Forget the rows of earlier files of the tool: the next one is compared with this one."""
    query = update(ProjectImport).where(
        ProjectImport.project_id == kept.project_id, ProjectImport.tool == kept.tool, ProjectImport.id != kept.id,
        ProjectImport.state == ProjectImportState.APPLIED,
    )  # fmt: skip
    db.session.execute(query.values(rows=[]))
