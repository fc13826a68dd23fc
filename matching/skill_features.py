"""Pair features about skills: what a posting asks for against what profiles show.

Each concept is read where profiles show it and nowhere else: most of a column of skills is empty.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matching.held import measured
from matching.index import Part, Rows
from matching.reading import Reading
from matching.records import Requirement
from matching.requirements import Demand
from matching.words import Vector

WORDS_SHARE = 0.5
"""The most that words alone can cover of a requirement without a known concept."""
_SHARE_WITHOUT_YEARS = 0.7
_FEWEST_YEARS = 1 / 365  # to divide by: less is asked by a slip alone
_WORDS_SCALE = 3.0


@dataclass(frozen=True, slots=True)
class Asked:
    """The requirements of a posting, read, and how far everybody covers each: `values` (requirements × n), 0 to 1."""

    requirements: Sequence[Requirement]
    demands: Sequence[Demand]
    values: Sequence[Vector]


def covered(reading: Reading, part: Part) -> list[Vector | None]:
    """Return how far everybody covers each requirement; None where only words can tell."""
    return [_covered(demand, part) if demand.concepts else None for demand in reading.demands]


def values_of(reading: Reading, part: Part, known: Sequence[Vector | None], rows: Rows) -> list[Vector]:
    """Return the coverage of each requirement for some rows, that by words too."""
    asked = [at for at, value in enumerate(known) if value is None]
    values = [np.empty(0, dtype=np.float32) if value is None else value[rows] for value in known]
    if asked:
        texts = reading.texts.only(*(reading.named[at] for at in asked))
        for at, likeness in zip(asked, part.similarity(texts, rows), strict=True):
            values[at] = np.minimum(likeness * np.float32(_WORDS_SCALE), 1) * np.float32(WORDS_SHARE)
    return values


def coverage_features(requirements: Sequence[Requirement], values: Sequence[Vector]) -> Mapping[str, Vector]:
    required = [value for one, value in zip(requirements, values, strict=True) if one.required]
    preferred = [value for one, value in zip(requirements, values, strict=True) if not one.required]
    found: dict[str, Vector] = {}
    if required:
        found["required_coverage"] = _mean(required)
        weakest: Vector = np.minimum.reduce(required)
        found["weakest_required"] = weakest
    if preferred:
        found["preferred_coverage"] = _mean(preferred)
    return found


def _covered(demand: Demand, part: Part) -> Vector:
    """Average over the groups, of which one concept is enough."""
    value = np.zeros(len(part), dtype=np.float32)
    if len(demand.concepts) == 1:
        rows, covers = _covers(demand.concepts[0], demand.years, part)
        value[rows] = covers
        return value
    share = np.float32(1 / len(demand.groups))
    for group in demand.groups:
        if len(group) == 1:
            rows, covers = _covers(group[0], demand.years, part)
            value[rows] += covers * share
        else:
            best = np.zeros(len(part), dtype=np.float32)
            for concept in group:
                rows, covers = _covers(concept, demand.years, part)
                best[rows] = np.maximum(best[rows], covers)
            value += best * share
    return value


def _covers(concept: str, asked_years: float | None, part: Part) -> tuple[Rows, Vector]:
    rows, held = part.shown(concept, *(("strength", "years") if asked_years else ("strength",)))
    covers = measured(held, "strength")
    if asked_years:
        share = np.minimum(measured(held, "years") * np.float32(1 / max(asked_years, _FEWEST_YEARS)), 1)
        # Years that nobody wrote down count as none, so that writing them down can only help.
        covers *= np.float32(_SHARE_WITHOUT_YEARS) + np.float32(1 - _SHARE_WITHOUT_YEARS) * share
    return rows, covers


def _mean(vectors: Sequence[Vector]) -> Vector:
    mean: Vector = np.mean(vectors, axis=0, dtype=np.float32)
    return mean
