"""An import's life."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from marketplace.states import Edges


class ProjectImportState(StrEnum):
    """read → applied, or → discarded."""

    READ = "read"
    APPLIED = "applied"
    DISCARDED = "discarded"


EDGES: Edges = {
    ProjectImportState.READ: frozenset({ProjectImportState.APPLIED, ProjectImportState.DISCARDED}),
    ProjectImportState.APPLIED: frozenset(),
    ProjectImportState.DISCARDED: frozenset(),
}
