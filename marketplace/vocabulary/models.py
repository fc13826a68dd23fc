"""The catalogue as rows: each concept with its names, and the number of the last change."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from marketplace.clock import now
from marketplace.db import Model, check

CLOCK = UUID(int=1)


class Concept(Model):
    """One thing with its names, as the operator keeps it; its code never changes, and no row is ever deleted."""

    __table_args__ = (check("ja <> '' AND en <> ''", "is_named"),)

    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    ja: Mapped[str]
    en: Mapped[str]
    aliases: Mapped[list[str]] = mapped_column(default=list)
    group: Mapped[str] = mapped_column(default="")  # of neighbours
    broader: Mapped[list[str]] = mapped_column(default=list)  # codes of what it implies
    classes: Mapped[list[str]] = mapped_column(default=list)  # of the industrial classification
    position: Mapped[int]  # in lists; of two that claim a name, the first has it
    retired_at: Mapped[datetime | None]  # no longer offered nor found, still shown where it was chosen
    changed_at: Mapped[datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - SQLAlchemy hands over the class
        return {"version_id_col": cls.version}


class CatalogueClock(Model):
    """One row: a new mark with each change of the catalogue, so that a process sees at a glance whether to read it.

    Never the same mark twice: what a process saw of a change that was rolled back is not taken for the next one.
    """

    revision: Mapped[UUID]
