"""LambdaRank as a loss of scikit-learn's histogram gradient boosting.

With `forest` the only module that touches what scikit-learn keeps to itself; `test_loss.py` and `test_forest.py` fail
loudly when that changes. Gradients after Burges, "From RankNet to LambdaRank to LambdaMART: An Overview" (2010): for
each pair of a group with different grades the derivative of log(1 + exp(-(s_better - s_worse))), times what swapping
the two would change in nDCG; normalised by the gap of the scores and per group, as LightGBM does. Ranks are taken from
scores with a little logistic noise, which smooths the steps of the ranks away (Bruch et al., "A Stochastic Treatment of
Learning to Rank Scoring Functions", 2020).
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn._loss.link import IdentityLink
from sklearn._loss.loss import BaseLoss, CyHalfSquaredError, HalfSquaredError
from sklearn.ensemble import HistGradientBoostingRegressor

Array = NDArray[np.float64]
Block = tuple[NDArray[np.intp], NDArray[np.bool_]]

_CELLS = 250_000
"""Pairs computed at a time: what stays in the processor's cache is twice as fast."""
_GAP = 0.01
_LEAST_HESSIAN = 1e-9


class LambdaLoss(BaseLoss):
    """LambdaRank over rows that are sorted by group.

    Parameters
    ----------
    sizes : array of shape (n_groups,)
        How many rows each group has, in the order of the rows.
    gains : array of shape (n,)
        What each row is worth at the top; usually 2^grade - 1.
    weights : array of shape (n,), optional
        How far each judgement is trusted; a pair weighs the root of its two weights' product.
    truncation : int
        Pairs with neither of the two among the first so many are left alone.
    noise : float
        Scale of the logistic noise added to scores before they are ranked.
    squared : float
        Share of a squared error of grades scaled to 0..1 that is added; it steadies dense labels.
    seed : int
    """

    def __init__(  # noqa: PLR0913 - settings by name
        self,
        sizes: NDArray[np.intp],
        gains: Array,
        *,
        weights: Array | None = None,
        truncation: int = 30,
        noise: float = 0.1,
        squared: float = 0.0,
        seed: int = 0,
    ) -> None:
        super().__init__(closs=CyHalfSquaredError(), link=IdentityLink())
        self.approx_hessian = True
        self.gains = np.asarray(gains, dtype=np.float32)
        self.roots = None if weights is None else np.sqrt(np.asarray(weights, dtype=np.float32))
        self.truncation, self.noise, self.squared = truncation, noise, squared
        self._drawn = np.random.default_rng(seed)
        self._blocks = list(_blocks(np.asarray(sizes), truncation))

    def fit_intercept_only(self, y_true: Array, sample_weight: Array | None = None) -> Array:
        """Start from zero: only differences within a group count."""
        del y_true, sample_weight
        return np.zeros(1)

    def gradient_hessian(
        self,
        y_true: Array,
        raw_prediction: Array,
        sample_weight: Array | None = None,
        gradient_out: NDArray[np.float32] | None = None,
        hessian_out: NDArray[np.float32] | None = None,
        n_threads: int = 1,
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Fill both with the derivatives of the loss, shape (n,); `y_true` is read only for the squared error."""
        del sample_weight, n_threads
        scores = np.ravel(raw_prediction).astype(np.float32)
        gradient = np.zeros(len(scores), dtype=np.float32) if gradient_out is None else gradient_out
        hessian = np.zeros(len(scores), dtype=np.float32) if hessian_out is None else hessian_out
        flat_gradient, flat_hessian = gradient.reshape(-1), hessian.reshape(-1)
        for rows, there in self._blocks:
            first, second = self._derivatives(scores, rows, there)
            flat_gradient[rows[there]] = first[there]
            flat_hessian[rows[there]] = second[there]
        if self.squared:
            trust = np.float32(1) if self.roots is None else self.roots**2
            flat_gradient += self.squared * trust * (scores - y_true.astype(np.float32))
            flat_hessian += self.squared * trust
        return gradient, hessian

    def _derivatives(
        self, scores: NDArray[np.float32], rows: NDArray[np.intp], there: NDArray[np.bool_]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return gradient and hessian of a block of groups, shape (groups, longest); empty places stay zero."""
        score = np.where(there, scores[rows], -np.inf)
        gain = np.where(there, self.gains[rows], 0)
        order, rank = self._ranked(score)
        discount = (1 / np.log2(2.0 + np.arange(score.shape[1]))).astype(np.float32)
        ideal = (-np.sort(-gain, axis=1) * discount).sum(axis=1)
        top = order[:, : self.truncation]
        score = np.where(there, score, 0)
        better = np.take_along_axis(gain, top, 1)[:, :, None] - gain[:, None, :]
        gap = np.take_along_axis(score, top, 1)[:, :, None] - score[:, None, :]
        below = rank[:, None, :] > np.arange(top.shape[1])[None, :, None]
        step = discount[None, : top.shape[1], None] - discount[rank][:, None, :]
        sign = np.sign(better)
        weight = np.abs(better * step) * below / np.maximum(ideal, np.finfo(np.float32).tiny)[:, None, None]
        weight *= there[:, None, :]
        spread = np.ptp(np.where(there, score, score[:, :1]), axis=1) > 0
        weight /= np.where(spread[:, None, None], _GAP + np.abs(gap), 1)
        if self.roots is not None:
            root = np.where(there, self.roots[rows], 0)
            weight *= np.take_along_axis(root, top, 1)[:, :, None] * root[:, None, :]
        wrong = 1 / (1 + np.exp(np.minimum(sign * gap, 80)))
        pull = weight * wrong
        curve = pull * (1 - wrong)
        gradient, hessian = (sign * pull).sum(axis=1), curve.sum(axis=1)
        _add(gradient, top, -(sign * pull).sum(axis=2))
        _add(hessian, top, curve.sum(axis=2))
        whole = 2 * pull.sum(axis=(1, 2))
        norm = np.where(whole > 0, np.log2(1 + whole) / np.maximum(whole, np.finfo(np.float32).tiny), 1)[:, None]
        return gradient * norm, np.maximum(hessian * norm, _LEAST_HESSIAN)

    def _ranked(self, score: NDArray[np.float32]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return rows in the order of their noisy scores, and the rank of each row."""
        noisy = score
        if self.noise:
            noisy = score + self._drawn.logistic(0, self.noise, score.shape).astype(np.float32)
        order = np.argsort(-noisy, axis=1, kind="stable")
        rank = np.empty_like(order)
        np.put_along_axis(rank, order, np.arange(score.shape[1])[None, :], 1)
        return order, rank


def boosted(loss: LambdaLoss, **settings: Any) -> HistGradientBoostingRegressor:
    """Make a booster with this loss; call `released` after it was fitted."""
    return HistGradientBoostingRegressor(loss=loss, early_stopping=False, **settings)


def released(booster: HistGradientBoostingRegressor) -> HistGradientBoostingRegressor:
    """Put scikit-learn's own loss back: the fitted trees predict the same, and a saved model needs nothing of ours."""
    booster.loss = "squared_error"
    booster._loss = HalfSquaredError()  # noqa: SLF001 - see the head of this module
    return booster


def _blocks(sizes: NDArray[np.intp], truncation: int) -> Iterator[Block]:
    """Lay groups of like size into rectangles of row numbers, with a mask of the places that are filled."""
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1])).astype(np.intp)
    order = np.argsort(sizes, kind="stable")
    at = 0
    while at < len(order):
        until = at + 1
        while until < len(order) and _fits(sizes[order[until]], sizes[order[at]], until + 1 - at, truncation):
            until += 1
        chosen = order[at:until]
        longest = int(sizes[chosen].max())
        there = np.arange(longest)[None, :] < sizes[chosen][:, None]
        yield np.where(there, starts[chosen][:, None] + np.arange(longest)[None, :], 0), there
        at = until


def _fits(longest: int, shortest: int, count: int, truncation: int) -> bool:
    return longest <= 1.25 * shortest + 8 and count * longest * min(longest, truncation) <= _CELLS


def _add(table: NDArray[np.float32], places: NDArray[np.intp], values: NDArray[np.float32]) -> None:
    """Add values of shape (groups, top) at their places in a table of shape (groups, longest)."""
    np.put_along_axis(table, places, np.take_along_axis(table, places, 1) + values, 1)
