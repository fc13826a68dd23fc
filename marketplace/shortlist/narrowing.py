"""What shrinks a posting's field, as its company and the advisors read it: counts only, from the stored ranking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from marketplace.shortlist.queries import ranking_of

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.engagements.models import Engagement

FEWEST_TOLD = 3
"""Fewer people than this are not told apart by a count."""
MOST_LINES = 5


@dataclass(frozen=True, slots=True)
class Line:
    """A required line: how many show it, how many more would show all the others; None: one or two people."""

    text: str
    shown: int | None
    more: int | None
    becomes: int | None


@dataclass(frozen=True, slots=True)
class Narrowing:
    """`possible` meet every condition, `showing` of them all required lines; conditions by how many each keeps out."""

    possible: int
    showing: int | None
    lines: list[Line]
    conditions: list[tuple[str, int]]
    ranked_at: datetime


def narrowing_of(engagement: Engagement, *, named: bool = False) -> Narrowing | None:
    """Return what the last ranking counted; None before the first. `named`: the reader sees who they are anyway."""
    ranking = ranking_of(engagement)
    if ranking is None or not ranking.field:
        return None
    found, showing = ranking.field, ranking.field["showing"]
    lines = [
        Line(
            each["requirement"],
            each["shown"],
            each["more"],
            showing + each["more"] if showing is not None and each["more"] else None,
        )
        for each in found["narrowing"][:MOST_LINES]
    ]
    conditions = sorted(ranking.entering.items(), key=lambda each: -each[1])
    told = [(code, many) for code, many in conditions if named or many >= FEWEST_TOLD]
    return Narrowing(found["possible"], showing, lines, told, ranking.ranked_at)
