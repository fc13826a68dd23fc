"""Pair features that are sums over concepts: depth, breadth, rarity, neighbours, tools and certificates asked for.

Each is a sum over what a profile shows of concepts, so a linear score of all of them is one sum too. It is added up
once for everybody; the features apart are computed for the rows asked for. Both read the same list of shares.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from matching.catalogue import AT
from matching.held import FIRST_YEAR, HUNDRED, NEIGHBOUR_SHARE
from matching.index import Part, Rows
from matching.reading import Reading
from matching.words import Vector

MOST_YEARS = 8
"""More years than this say no more."""
_HALF_LIFE_YEARS = 5.0
_YEARS = 256
_RAREST = 0.01


@dataclass(frozen=True, slots=True)
class Share:
    """What one concept adds to a feature: so much of one measure of `held`; years count up to `MOST_YEARS`."""

    feature: str
    measure: str
    share: float


@dataclass(frozen=True, slots=True)
class Shares:
    """The shares of a posting: of concepts, and of the strongest of a group; `begins` are features that begin at one.

    Features of which a posting asks nothing are in none of them.
    """

    concepts: Mapping[str, Sequence[Share]]
    groups: Mapping[tuple[str, str], Share]
    begins: frozenset[str]
    features: frozenset[str]


def shares_of(reading: Reading, part: Part) -> Shares:
    """Return what each concept adds: what is not held counts as the least of level, years and recency.

    Of a group, the strongest stands in for what is missing; it may be the concept itself, so a concept adds only what
    it exceeds that by, and a part of what is held never exceeds it.
    """
    wanted = sorted({one for demand in reading.demands for one in demand.concepts})
    asked = zip(reading.brief.requirements, reading.demands, strict=True)
    must = sorted({one for requirement, demand in asked if requirement.required for one in demand.concepts})
    certificates = [one for one in wanted if one.startswith("cert.")]
    tools = sorted({*reading.brief.tools, *(one for one in wanted if one.startswith("tool."))})
    rarity = {one: float(np.log1p(1 / (part.lent.shares.get(one, 0.0) + _RAREST))) for one in wanted}
    found: dict[str, list[Share]] = {one: [] for one in (*wanted, *tools)}
    for one in must:
        found[one] += [
            Share("level_gap", "level", -1 / HUNDRED / len(must)),
            Share("required_years", "years", 1 / HUNDRED / MOST_YEARS / len(must)),
            Share("skill_recency", "used", 1 / len(must)),
        ]
    for one in wanted:
        found[one].append(Share("rare_coverage", "strength", rarity[one] / sum(rarity.values()) / HUNDRED))
        found[one].append(Share("neighbour_coverage", "over", 1 / HUNDRED / len(wanted)))
    for feature, concepts in (("certifications_asked", certificates), ("tools", tools)):
        for one in concepts:
            found[one].append(Share(feature, "strength", 1 / HUNDRED / len(concepts)))
    groups = Counter(group for one in wanted if (group := part.vocabulary.group_of(one)))
    beside = {
        group: Share("neighbour_coverage", "strongest", NEIGHBOUR_SHARE * times / HUNDRED / len(wanted))
        for group, times in groups.items()
    }
    named = frozenset(share.feature for shares in found.values() for share in shares)
    return Shares(found, beside, frozenset({"level_gap"} & named), named)


def concept_sum(shares: Shares, part: Part, slopes: NDArray[np.float64], year: int) -> Vector:
    """Return the sum of the features by their slopes, for everybody, without what all have in common; shape (n,)."""
    found = np.zeros(len(part), dtype=np.float32)
    for concept, of_concept in shares.concepts.items():
        factors: dict[str, float] = {}
        for one in of_concept:
            factors[one.measure] = factors.get(one.measure, 0.0) + one.share * float(slopes[AT[one.feature]])
        entries = part.entries(concept)
        weight = np.zeros(entries.stop - entries.start, dtype=np.float32)
        for measure, factor in factors.items():
            if factor:
                weight += _measured(part, measure, entries, year) * np.float32(factor)
        found[part.held["row"][entries]] += weight  # nobody shows a concept twice
    for group, share in shares.groups.items():
        factor = share.share * float(slopes[AT[share.feature]])
        if factor:
            found += np.multiply(part.strongest(group), np.float32(factor))
    return found


def concept_features(shares: Shares, part: Part, rows: Rows, year: int) -> Mapping[str, Vector]:
    """Return each feature for some rows of the part."""
    # Doubles, so that a concept that gains just what its neighbours lose leaves their sum as it was.
    found = {name: np.full(len(rows), float(name in shares.begins)) for name in shares.features}
    place = np.full(len(part), -1, dtype=np.int32)
    place[rows] = np.arange(len(rows))
    for concept, of_concept in shares.concepts.items():
        entries = part.entries(concept)
        at = place[part.held["row"][entries]]
        kept = np.flatnonzero(at >= 0)
        for one in of_concept:
            measured = _measured(part, one.measure, kept + entries.start, year).astype(np.float64)
            found[one.feature][at[kept]] += measured * one.share
    for group, share in shares.groups.items():
        found[share.feature] += part.strongest(group)[rows] * share.share
    return {name: column.astype(np.float32) for name, column in found.items()}


def _measured(part: Part, measure: str, entries: slice | Rows, year: int) -> Vector:
    """Return a measure of entries in the unit of `held`; of the year last used, how recent it is."""
    held = part.held[measure][entries]
    if measure == "used":
        return _recency(year).take(held)
    return (np.minimum(held, MOST_YEARS * HUNDRED) if measure == "years" else held).astype(np.float32)


@lru_cache(maxsize=4)
def _recency(year: int) -> Vector:
    """Return how recent each year is that an entry can hold: halved every five years, nothing for none."""
    ages = np.maximum(year - FIRST_YEAR - np.arange(_YEARS), 0)
    recency: Vector = np.exp2(-ages / _HALF_LIFE_YEARS).astype(np.float32)
    recency[0] = 0
    recency.flags.writeable = False
    return recency
