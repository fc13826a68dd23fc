"""The ladder of rankers: hand weights, a linear model around them, trees on its score; how far up is decided by data.

Whoever has little to learn from ranks better by hand. Each rung is measured on groups (briefs) that are later than
those it learned from; the lowest rung is taken whose loss against the best is within one standard error of their paired
difference (Breiman et al., "Classification and Regression Trees", 1984, for the rule; paired here, since all rungs
answer the same groups).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from matching.catalogue import FEATURES
from matching.evaluate import measured
from matching.prior import PriorRanker
from matching.ranker import LambdaRanker, Ranker

Array = NDArray[np.float64]

FOLDS = 4
FEWEST_GROUPS = 10
"""With fewer judged groups nothing is measured: the lowest rung stands."""
DIRECTIONS = tuple(feature.direction for feature in FEATURES)


@dataclass(frozen=True, slots=True)
class Judged:
    """What is learned from: pair features (n, d), grades (n,), the group and the trust of each row, all of length n.

    `when` (n,) puts groups in the order of time; a group's first row counts.
    """

    rows: NDArray[np.float32]
    grades: Array
    groups: NDArray[np.intp]
    weights: Array
    when: Array

    def part(self, chosen: NDArray[np.bool_]) -> "Judged":
        return Judged(*(getattr(self, name)[chosen] for name in ("rows", "grades", "groups", "weights", "when")))


@dataclass(frozen=True, slots=True)
class Choice:
    """The rung that was taken, fitted to everything, and how each did on later groups (nDCG@10 a group)."""

    name: str
    ranker: Ranker
    measured: Mapping[str, Array]

    def means(self) -> dict[str, float]:
        """Return the mean of each rung, of none where too little was judged to measure any."""
        return {name: float(values.mean()) for name, values in self.measured.items() if len(values)}


def by_hand(judged: Judged) -> PriorRanker:
    del judged
    return PriorRanker.by_hand()


def linear(judged: Judged) -> PriorRanker:
    return PriorRanker.by_hand().fit(judged.rows, judged.grades, judged.groups, judged.weights)


def trees(judged: Judged) -> LambdaRanker:
    """Fit monotone trees with the linear score as one more column."""
    ranker = LambdaRanker(base=PriorRanker.by_hand(), directions=DIRECTIONS)
    return ranker.fit(judged.rows, judged.grades, judged.groups, judged.weights)


RUNGS: Mapping[str, Callable[[Judged], Ranker]] = MappingProxyType({"hand": by_hand, "linear": linear, "trees": trees})
"""From the simplest to the richest."""


def climb(judged: Judged, *, folds: int = FOLDS, rungs: Mapping[str, Callable[[Judged], Ranker]] = RUNGS) -> Choice:
    """Measure every rung on later groups, and fit the one to be taken to everything."""
    splits = list(time_ordered(judged, folds))
    found = {name: _measured_later(judged, fit, splits) for name, fit in rungs.items()}
    name = lowest_within_one_error(found) if splits else next(iter(rungs))
    return Choice(name, rungs[name](judged), found)


def time_ordered(judged: Judged, folds: int = FOLDS) -> Iterator[tuple[NDArray[np.bool_], NDArray[np.bool_]]]:
    """Yield masks of rows to learn from and rows to measure on; the latter are always of later groups.

    The first share of groups is never measured; nothing is yielded for fewer than `FEWEST_GROUPS`.
    """
    names, first = np.unique(judged.groups, return_index=True)
    if len(names) < FEWEST_GROUPS:
        return
    in_time = names[np.lexsort((names, judged.when[first]))]
    shares = np.array_split(in_time, folds + 1)
    for at in range(1, folds + 1):
        yield np.isin(judged.groups, np.concatenate(shares[:at])), np.isin(judged.groups, shares[at])


def lowest_within_one_error(found: Mapping[str, Array]) -> str:
    """Return the first name whose mean loss against the best is at most one standard error of the paired difference."""
    best = max(found.values(), key=lambda values: float(values.mean()))
    for name, values in found.items():
        loss = best - values
        if loss.mean() <= loss.std(ddof=1) / np.sqrt(len(loss)):
            return name
    raise ValueError("no rung was measured")


def _measured_later(
    judged: Judged, fit: Callable[[Judged], Ranker], splits: list[tuple[NDArray[np.bool_], NDArray[np.bool_]]]
) -> Array:
    found = [np.empty(0)]
    for earlier, later in splits:
        asked = judged.part(later)
        found.append(measured(fit(judged.part(earlier)).predict(asked.rows), asked.grades, asked.groups))
    return np.concatenate(found)
