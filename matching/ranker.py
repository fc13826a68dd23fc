"""LambdaRanker: boosted trees that learn an order within groups, from scikit-learn alone."""

from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.utils.validation import check_is_fitted, validate_data

from matching.loss import LambdaLoss, boosted, released

Array = NDArray[np.float64]

HIGHEST_GRADE = 15
"""Gains are 2^grade - 1: above this one gain would be all that counts."""


class LambdaRanker(BaseEstimator):
    """Gradient boosted trees with LambdaRank gradients; a mean over bags that differ in their seeds.

    Parameters
    ----------
    max_iter, learning_rate, max_leaf_nodes, min_samples_leaf, max_features, l2_regularization
        As in scikit-learn's `HistGradientBoostingRegressor`.
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
        directions: ArrayLike | None = None,
        truncation: int = 30,
        noise: float = 0.25,
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
        length.
        """
        rows, grades = validate_data(self, X, y, y_numeric=True, dtype=np.float32)
        group_of = np.zeros(len(grades)) if groups is None else np.asarray(groups)
        if len(group_of) != len(grades):
            raise ValueError(f"{len(group_of)} groups for {len(grades)} rows")
        order = np.argsort(group_of, kind="stable")
        _, sizes = np.unique(group_of[order], return_counts=True)
        graded = _graded(grades.astype(np.float64)[order])
        trusted = _trusted(weights, len(grades))
        self.boosters_ = [
            self._fit_one(rows[order], graded, sizes, None if trusted is None else trusted[order], bag)
            for bag in range(self.bags)
        ]
        return self

    def predict(self, X: ArrayLike) -> Array:  # noqa: N803 - scikit-learn's name
        """Return scores, shape (n,); only their order within a group means anything."""
        check_is_fitted(self)
        rows = validate_data(self, X, reset=False, dtype=np.float32)
        scores: Array = np.mean([booster.predict(rows) for booster in self.boosters_], axis=0)
        return scores

    def _fit_one(
        self, rows: NDArray[np.float32], grades: Array, sizes: NDArray[np.intp], weights: Array | None, bag: int
    ) -> HistGradientBoostingRegressor:
        loss = LambdaLoss(
            sizes,
            np.exp2(grades) - 1,
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
            monotonic_cst=None if self.directions is None else np.asarray(self.directions),
            random_state=self.random_state + bag,
        )
        return released(booster.fit(rows, grades / max(grades.max(), 1)))


def _graded(grades: Array) -> Array:
    moved: Array = grades - grades.min()
    return moved * (HIGHEST_GRADE / moved.max()) if moved.max() > HIGHEST_GRADE else moved


def _trusted(weights: ArrayLike | None, count: int) -> Array | None:
    if weights is None:
        return None
    trusted = np.asarray(weights, dtype=np.float64)
    if trusted.shape != (count,) or not np.isfinite(trusted).all() or (trusted < 0).any():
        raise ValueError(f"weights are {count} numbers of at least 0, one a row")
    return trusted
