"""The open risks by probability and impact: a square of five by five, each field in the colour it proposes. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from marketplace.status_reports.colours import AMBER_SCORE, RED_SCORE
from marketplace.tracker.boards import RISKS, code
from marketplace.tracker.states import Rag

if TYPE_CHECKING:
    from collections.abc import Iterable

    from marketplace.tracker.models import Risk

SCALE = range(1, 6)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the square, with the numbers of the risks in it."""

    score: int
    rag: Rag
    codes: tuple[str, ...]


def colour_of(score: int) -> Rag:
    """Return the colour that a risk of this score proposes."""
    return Rag.RED if score >= RED_SCORE else Rag.AMBER if score >= AMBER_SCORE else Rag.GREEN


def risk_matrix(risks: Iterable[Risk]) -> list[tuple[int, list[Field]]]:
    """Return the lines of the square, the most probable first: (probability, fields by rising impact)."""
    places: dict[tuple[int, int], list[str]] = {}
    for risk in risks:
        if risk.closed_on is None:
            places.setdefault((risk.probability, risk.impact), []).append(code(RISKS, risk))
    return [
        (
            chance,
            [Field(chance * harm, colour_of(chance * harm), tuple(places.get((chance, harm), ()))) for harm in SCALE],
        )
        for chance in reversed(SCALE)
    ]
