"""States of an appeal, what it says is wrong, and how it was answered."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from marketplace.states import Edges


class AppealState(StrEnum):
    """open → answered / withdrawn."""

    OPEN = "open"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class Ground(StrEnum):
    """What is not right."""

    FACT = "fact"
    EVIDENCE = "evidence"
    CONDITION = "condition"
    OTHER = "other"


class Outcome(StrEnum):
    """How an advisor answered."""

    ACCEPTED = "accepted"
    DECLINED = "declined"


EDGES: Edges = MappingProxyType(
    {
        AppealState.OPEN: frozenset({AppealState.ANSWERED, AppealState.WITHDRAWN}),
        AppealState.ANSWERED: frozenset(),
        AppealState.WITHDRAWN: frozenset(),
    }
)
