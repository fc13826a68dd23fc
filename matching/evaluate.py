"""Measures of a ranking, beside the model that is measured, and whether two of them differ.

Grades are in the order of the ranking, best first; gains are 2^grade − 1 (Burges et al., 2005).

`python -m matching.evaluate TRAIN TEST` fits a ranker to one svmlight file and measures it on another.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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


MEASURES: dict[str, Callable[[ArrayLike], float]] = {
    "ndcg@10": ndcg_at_k,
    "map": average_precision,
    "mrr": reciprocal_rank,
}


def measured(
    scores: ArrayLike, grades: ArrayLike, groups: ArrayLike, measure: Callable[[ArrayLike], float] = ndcg_at_k
) -> NDArray[np.float64]:
    """Return the measure of each group in the order of its scores, shape (groups,); ties keep the order given."""
    given, judged, group_of = np.asarray(scores), np.asarray(grades), np.asarray(groups)
    order = np.lexsort((-given, group_of))
    _, sizes = np.unique(group_of[order], return_counts=True)
    return np.array([measure(each) for each in np.split(judged[order], np.cumsum(sizes)[:-1])])


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


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the measures of one ranker, fitted to one file and asked about another: a table, and a line of JSON."""
    # Loaded here: the measures are needed where no ranker is.
    from matching.prior import PriorRanker  # noqa: PLC0415
    from matching.ranker import LambdaRanker  # noqa: PLC0415
    from matching.svmlight import load_both  # noqa: PLC0415

    made: dict[str, Callable[[int], Any]] = {
        "lambda": lambda seed: LambdaRanker(random_state=seed),
        "linear": lambda seed: PriorRanker(standardise=True, random_state=seed),
        "both": lambda seed: LambdaRanker(random_state=seed, base=PriorRanker(standardise=True), bags=5),
    }
    parser = argparse.ArgumentParser(prog="python -m matching.evaluate", description=__doc__)
    parser.add_argument("train", type=Path, help="svmlight file to learn from: qid: fields, or counts in TRAIN.query")
    parser.add_argument("test", type=Path, help="svmlight file to be measured on, likewise")
    parser.add_argument("--ranker", choices=sorted(made), default="lambda", help="trees, weights, or trees on weights")
    parser.add_argument("--seed", type=int, default=0, help="of what is drawn while learning (default 0)")
    given = parser.parse_args(arguments)
    try:
        (rows, grades, groups), (others, judged, of) = load_both(given.train, given.test)
    except (OSError, ValueError) as error:
        parser.error(str(error))
    scores = made[given.ranker](given.seed).fit(rows, grades, groups).predict(others)
    found = {name: round(float(measured(scores, judged, of, measure).mean()), 4) for name, measure in MEASURES.items()}
    queries = len(np.unique(of))
    sys.stdout.write(f"{given.ranker}, learned from {given.train.name}, on {queries} queries of {given.test.name}\n")
    sys.stdout.writelines(f"  {name:<10}{value:.4f}\n" for name, value in found.items())
    sys.stdout.write(json.dumps({"ranker": given.ranker, "groups": queries, **found}) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
