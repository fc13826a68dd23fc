"""A meeting's life: proposed → fixed → held / cancelled; a new proposal takes a fixed one back to proposed."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from marketplace.states import Edges


class MeetingState(StrEnum):
    """Where a meeting stands."""

    PROPOSED = "proposed"
    FIXED = "fixed"
    HELD = "held"
    CANCELLED = "cancelled"


_S = MeetingState
EDGES: Edges = {
    _S.PROPOSED: frozenset({_S.FIXED, _S.CANCELLED}),
    _S.FIXED: frozenset({_S.PROPOSED, _S.HELD, _S.CANCELLED}),
    _S.HELD: frozenset(),
    _S.CANCELLED: frozenset(),
}
AHEAD = frozenset({_S.PROPOSED, _S.FIXED})
