"""The life of an incoming payment."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from marketplace.states import Edges


class IncomingState(StrEnum):
    """open → matched / set_aside; both can be undone."""

    OPEN = "open"
    MATCHED = "matched"
    SET_ASIDE = "set_aside"


_I = IncomingState
INCOMING_EDGES: Edges = {
    _I.OPEN: frozenset({_I.MATCHED, _I.SET_ASIDE}),
    _I.MATCHED: frozenset({_I.OPEN}),
    _I.SET_ASIDE: frozenset({_I.OPEN}),
}
