"""A review round's life, and the coded words of reviews."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from marketplace.states import Edges


class RoundState(StrEnum):
    """open → published, once both sides have written or fourteen days have passed."""

    OPEN = "open"
    PUBLISHED = "published"


EDGES: Edges = {
    RoundState.OPEN: frozenset({RoundState.PUBLISHED}),
    RoundState.PUBLISHED: frozenset(),
}


class Occasion(StrEnum):
    """Why the two sides are asked."""

    MILESTONE = "milestone"
    END = "end"


class Criterion(StrEnum):
    """What is rated, one to five: five of a PMO by its client, five of a client by its PMO."""

    DELIVERY = "delivery"
    COMMUNICATION = "communication"
    FORESIGHT = "foresight"
    RELIABILITY = "reliability"
    SKILL = "skill"
    SCOPE = "scope"
    DECISIONS = "decisions"
    INFORMATION = "information"
    RESPECT = "respect"
    TERMS = "terms"
