"""A learned ranker as the ranking asks for it: scores within 0 to 1, and each feature's part in them.

Trees give numbers of which only the order means anything. They are moved and stretched, which changes no order, until
those they were learned from have the middle and the spread that the hand-set weights give them: a score goes on meaning
about what it meant, and the advisor's eye need not be trained anew with each model.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit

from matching.attribution import MEMBERS, parts_of, usual
from matching.prior import PriorRanker
from matching.ranker import LambdaRanker, Ranker
from matching.scorer import Scorer

Array = NDArray[np.float64]

_LEAST_SPREAD = 1e-6


@dataclass(frozen=True, slots=True)
class LearnedScorer:
    """A `LambdaRanker` on a linear score, as a `Scorer`.

    logit = offset + slope × its score, slope above 0. `reference` (features,) is a usual candidate: a group's part is
    what the logit loses when the group is put to it, shared among the group's features as the linear score shares it.
    """

    ranker: LambdaRanker
    reference: NDArray[np.float32]
    slope: float = 1.0
    offset: float = 0.0
    base: float = 0.0  # the logit of the usual candidate

    @classmethod
    def of(cls, ranker: LambdaRanker, rows: ArrayLike) -> Self:
        """Fit slope and offset to rows (n, features) like those it was learned from, which also say what is usual."""
        given = np.asarray(rows, dtype=np.float32)
        raw, hand = ranker.predict(given), PriorRanker.by_hand().decision_function(given)
        slope = float(hand.std() / raw.std()) if raw.std() > _LEAST_SPREAD else 1.0
        slope = slope if slope > _LEAST_SPREAD else 1.0
        reference, offset = usual(given), float(hand.mean() - slope * raw.mean())
        base = offset + slope * float(ranker.predict(reference[None, :])[0])
        return cls(ranker, reference, slope, offset, base)

    @property
    def coef_(self) -> Array:
        """Return the weights of the linear score that the trees stand on, shape (features,)."""
        return self._linear.coef_

    def decision_function(self, X: ArrayLike) -> Array:  # noqa: N803 - scikit-learn's name
        """Return logits, shape (n,)."""
        logits: Array = self.offset + self.slope * self.ranker.predict(X)
        return logits

    def predict(self, X: ArrayLike) -> Array:  # noqa: N803 - scikit-learn's name
        """Return scores within 0 to 1, shape (n,)."""
        scores: Array = expit(self.decision_function(X))
        return scores

    def contributions(self, X: ArrayLike) -> Array:  # noqa: N803 - scikit-learn's name
        """Return each feature's part of the logit, shape (n, features); with the base they leave what is named rest."""
        rows = np.atleast_2d(np.asarray(X, dtype=np.float32))
        _, found = parts_of(self.ranker, rows, self.reference, MEMBERS)
        linear = self._linear
        apart = (rows - self.reference) / linear.scale_ * linear.coef_
        parts = np.zeros(rows.shape)
        for at, group in enumerate(MEMBERS):
            members = list(group)
            parts[:, members] = _shared(self.slope * found[:, at], apart[:, members])
        return parts

    @property
    def _linear(self) -> PriorRanker:
        base = self.ranker.base_
        return base if base is not None else PriorRanker.by_hand()


def _shared(total: Array, apart: Array) -> Array:
    """Share a group's part (n,) among its features as their own parts (n, members) of the same sign weigh."""
    same = np.where(np.sign(apart) == np.sign(total)[:, None], np.abs(apart), 0.0)
    whole = same.sum(axis=1, keepdims=True)
    even = np.full(apart.shape, 1 / apart.shape[1])
    shares: Array = np.where(whole > 0, same / np.where(whole > 0, whole, 1), even) * total[:, None]
    return shares


def scorer_of(ranker: Ranker | LearnedScorer, rows: ArrayLike | None = None) -> Scorer:
    """Return a fitted ranker as a scorer; trees need rows to say what is usual, or raise `ValueError`."""
    if isinstance(ranker, LambdaRanker):
        if rows is None:
            raise ValueError("trees need rows to be put on the scale of the hand-set weights")
        return LearnedScorer.of(ranker, rows)
    return ranker
