"""State machines as data: a table of edges, and a mixin that refuses every other change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy.orm import Mapped, declared_attr, mapped_column, validates

from marketplace.errors import TransitionRefused

if TYPE_CHECKING:
    from enum import StrEnum

Edges = Mapping[Any, frozenset[Any]]


class Stateful:
    """A model whose `state` moves only along `edges`; a lost race raises StaleDataError (409)."""

    edges: ClassVar[Edges]
    state: Any
    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - SQLAlchemy hands over the class
        return {"version_id_col": cls.version}

    @validates("state")
    def _along_an_edge(self, _key: str, new: StrEnum) -> StrEnum:
        if self.state is not None and not self.may_become(new):
            raise TransitionRefused(type(self).__name__, self.state, new)
        return new

    def may_become(self, new: StrEnum) -> bool:
        """Tell whether an edge leads from the present state to `new`."""
        return new in self.edges[self.state]
