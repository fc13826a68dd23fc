"""A work report's life, and the coded words of its expenses."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from marketplace.states import Edges


class ReportState(StrEnum):
    """draft → submitted → approved → locked; submitted → returned → submitted. A correction is another report."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    LOCKED = "locked"  # billed: it stays as it is, and is corrected by a new version


_S = ReportState
EDGES: Edges = {
    _S.DRAFT: frozenset({_S.SUBMITTED}),
    _S.SUBMITTED: frozenset({_S.RETURNED, _S.APPROVED}),
    _S.RETURNED: frozenset({_S.SUBMITTED}),
    _S.APPROVED: frozenset({_S.LOCKED}),
    _S.LOCKED: frozenset(),
}
WRITABLE = frozenset({_S.DRAFT, _S.RETURNED})
SETTLED = frozenset({_S.APPROVED, _S.LOCKED})


class ExpenseKind(StrEnum):
    """What money was laid out for."""

    TRANSPORT = "transport"
    LODGING = "lodging"
    COMMUNICATION = "communication"
    SUPPLIES = "supplies"
    OTHER = "other"
