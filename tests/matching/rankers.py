"""A model of each kind for tests: hand weights, and monotone trees that learned from a drawn market."""

from functools import cache

import numpy as np

from matching.catalogue import AT, FEATURES
from matching.ladder import DIRECTIONS
from matching.learned import LearnedScorer
from matching.prior import PriorRanker
from matching.ranker import LambdaRanker
from matching.scorer import Scorer


@cache
def scorer(kind: str) -> Scorer:
    """Return "prior" or "trees"."""
    if kind == "prior":
        return PriorRanker.by_hand()
    drawn = np.random.default_rng(7)
    rows = drawn.random((1500, len(FEATURES))).astype(np.float32)
    worth = rows[:, AT["required_coverage"]] * rows[:, AT["industry"]] - 0.5 * rows[:, AT["rate_over"]]
    grades = np.digitize(worth + 0.2 * drawn.standard_normal(len(rows)), [0.0, 0.3, 0.6])
    trees = LambdaRanker(max_iter=60, min_samples_leaf=5, base=PriorRanker.by_hand(), directions=DIRECTIONS)
    return LearnedScorer.of(trees.fit(rows, grades, np.repeat(np.arange(75), 20)), rows)
