"""Reads of imports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import defer

from marketplace.clock import today
from marketplace.db import db
from marketplace.project_imports.comparing import BoardPreview, compared
from marketplace.project_imports.models import ImportMapping, ProjectImport
from marketplace.project_imports.states import ProjectImportState
from marketplace.tracker.boards import BOARDS, code
from marketplace.tracker.queries import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from marketplace.tracker.boards import Board
    from marketplace.tracker.models import Project

MOST_LISTED = 50
REGISTER = "register"  # plain lists, and the workbooks that this product hands out


def imports_of(project: Project) -> Sequence[ProjectImport]:
    """A project's imports, the newest first."""
    query = select(ProjectImport).where(ProjectImport.project_id == project.id)
    query = query.options(defer(ProjectImport.rows), defer(ProjectImport.remarks))
    return db.session.scalars(query.order_by(ProjectImport.id.desc()).limit(MOST_LISTED)).all()


def mapping_of(project: Project, tool: str) -> ImportMapping | None:
    """What people have chosen for a tool's columns in this project."""
    query = select(ImportMapping).where(ImportMapping.project_id == project.id, ImportMapping.tool == tool)
    return db.session.scalars(query).one_or_none()


def mappings_of(project: Project) -> dict[str, str]:
    """All choices of a project, whatever the tool: the tool is known only once the file is read."""
    query = select(ImportMapping.columns).where(ImportMapping.project_id == project.id)
    return {name: meaning for columns in db.session.scalars(query) for name, meaning in columns.items()}


def rows_before(kept: ProjectImport) -> list[dict[str, Any]]:
    """The rows of the file of the same tool that was applied last."""
    query = (
        select(ProjectImport.rows)
        .where(
            ProjectImport.project_id == kept.project_id, ProjectImport.tool == kept.tool,
            ProjectImport.state == ProjectImportState.APPLIED, ProjectImport.id != kept.id,
        )
        .order_by(ProjectImport.applied_at.desc())
        .limit(1)
    )  # fmt: skip
    return db.session.scalars(query).first() or []


def known_rows(
    kept: ProjectImport, board: Board, read: Iterable[Mapping[str, Any]], rows: Iterable[Any]
) -> dict[str, Any]:
    """The rows of a board by the keys that a tool's file names them with.

    Rows that came from the tool go by its own keys. A workbook of ours calls the others by the numbers that the board
    shows (R-3): as it is read as a register, such a key finds the row of that number unless an imported one bears it.
    Another list may count likewise: the numbers are ours where at least half of the rows found bear the file's titles.
    """
    every = list(rows)
    mine = {row.source_key: row for row in every if row.source == kept.tool}
    if kept.tool != REGISTER:
        return mine
    ours = {code(board, row): row for row in every if row.source != kept.tool}
    titles = {row["key"]: row["cells"].get("title") or row["cells"].get("name") for row in read}
    found = {key: row for key, row in ours.items() if key in titles}
    same = sum(titles[key] == (getattr(row, "title", None) or getattr(row, "name", None)) for key, row in found.items())
    return found | mine if 2 * same >= len(found) else mine


def preview_of(kept: ProjectImport) -> list[BoardPreview]:
    """What an import would do to each board that its file speaks of."""
    before = rows_before(kept)
    found = []
    for board in BOARDS.values():
        read = [row for row in kept.rows if row["board"] == board.name]
        if not read:
            continue
        live = known_rows(kept, board, read, rows_of(kept.project, board, removed=True))
        found.append(compared(board, read, live, [row for row in before if row["board"] == board.name], today()))
    return found
