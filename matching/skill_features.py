"""Pair features about skills: what a posting asks for against what profiles show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.index import CandidateIndex, Vector
from matching.records import Brief, Requirement
from matching.requirements import Demand, demand_of

MOST_YEARS = 8
"""More years than this say no more."""
_SHARE_WITHOUT_YEARS = 0.7
_WORDS_SHARE = 0.5
"""The most that words alone can cover of a requirement without a known concept."""
_WORDS_SCALE = 2.0
_NEIGHBOUR_SHARE = 0.4
_HALF_LIFE_YEARS = 5.0
_MANY_CERTIFICATES = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """The requirements of a posting, read, and how far everybody covers each: `values` (requirements × n), 0 to 1."""

    requirements: Sequence[Requirement]
    demands: Sequence[Demand]
    values: Sequence[Vector]

    def of_kind(self, *, required: bool) -> list[Vector]:
        return [value for one, value in zip(self.requirements, self.values, strict=True) if one.required is required]


def read_requirements(brief: Brief, index: CandidateIndex) -> Asked:
    demands = [demand_of(one, index.vocabulary) for one in brief.requirements]
    values = [_covered(one, demand, index) for one, demand in zip(brief.requirements, demands, strict=True)]
    return Asked(brief.requirements, demands, values)


def skill_features(brief: Brief, index: CandidateIndex, asked: Asked, as_of: date) -> Mapping[str, Vector]:
    required, preferred = asked.of_kind(required=True), asked.of_kind(required=False)
    found: dict[str, Vector] = {}
    if required:
        found["required_coverage"] = _mean(required)
        found["weakest_required"] = np.minimum.reduce(required)
    if preferred:
        found["preferred_coverage"] = _mean(preferred)
    wanted = {one for demand in asked.demands for one in demand.concepts}
    must = {
        one
        for requirement, demand in zip(asked.requirements, asked.demands, strict=True)
        if requirement.required
        for one in demand.concepts
    }
    if must:
        found |= _depth(sorted(must), index, as_of)
    if wanted:
        found |= _breadth(sorted(wanted), index)
    return found | _papers(brief, wanted, index)


def _covered(requirement: Requirement, demand: Demand, index: CandidateIndex) -> Vector:
    if not demand.concepts:
        by_words: Vector = np.minimum(index.similarity(requirement.text) * _WORDS_SCALE, 1) * np.float32(_WORDS_SHARE)
        return by_words
    return _mean([np.maximum.reduce([_held(one, demand.years, index) for one in group]) for group in demand.groups])


def _held(concept: str, asked_years: float | None, index: CandidateIndex) -> Vector:
    held = index.measure("strength", concept)
    if asked_years:
        share = np.minimum(index.measure("years", concept) / np.float32(asked_years), 1)
        # Years that nobody wrote down count as none, so that writing them down can only help.
        held = held * (_SHARE_WITHOUT_YEARS + (1 - _SHARE_WITHOUT_YEARS) * share)
    return held


def _depth(must: Sequence[str], index: CandidateIndex, as_of: date) -> dict[str, Vector]:
    """Level, years and recency over the required concepts; what is not held counts as the least of each."""
    levels = [1 - index.measure("level", one) for one in must]
    years = [np.minimum(index.measure("years", one), MOST_YEARS) / np.float32(MOST_YEARS) for one in must]
    recent = []
    for one in must:
        used = index.measure("used", one)
        age = np.maximum(as_of.year - used, 0)
        recent.append(np.where(used > 0, np.exp2(-age / np.float32(_HALF_LIFE_YEARS)), 0))
    return {"level_gap": _mean(levels), "required_years": _mean(years), "skill_recency": _mean(recent)}


def _breadth(wanted: Sequence[str], index: CandidateIndex) -> dict[str, Vector]:
    """All concepts asked for, weighted by rarity, and the same with neighbours standing in for what is missing."""
    total = np.float32(0)
    rare = np.zeros(len(index), dtype=np.float32)
    near = np.zeros(len(index), dtype=np.float32)
    for one in wanted:
        held = index.measure("strength", one)
        rarity = np.float32(np.log1p(1 / (index.share_holding(one) + 0.01)))
        total += rarity
        rare += rarity * held
        beside = [index.measure("strength", other) for other in index.vocabulary.neighbours(one)]
        near += np.maximum(held, np.maximum.reduce(beside) * _NEIGHBOUR_SHARE) if beside else held
    return {"rare_coverage": rare / total, "neighbour_coverage": near / len(wanted)}


def _papers(brief: Brief, wanted: set[str], index: CandidateIndex) -> dict[str, Vector]:
    certificates = sorted(one for one in wanted if one.startswith("cert."))
    tools = sorted({*brief.tools, *(one for one in wanted if one.startswith("tool."))})
    found = {"certifications_held": np.minimum(index.columns["certificates"] / _MANY_CERTIFICATES, 1)}
    if certificates:
        found["certifications_asked"] = _mean([index.measure("strength", one) for one in certificates])
    if tools:
        found["tools"] = _mean([index.measure("strength", one) for one in tools])
    return found


def _mean(vectors: Sequence[NDArray[Any]]) -> Vector:
    mean: Vector = np.mean(vectors, axis=0, dtype=np.float32)
    return mean
