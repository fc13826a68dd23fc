"""State machines as data: a table of edges, and a mixin that refuses every other change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import update
from sqlalchemy.orm import Mapped, attributes, declared_attr, mapped_column, object_session, validates
from sqlalchemy.orm.exc import StaleDataError

from marketplace.errors import TransitionRefused

if TYPE_CHECKING:
    from datetime import date
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

    def mark(self, **days: date) -> None:
        """Note when somebody was reminded or warned, and leave the version as it is.

        Whoever has the form open still saves it: nothing that it shows has changed. Where another was faster, with the
        row or with the same mark, StaleDataError.
        """
        session, model = object_session(self), type(self)
        if session is None:
            raise ValueError("only a row of a session can be marked")
        session.flush()
        row = update(model).where(*(getattr(model, key) == getattr(self, key) for key in ("id", "version")))
        unmarked = [getattr(model, name).is_not_distinct_from(getattr(self, name)) for name in days]
        marking = row.where(*unmarked).values(days).returning(model.version)
        if session.scalar(marking, execution_options={"synchronize_session": False}) is None:
            raise StaleDataError(f"{self!r} was changed before it was marked")
        for name, day in days.items():
            attributes.set_committed_value(self, name, day)
