"""The life of a learned ranking model."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from marketplace.states import Edges


class ModelState(StrEnum):
    """refused, or current ⇄ superseded by a later one; withdrawn: gone back from, not taken again by itself.

    waiting: it passed after a going back, and an operator takes it; refused where that can no longer be.
    """

    REFUSED = "refused"
    WAITING = "waiting"
    CURRENT = "current"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


_S = ModelState
EDGES: Edges = {
    _S.REFUSED: frozenset(),
    _S.WAITING: frozenset({_S.CURRENT, _S.REFUSED}),
    _S.CURRENT: frozenset({_S.SUPERSEDED, _S.WITHDRAWN}),
    _S.SUPERSEDED: frozenset({_S.CURRENT}),
    _S.WITHDRAWN: frozenset({_S.CURRENT}),
}
