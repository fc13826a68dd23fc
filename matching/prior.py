"""PriorRanker: a linear score that starts from weights an experienced advisor would agree with.

It ranks sensibly with no data at all, and learns from judgements without losing its sense: the weights have a Gaussian
prior at the hand-set ones (maximum a posteriori), and a weight never changes the direction of its feature.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted, validate_data

from matching.catalogue import FEATURES
from matching.grades import gains_of, graded_from_zero, trust_of

Array = NDArray[np.float64]

# In logits: the whole span of a feature, from 0 to 1, moves the score by this much.
HAND_WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "required_coverage": 2.0,
        "preferred_coverage": 0.6,
        "weakest_required": 0.3,
        "level_gap": -0.4,
        "required_years": 0.5,
        "rare_coverage": 0.6,
        "neighbour_coverage": 0.3,
        "skill_recency": 0.2,
        "certifications_asked": 0.3,
        "certifications_held": 0.1,
        "tools": 0.3,
        "mix_distance": -0.9,
        "main_type": 0.4,
        "functions": 0.2,
        "phases": 0.3,
        "industry": 0.6,
        "industry_years": 0.3,
        "projects_in_industry": 0.2,
        "language_gap": -0.8,
        "rate_over": -0.6,
        "would_accept": 0.3,
        "start_late": -0.5,
        "days_short": -0.6,
        "days_over": -0.3,
        "load": -0.1,
        "mode_fit": 0.3,
        "onsite_gap": -0.4,
        "place_fit": 0.5,
        "required_text": 0.4,
        "text_profile": 0.5,
        "text_title": 0.2,
        "text_projects": 0.4,
        "best_project": 0.5,
        "project_recency": 0.1,
        "review": 0.4,
        "finished": 0.15,
        "renewed": 0.2,
        "answered": 0.2,
        "completeness": 0.2,
    }
)
HAND_BASE = -0.3
_MOST_PAIRS = 1_000
"""Pairs read of one group; more are drawn from, with the seed."""
_SMALLEST_DEVIATION = 1e-9


class PriorRanker(BaseEstimator):
    """Linear ranker with a Gaussian prior on its weights, fitted to pairs within groups.

    score = σ(base + Σ weight × (x − neutral)), so a weight's part of the sum is what the feature adds to a candidate
    about whom it says nothing.

    Parameters
    ----------
    prior_coef : array of shape (n_features,), default zeros
        Where the weights start, and stay without evidence.
    neutral : array of shape (n_features,), default zeros
    directions : array of shape (n_features,), default zeros
        1 or -1 where a weight may only be of that sign or zero.
    base : float
        The logit of a neutral candidate.
    sd : float
        Standard deviation of the prior.
    standardise : bool
        Take means and deviations of the columns from what is fitted: a weight is then per deviation, and the mean is
        neutral. For columns of unlike scales.
    random_state : int
        For drawing pairs from groups that have too many.
    """

    def __init__(  # noqa: PLR0913 - settings by name, each with its default
        self,
        prior_coef: ArrayLike | None = None,
        *,
        neutral: ArrayLike | None = None,
        directions: ArrayLike | None = None,
        base: float = 0.0,
        sd: float = 0.5,
        standardise: bool = False,
        random_state: int = 0,
    ) -> None:
        self.prior_coef = prior_coef
        self.neutral = neutral
        self.directions = directions
        self.base = base
        self.sd = sd
        self.standardise = standardise
        self.random_state = random_state

    @classmethod
    def by_hand(cls) -> Self:
        """Make the ranker of `matching.catalogue.FEATURES` that needs no data; it can be fitted further."""
        ranker = cls(
            prior_coef=np.array([HAND_WEIGHTS.get(feature.name, 0.0) for feature in FEATURES]),
            neutral=np.array([feature.neutral for feature in FEATURES]),
            directions=np.array([feature.direction for feature in FEATURES]),
            base=HAND_BASE,
        )
        return ranker._start(len(FEATURES))

    def fit(
        self,
        X: ArrayLike,  # noqa: N803 - scikit-learn's name
        y: ArrayLike,
        groups: ArrayLike | None = None,
        weights: ArrayLike | None = None,
    ) -> Self:
        """Learn from grades `y` (the higher the better), compared within each group (a brief) only.

        A pair weighs as much as its gains differ, times the root of how far both grades are trusted (`weights`); a
        group's pairs together weigh as much as it has rows, so that long lists do not drown short ones.
        """
        rows, grades = validate_data(self, X, y, y_numeric=True)
        group_of = np.zeros(len(grades)) if groups is None else np.asarray(groups)
        rows = rows.astype(np.float64)
        self._start(rows.shape[1])
        if self.standardise:
            self.neutral_, self.scale_ = rows.mean(axis=0), np.maximum(rows.std(axis=0), _SMALLEST_DEVIATION)
        trusted = trust_of(weights, len(rows))
        roots = np.ones(len(rows)) if trusted is None else np.sqrt(trusted)
        differences, weighed = self._pairs(rows / self.scale_, gains_of(graded_from_zero(grades)), roots, group_of)
        if len(differences):
            self.coef_ = self._most_probable(differences, weighed)
        return self

    def decision_function(self, X: ArrayLike) -> Array:  # noqa: N803 - scikit-learn's name
        """Return the logits, shape (n,): the base plus the sum of the contributions."""
        check_is_fitted(self)
        rows = validate_data(self, X, reset=False)
        slopes = self.coef_ / self.scale_  # one pass over the rows, however many there are
        linear: Array = rows @ slopes + (self.base - self.neutral_ @ slopes)
        return linear

    def predict(self, X: ArrayLike) -> Array:  # noqa: N803 - scikit-learn's name
        """Return scores within 0 to 1, shape (n,)."""
        scores: Array = expit(self.decision_function(X))
        return scores

    def contributions(self, X: ArrayLike) -> Array:  # noqa: N803 - scikit-learn's name
        """Return each feature's part of the logit, shape (n, features); rows sum to the logit less the base."""
        check_is_fitted(self)
        parts: Array = (validate_data(self, X, reset=False) - self.neutral_) / self.scale_ * self.coef_
        return parts

    def _start(self, width: int) -> Self:
        def vector(values: ArrayLike | None) -> Array:
            given = np.zeros(width) if values is None else np.asarray(values, dtype=np.float64)
            if given.shape != (width,):
                raise ValueError(f"expected {width} values, one a feature, got shape {given.shape}")
            return given

        self.coef_, self.neutral_, self.directions_ = map(vector, (self.prior_coef, self.neutral, self.directions))
        self.scale_ = np.ones(width)
        self.n_features_in_ = width
        return self

    def _pairs(self, rows: Array, gains: Array, roots: Array, group_of: NDArray[Any]) -> tuple[Array, Array]:
        drawn = np.random.default_rng(self.random_state)
        differences, weights = [np.empty((0, rows.shape[1]))], [np.empty(0)]
        for group in np.unique(group_of):
            members = np.flatnonzero(group_of == group)
            better, worse = _ordered_pairs(gains[members], drawn)
            better, worse = members[better], members[worse]
            weighed = (gains[better] - gains[worse]) * roots[better] * roots[worse]
            if weighed.any():
                differences.append(rows[better] - rows[worse])
                weights.append(weighed * (len(members) / weighed.sum()))
        return np.concatenate(differences), np.concatenate(weights)

    def _most_probable(self, differences: Array, weights: Array) -> Array:
        start = self.coef_

        def loss(coef: Array) -> tuple[float, Array]:
            margin = differences @ coef
            from_prior = (coef - start) / self.sd**2
            value = weights @ np.logaddexp(0, -margin) + from_prior @ (coef - start) / 2
            return float(value), from_prior - differences.T @ (weights * expit(-margin))

        bounds = [(0, None) if way > 0 else (None, 0) if way < 0 else (None, None) for way in self.directions_]
        found: Array = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
        return found


def _ordered_pairs(grades: Array, drawn: np.random.Generator) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return positions (better, worse) of pairs with different grades, at most `_MOST_PAIRS`."""
    size = len(grades)
    if size * size <= 2 * _MOST_PAIRS:
        better, worse = np.nonzero(grades[:, None] > grades[None, :])
        return better, worse
    one, other = drawn.integers(0, size, (2, 4 * _MOST_PAIRS))
    kept = np.flatnonzero(grades[one] > grades[other])[:_MOST_PAIRS]
    return one[kept], other[kept]
