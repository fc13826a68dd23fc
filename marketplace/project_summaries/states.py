"""A summary's life."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from marketplace.states import Edges


class SummaryState(StrEnum):
    """proposed → signed, once the client agrees; proposed → declined; withdrawn by the PMO at any time."""

    PROPOSED = "proposed"
    SIGNED = "signed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


EDGES: Edges = {
    SummaryState.PROPOSED: frozenset({SummaryState.SIGNED, SummaryState.DECLINED, SummaryState.WITHDRAWN}),
    SummaryState.SIGNED: frozenset({SummaryState.WITHDRAWN}),
    SummaryState.DECLINED: frozenset({SummaryState.PROPOSED}),
    SummaryState.WITHDRAWN: frozenset({SummaryState.PROPOSED}),
}
