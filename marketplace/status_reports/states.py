"""A status report's life."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from marketplace.states import Edges


class StatusState(StrEnum):
    """draft → submitted → acknowledged; submitted → returned → submitted."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACKNOWLEDGED = "acknowledged"


EDGES: Edges = {
    StatusState.DRAFT: frozenset({StatusState.SUBMITTED}),
    StatusState.SUBMITTED: frozenset({StatusState.RETURNED, StatusState.ACKNOWLEDGED}),
    StatusState.RETURNED: frozenset({StatusState.SUBMITTED}),
    StatusState.ACKNOWLEDGED: frozenset(),
}
WRITABLE = frozenset({StatusState.DRAFT, StatusState.RETURNED})
