"""What was read of a file, and which column of a tool's files means what in a project."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.clock import now
from marketplace.db import Model, check
from marketplace.project_imports.states import EDGES, ProjectImportState
from marketplace.states import Edges, Stateful
from marketplace.tracker.models import Project


class ProjectImport(Stateful, Model):
    """One file: its rows as they were read stay, so that the next file can be compared with them."""

    edges: ClassVar[Edges] = EDGES
    __table_args__ = (check("state <> 'applied' OR applied_at IS NOT NULL", "applied_has_date"),)

    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id"), index=True)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    state: Mapped[ProjectImportState] = mapped_column(default=ProjectImportState.READ, index=True)
    file_name: Mapped[str]
    sha256: Mapped[str]
    file: Mapped[str]  # its key, kept for a day: to read it again with other columns
    tool: Mapped[str]
    columns: Mapped[dict[str, Any]]  # heading: meaning, as reading.mapping.Plan has them
    rows: Mapped[list[dict[str, Any]]]  # as rows.plain_row writes them
    remarks: Mapped[list[dict[str, Any]]]  # {"where", "what"} in the language of whoever read it
    counts: Mapped[dict[str, Any]]  # of an applied one: {board: {"new", "changed"}}
    created_at: Mapped[datetime] = mapped_column(default=now)
    applied_at: Mapped[datetime | None]

    # The policy asks whose project it is.
    project: Mapped[Project] = relationship(lazy="joined", innerjoin=True)
    by: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class ImportMapping(Model):
    """Which columns of a tool's files mean what in a project: proposed again with the next file."""

    __table_args__ = (UniqueConstraint("project_id", "tool"),)

    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id"))
    tool: Mapped[str]
    columns: Mapped[dict[str, Any]]  # only what a person has chosen
