"""Rank the occupations related to an occupation: `python -m tests.bench.ranking.onet [--folds 5] [--json FILE]`.

Five folds over the occupations asked for; 922 others are ranked for each, gains 2^grade - 1. What is learned from are,
for each occupation outside the fold, its related ones outside the fold, the 60 hardest others by text and knowledge,
and 20 at random. Intervals are of a bootstrap over occupations, differences paired.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from matching.evaluate import ndcg_at_k, paired_bootstrap
from tests.bench.ranking import onet_features, onet_tables
from tests.bench.ranking.rankers import LEARNERS, REFERENCE
from tests.bench.ranking.report import describe, told

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from tests.bench.ranking.rankers import Learner, Numbers, Rows

FOLDS, HARD, RANDOM = 5, 60, 20
FEW = (30, 100)
BAR, BAR_OF_FEW, BAR_BY_HAND = 0.777, {30: 0.739, 100: 0.761}, 0.698
BY_HAND = {
    "text_meaning": 2.0, "alternates_aligned": 2.0, "tasks_aligned": 1.0, "alternates_words": 1.0, "text": 1.0,
    "knowledge": 1.5, "skills": 0.7, "interests": 0.7, "soc": 1.5, "zone_near": 0.7, "tools": 0.5,
}  # fmt: skip


class Market:
    """The occupations, their pair features (n, n, d), and what is learned from outside a fold."""

    def __init__(self) -> None:
        self.of = onet_tables.read()
        found = onet_features.pair_features(self.of)
        self.names = list(found)
        self.features = np.stack([found[name] for name in self.names], axis=2).astype(np.float32)
        self.grades = self.of.grades.astype(np.float64)
        self.fold = np.random.default_rng(0).permutation(len(self.of)) % FOLDS
        self.baselines = {
            "BM25 of title and description, full text": self._bm25(),
            "TF-IDF cosine, full text": found["text"],
            "hand weights": self._by_hand(found),
        }
        self._hardness = _standard(found["text"]) + _standard(found["knowledge"])

    def _bm25(self) -> Rows:
        lists = self.of.lists
        asked = [" ".join(one + other) for one, other in zip(lists["titles"], lists["descriptions"], strict=True)]
        return onet_features.bm25(asked, onet_features.full_texts(self.of))

    def _by_hand(self, found: dict[str, Rows]) -> Rows:
        return np.sum([weight * _standard(found[name]) for name, weight in BY_HAND.items()], axis=0)  # type: ignore[no-any-return]

    def asked(self, fold: int) -> NDArray[np.intp]:
        return np.flatnonzero(self.fold == fold)

    def others(self, one: int) -> NDArray[np.intp]:
        return np.delete(np.arange(len(self.of)), one)

    def lessons(self, fold: int, count: int | None = None) -> tuple[Rows, Numbers, NDArray[np.intp]]:
        """Return rows, grades and groups from outside the fold; of the first `count` of them drawn, where given."""
        drawn = np.random.default_rng(fold)
        known = np.flatnonzero(self.fold != fold)
        pairs = []
        for one in known if count is None else drawn.choice(known, count, replace=False):
            rest = known[known != one]
            related, others = rest[self.grades[one, rest] > 0], rest[self.grades[one, rest] == 0]
            hard = others[np.argsort(-self._hardness[one, others], kind="stable")[:HARD]]
            random = drawn.choice(np.setdiff1d(others, hard), RANDOM, replace=False)
            pairs += [(int(one), int(other)) for other in (*related, *hard, *random)]
        asked, other = np.array(pairs).T
        return self.features[asked, other], self.grades[asked, other], asked

    def measured(self, fold: int, score: Callable[[int, NDArray[np.intp]], Numbers]) -> list[float]:
        """Return nDCG@10 of every occupation of the fold."""
        found = []
        for one in self.asked(fold):
            others = self.others(int(one))
            order = np.argsort(-score(int(one), others), kind="stable")
            found.append(ndcg_at_k(self.grades[one, others][order]))
        return found

    def learned(self, fold: int, learner: Learner, *, count: int | None = None, seed: int = 0) -> list[float]:
        score = learner(*self.lessons(fold, count), seed)
        return self.measured(fold, lambda one, others: score(self.features[one, others]))


def compare(market: Market, folds: int) -> dict[str, list[float]]:
    """Measure every ranker on every fold."""
    found: dict[str, list[float]] = {}
    for name, likeness in market.baselines.items():
        found[name] = [
            value
            for fold in range(folds)
            for value in market.measured(fold, lambda one, others: likeness[one, others])  # noqa: B023
        ]
    for name, learner in LEARNERS.items():
        began = time.perf_counter()
        found[name] = [value for fold in range(folds) for value in market.learned(fold, learner)]
        told(f"  {name}: {np.mean(found[name]):.4f} in {time.perf_counter() - began:.0f} s")
    return found


def few(market: Market) -> dict[str, dict[int, float]]:
    """Learn from few occupations, fold 0, the mean of three draws of the learner."""
    return {
        name: {
            count: float(np.mean([market.learned(0, learner, count=count, seed=seed) for seed in range(3)]))
            for count in FEW
        }
        for name, learner in LEARNERS.items()
        if name.startswith(("pairwise", "LambdaRanker", REFERENCE))
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=int, default=FOLDS)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    market = Market()
    told(f"O*NET: {len(market.of)} occupations, {len(market.names)} features, {given.folds} folds, nDCG@10")
    found = compare(market, given.folds)
    rows: list[dict[str, Any]] = [describe(name, values, found[REFERENCE]) for name, values in found.items()]
    for row in rows:
        told(
            f"  {row['ranker']:<52}{row['mean']:.4f}  {row['difference']:+.4f} [{row['low']:+.4f}, {row['high']:+.4f}]"
        )
    best, against = found[list(LEARNERS)[-1]], found[REFERENCE]
    beaten = paired_bootstrap(best, against).low > 0 and float(np.mean(best)) >= BAR
    told(f"  bar (at least {BAR}, above {REFERENCE} beyond its interval): {'met' if beaten else 'NOT MET'}")
    by_hand = float(np.mean(found["hand weights"]))
    kept = "met" if by_hand >= BAR_BY_HAND else "NOT MET"
    told(f"  bar of hand weights (at least {BAR_BY_HAND}): {by_hand:.4f} {kept}")
    small = few(market)
    for name, values in small.items():
        told(f"  {name:<52}" + "  ".join(f"{count} occupations {value:.4f}" for count, value in values.items()))
    told(f"  bars: {', '.join(f'{count} occupations {bar}' for count, bar in BAR_OF_FEW.items())}")
    if given.json:
        given.json.write_text(json.dumps({"rankers": rows, "few": small}, indent=1), encoding="utf-8")


def _standard(table: Rows) -> Rows:
    scaled: Rows = (table - table.mean()) / table.std()
    return scaled


if __name__ == "__main__":
    main()
