"""LambdaRanker: boosted trees that learn an order within groups, from scikit-learn alone."""

from collections.abc import Sequence
from itertools import accumulate, chain
from typing import Self
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, clone
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.utils.validation import check_is_fitted, validate_data

from matching.forest import MOST_LEAVES, Forest
from matching.grades import gains_of, graded_from_zero, trust_of
from matching.loss import LambdaLoss, boosted, released
from matching.prior import PriorRanker

Array = NDArray[np.float64]

_BLOCK = 64
"""Rows asked about at a time, each once for every group."""


class LambdaRanker(BaseEstimator):
    """Gradient boosted trees with LambdaRank gradients; a mean over bags that differ in their seeds.

    Parameters
    ----------
    max_iter, learning_rate, max_leaf_nodes, min_samples_leaf, max_features, l2_regularization
        As in scikit-learn's `HistGradientBoostingRegressor`; 64 leaves at most.
    base : PriorRanker, optional
        A clone of it is fitted to the same rows; its score becomes one more column, which may only raise the score.
        Trees then correct a linear order instead of finding it step by step.
    directions : array of shape (n_features,), optional
        1 where a higher value may only raise the score, -1 where it may only lower it, 0 where it may do either.
    truncation : int
        Only pairs with one of the two among the first so many of a group teach anything.
    noise : float
        Scale of the logistic noise on scores when they are ranked in training.
    squared : float
        Share of a squared error of the grades in the loss; steadies dense judgements, harms sparse ones.
    bags : int
        Boosters whose mean is the score.
    random_state : int
    """

    def __init__(  # noqa: PLR0913 - settings by name, each with its default
        self,
        *,
        max_iter: int = 200,
        learning_rate: float = 0.06,
        max_leaf_nodes: int = 31,
        min_samples_leaf: int = 30,
        max_features: float = 0.6,
        l2_regularization: float = 0.0,
        base: PriorRanker | None = None,
        directions: ArrayLike | None = None,
        truncation: int = 30,
        noise: float = 0.1,
        squared: float = 0.0,
        bags: int = 1,
        random_state: int = 0,
    ) -> None:
        self.max_iter = max_iter
        self.learning_rate = learning_rate
        self.max_leaf_nodes = max_leaf_nodes
        self.min_samples_leaf = min_samples_leaf
        self.max_features = max_features
        self.l2_regularization = l2_regularization
        self.base = base
        self.directions = directions
        self.truncation = truncation
        self.noise = noise
        self.squared = squared
        self.bags = bags
        self.random_state = random_state

    def fit(
        self,
        X: ArrayLike,  # noqa: N803 - scikit-learn's name
        y: ArrayLike,
        groups: ArrayLike | None = None,
        weights: ArrayLike | None = None,
    ) -> Self:
        """Learn from grades `y`, shape (n,), the higher the better, compared within each group (a brief) only.

        `weights` says how far each grade is trusted; a row of weight 0 is in no pair. Grades are moved to begin at 0
        and, where they exceed 15, scaled down to it. Raises `ValueError` for weights that are negative or of another
        length, and for more leaves than 64.
        """
        if self.max_leaf_nodes is None or self.max_leaf_nodes > MOST_LEAVES:
            raise ValueError(f"{self.max_leaf_nodes} leaves a tree, more than {MOST_LEAVES}")
        rows, grades = validate_data(self, X, y, y_numeric=True, dtype=np.float32)
        group_of = np.zeros(len(grades)) if groups is None else np.asarray(groups)
        if len(group_of) != len(grades):
            raise ValueError(f"{len(group_of)} groups for {len(grades)} rows")
        order = np.argsort(group_of, kind="stable")
        _, sizes = np.unique(group_of[order], return_counts=True)
        graded = graded_from_zero(grades.astype(np.float64)[order])
        trusted = trust_of(weights, len(grades))
        self.base_ = None if self.base is None else clone(self.base).fit(rows, grades, group_of, trusted)
        columns = self._columns(rows[order])
        trusted = None if trusted is None else trusted[order]
        self.boosters_ = [self._fit_one(columns, graded, sizes, trusted, bag) for bag in range(self.bags)]
        return self

    def predict(self, X: ArrayLike) -> Array:  # noqa: N803 - scikit-learn's name
        """Return scores, shape (n,); only their order within a group means anything."""
        check_is_fitted(self)
        columns = self._columns(validate_data(self, X, reset=False, dtype=np.float32))
        return self._mean([forest.scores(columns) for forest in self._forests()])

    def leaving_out(
        self, rows: NDArray[np.float32], usually: NDArray[np.float32], groups: Sequence[Sequence[int]]
    ) -> Array:
        """Return what rows (n, features) score with each group of features put to the usual ones, shape (n, groups).

        That is `predict` of rows changed in this way; what a group does not touch is read once. Groups hold each
        feature once between them, or `ValueError` is raised; an empty one gives what the rows themselves score.
        """
        check_is_fitted(self)
        given = validate_data(self, rows, reset=False, dtype=np.float32, ensure_min_samples=0)
        if sorted(chain.from_iterable(groups)) != list(range(given.shape[1])):
            raise ValueError("groups hold each feature once between them")
        blocks = [given[first : first + _BLOCK] for first in range(0, len(given), _BLOCK)]
        return np.concatenate([np.empty((0, len(groups))), *(self._left_out(one, usually, groups) for one in blocks)])

    def _left_out(
        self, rows: NDArray[np.float32], usually: NDArray[np.float32], groups: Sequence[Sequence[int]]
    ) -> Array:
        changed = np.repeat(rows[None], len(groups), axis=0)
        for variant, group in zip(changed, groups, strict=True):
            variant[:, list(group)] = usually[list(group)]
        columns = self._columns(changed.reshape(-1, rows.shape[1]))
        scores = self._mean([self._without(forest, rows, usually, columns, groups) for forest in self._forests()])
        return scores.reshape(len(groups), len(rows)).T

    def _without(
        self,
        forest: Forest,
        rows: NDArray[np.float32],
        usually: NDArray[np.float32],
        columns: NDArray[np.float32],
        groups: Sequence[Sequence[int]],
    ) -> Array:
        """Return the scores of `columns`, all rows of one group changed after those of another."""
        own = [forest.left(rows, group) for group in groups]
        every = np.bitwise_or(own[0], ~own[0])
        before = list(accumulate(own[:-1], np.bitwise_and, initial=every))
        after = list(accumulate(own[:0:-1], np.bitwise_and, initial=every))[::-1]
        usual = [forest.left(usually[None], group) for group in groups]
        left = np.concatenate([one & other & put for one, other, put in zip(before, after, usual, strict=True)])
        if self.base_ is not None:
            left &= forest.left(columns, [rows.shape[1]])
        return forest.sums(left)

    def _forests(self) -> list[Forest]:
        return [_forest_of(booster) for booster in self.boosters_]

    def _mean(self, scores: list[Array]) -> Array:
        mean: Array = np.mean(scores, axis=0)
        return mean

    def _columns(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        if self.base_ is None:
            return rows
        return np.column_stack([rows, self.base_.decision_function(rows).astype(np.float32)])

    def _directions(self, width: int) -> list[int] | None:
        if self.directions is None and self.base_ is None:
            return None
        given = (
            [0] * (width - (self.base_ is not None)) if self.directions is None else list(np.asarray(self.directions))
        )
        return [*given, 1] if self.base_ is not None else given

    def _fit_one(
        self, rows: NDArray[np.float32], grades: Array, sizes: NDArray[np.intp], weights: Array | None, bag: int
    ) -> HistGradientBoostingRegressor:
        loss = LambdaLoss(
            sizes,
            gains_of(grades),
            weights=weights,
            truncation=self.truncation,
            noise=self.noise,
            squared=self.squared,
            seed=self.random_state + bag,
        )
        booster = boosted(
            loss,
            max_iter=self.max_iter,
            learning_rate=self.learning_rate,
            max_leaf_nodes=self.max_leaf_nodes,
            min_samples_leaf=self.min_samples_leaf,
            max_features=self.max_features,
            l2_regularization=self.l2_regularization,
            monotonic_cst=self._directions(rows.shape[1]),
            random_state=self.random_state + bag,
        )
        return released(booster.fit(rows, grades / max(grades.max(), 1)))


_READ: WeakKeyDictionary[HistGradientBoostingRegressor, Forest] = WeakKeyDictionary()
"""Trees are read once by each process that asks them, and are no part of what is stored."""


def _forest_of(booster: HistGradientBoostingRegressor) -> Forest:
    found = _READ.get(booster)
    if found is None:
        found = _READ[booster] = Forest.of(booster)
    return found


Ranker = PriorRanker | LambdaRanker
"""What ranks pairs: `predict(rows)` gives scores, the higher the better."""
