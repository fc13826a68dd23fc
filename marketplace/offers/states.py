"""A version of an offer: sent → accepted / declined / countered / expired."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from marketplace.states import Edges


class OfferState(StrEnum):
    """Where a version stands."""

    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    COUNTERED = "countered"
    EXPIRED = "expired"


_S = OfferState
EDGES: Edges = {
    _S.SENT: frozenset({_S.ACCEPTED, _S.DECLINED, _S.COUNTERED, _S.EXPIRED}),
    _S.ACCEPTED: frozenset(),
    _S.DECLINED: frozenset(),
    _S.COUNTERED: frozenset(),
    _S.EXPIRED: frozenset(),
}
