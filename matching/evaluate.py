"""Measures of a ranking, beside the model that is measured, and whether two of them differ.

Grades are in the order of the ranking, best first; gains are 2^grade − 1 (Burges et al., 2005).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray


def ndcg_at_k(grades: ArrayLike, k: int = 10) -> float:
    """Normalised discounted cumulative gain of all judged items in ranked order; 0 where nothing is relevant."""
    gains = np.exp2(np.asarray(grades, dtype=np.float64)) - 1
    best = _discounted(np.sort(gains)[::-1][:k])
    return float(_discounted(gains[:k]) / best) if best > 0 else 0.0


def average_precision(grades: ArrayLike) -> float:
    """Mean of the precisions at the relevant items (grade above 0); their mean over queries is MAP."""
    relevant = np.asarray(grades) > 0
    if not relevant.any():
        return 0.0
    precisions = np.cumsum(relevant) / np.arange(1, len(relevant) + 1)
    return float(precisions[relevant].mean())


def reciprocal_rank(grades: ArrayLike) -> float:
    """One over the rank of the first relevant item, 0 without one; the mean over queries is MRR."""
    relevant = np.flatnonzero(np.asarray(grades) > 0)
    return float(1 / (relevant[0] + 1)) if len(relevant) else 0.0


@dataclass(frozen=True, slots=True)
class Difference:
    """Mean difference of two rankers over the same queries, and its 95 % interval."""

    mean: float
    low: float
    high: float

    @property
    def significant(self) -> bool:
        return self.low > 0 or self.high < 0


def paired_bootstrap(
    ours: Sequence[float], theirs: Sequence[float], *, rounds: int = 10_000, seed: int = 0
) -> Difference:
    """Resample queries; `ours` and `theirs` are one measure per query, in the same order."""
    differences = np.asarray(ours, dtype=np.float64) - np.asarray(theirs, dtype=np.float64)
    if not len(differences):
        raise ValueError("no queries to compare")
    drawn = np.random.default_rng(seed).integers(0, len(differences), (rounds, len(differences)))
    means = differences[drawn].mean(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    return Difference(float(differences.mean()), float(low), float(high))


def _discounted(gains: NDArray[np.float64]) -> float:
    return float((gains / np.log2(np.arange(2, len(gains) + 2))).sum())
