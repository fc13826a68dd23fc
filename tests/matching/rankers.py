"""A model of each kind for tests: hand weights, and monotone trees that learned from a drawn market."""

from functools import cache

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit

from matching.catalogue import AT, FEATURES
from matching.ladder import DIRECTIONS
from matching.prior import PriorRanker
from matching.ranker import LambdaRanker
from matching.scorer import Array, Scorer


class Trees:
    """Monotone trees over the hand weights, as scores of 0 to 1."""

    def __init__(self) -> None:
        self._linear = PriorRanker.by_hand()
        self.base, self.coef_ = self._linear.base, self._linear.coef_
        drawn = np.random.default_rng(7)
        rows = drawn.random((1500, len(FEATURES))).astype(np.float32)
        worth = rows[:, AT["required_coverage"]] * rows[:, AT["industry"]] - 0.5 * rows[:, AT["rate_over"]]
        grades = np.digitize(worth + 0.2 * drawn.standard_normal(len(rows)), [0.0, 0.3, 0.6])
        trees = LambdaRanker(max_iter=60, min_samples_leaf=5, base=PriorRanker.by_hand(), directions=DIRECTIONS)
        self._trees = trees.fit(rows, grades, np.repeat(np.arange(75), 20))

    def decision_function(self, X: ArrayLike) -> Array:  # noqa: N803 - scikit-learn's name
        return self._trees.predict(X)

    def predict(self, X: ArrayLike) -> Array:  # noqa: N803 - scikit-learn's name
        scores: Array = expit(self.decision_function(X))
        return scores

    def contributions(self, X: ArrayLike) -> Array:  # noqa: N803 - scikit-learn's name
        return self._linear.contributions(X)


@cache
def scorer(kind: str) -> Scorer:
    return PriorRanker.by_hand() if kind == "prior" else Trees()
