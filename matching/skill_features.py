"""Pair features about skills: what a posting asks for against what profiles show.

Each concept is read where profiles show it and nowhere else: most of a column of skills is empty.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.held import FIRST_YEAR, HUNDRED, NEIGHBOUR_SHARE, measured
from matching.index import CandidateIndex, Part, Rows
from matching.reading import Reading, read
from matching.records import Brief, Requirement
from matching.requirements import Demand
from matching.words import Vector

MOST_YEARS = 8
"""More years than this say no more."""
WORDS_SHARE = 0.5
"""The most that words alone can cover of a requirement without a known concept."""
_SHARE_WITHOUT_YEARS = 0.7
_FEWEST_YEARS = 1 / 365  # to divide by: less is asked by a slip alone
_WORDS_SCALE = 3.0
_HALF_LIFE_YEARS = 5.0
_MANY_CERTIFICATES = 3
_YEARS = 256


@dataclass(frozen=True, slots=True)
class Asked:
    """The requirements of a posting, read, and how far everybody covers each: `values` (requirements × n), 0 to 1."""

    requirements: Sequence[Requirement]
    demands: Sequence[Demand]
    values: Sequence[Vector]


def read_requirements(brief: Brief, index: CandidateIndex) -> Asked:
    reading = read(brief, index.lent, index.as_of)
    found = []
    for _, part, _ in index.starts():
        every = np.arange(len(part))
        found.append(values_of(reading, part, covered(reading, part), every))
    values = [np.concatenate([one[at] for one in found]) for at in range(len(brief.requirements))]
    return Asked(brief.requirements, reading.demands, values)


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


def skill_features(reading: Reading, part: Part) -> Mapping[str, Vector]:
    """Return the features that hang on concepts, without those of coverage."""
    wanted = {one for demand in reading.demands for one in demand.concepts}
    asked = zip(reading.brief.requirements, reading.demands, strict=True)
    must = {one for requirement, demand in asked if requirement.required for one in demand.concepts}
    found = dict(_papers(reading.brief, wanted, part))
    if must:
        found |= _depth(sorted(must), part, reading.as_of.year)
    if wanted:
        found |= _breadth(sorted(wanted), part)
    return found


def _covered(demand: Demand, part: Part) -> Vector:
    """Average over the groups, of which one concept is enough."""
    value = np.zeros(len(part), dtype=np.float32)
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
    rows, held = part.shown(concept, of=("strength", "years") if asked_years else ("strength",))
    covers = measured(held, "strength")
    if asked_years:
        share = np.minimum(measured(held, "years") * np.float32(1 / max(asked_years, _FEWEST_YEARS)), 1)
        # Years that nobody wrote down count as none, so that writing them down can only help.
        covers *= np.float32(_SHARE_WITHOUT_YEARS) + np.float32(1 - _SHARE_WITHOUT_YEARS) * share
    return rows, covers


def _depth(must: Sequence[str], part: Part, year: int) -> dict[str, Vector]:
    """Level, years and recency over the required concepts; what is not held counts as the least of each."""
    rows, held = part.shown(*must, of=("level", "years", "used"))
    share, most = 1 / HUNDRED / len(must), MOST_YEARS * HUNDRED
    years = np.minimum(held["years"], most) * (1 / most / len(must))
    recent = _recency(year)[held["used"]] * (1 / len(must))
    return {
        "level_gap": 1 - part.summed(rows, held["level"] * share),
        "required_years": part.summed(rows, years),
        "skill_recency": part.summed(rows, recent),
    }


def _recency(year: int) -> NDArray[np.float64]:
    """Return how recent each year is that an entry can hold: halved every five years, nothing for none."""
    ages = np.maximum(year - FIRST_YEAR - np.arange(_YEARS), 0)
    recency: NDArray[np.float64] = np.exp2(-ages / _HALF_LIFE_YEARS)
    recency[0] = 0
    return recency


def _breadth(wanted: Sequence[str], part: Part) -> dict[str, Vector]:
    """All concepts asked for, weighted by rarity, and the same with neighbours standing in for what is missing.

    The strongest of a concept's group may be the concept itself: a part of what is held never exceeds it.
    """
    rarity = np.array([np.log1p(1 / (part.lent.shares.get(one, 0.0) + 0.01)) for one in wanted]) / HUNDRED
    rows, held = part.shown(*wanted, of=("strength", "over"))
    many = [part.entries(one).stop - part.entries(one).start for one in wanted]
    rare = part.summed(rows, np.repeat((rarity / (rarity.sum() * HUNDRED)).astype(np.float32), many) * held["strength"])
    near = part.summed(rows, held["over"])
    groups = Counter(group for one in wanted if (group := part.vocabulary.group_of(one)))
    for group, times in groups.items():
        near += np.multiply(part.strongest(group), np.float32(NEIGHBOUR_SHARE * times))
    return {"rare_coverage": rare, "neighbour_coverage": near * np.float32(1 / HUNDRED / len(wanted))}


def _papers(brief: Brief, wanted: set[str], part: Part) -> dict[str, Vector]:
    certificates = sorted(one for one in wanted if one.startswith("cert."))
    tools = sorted({*brief.tools, *(one for one in wanted if one.startswith("tool."))})
    found = {"certifications_held": np.minimum(part.columns["certificates"] * np.float32(1 / _MANY_CERTIFICATES), 1)}
    for name, asked in (("certifications_asked", certificates), ("tools", tools)):
        if asked:
            rows, held = part.shown(*asked, of=("strength",))
            found[name] = part.summed(rows, held["strength"] * (1 / HUNDRED / len(asked)))
    return found


def _mean(vectors: Sequence[Vector]) -> Vector:
    mean: Vector = np.mean(vectors, axis=0, dtype=np.float32)
    return mean
