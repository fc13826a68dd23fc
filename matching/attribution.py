"""What each group of features does to a score, for any ranker.

Exact for a linear model. For trees a group's part is what the score loses when the group's features are put to those of
a usual candidate (the median of those who meet every condition), everything else as it is; what the groups do together
and no one of them alone is named as the rest, so that base, parts and rest always sum to the score.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from matching.catalogue import FEATURES
from matching.prior import PriorRanker
from matching.ranker import LambdaRanker, Ranker

Array = NDArray[np.float64]

GROUPS: tuple[str, ...] = tuple(dict.fromkeys(feature.reason for feature in FEATURES))
MEMBERS: tuple[tuple[int, ...], ...] = tuple(
    tuple(at for at, feature in enumerate(FEATURES) if feature.reason == group) for group in GROUPS
)


@dataclass(frozen=True, slots=True)
class Attribution:
    """`base` is the score of the usual candidate; `parts` (n, groups) and `rest` (n,) bring it to each row's score."""

    base: float
    parts: Array
    rest: Array

    def scores(self) -> Array:
        """Return base, parts and rest summed, shape (n,)."""
        summed: Array = self.base + self.parts.sum(axis=1) + self.rest
        return summed


def usual(rows: ArrayLike, eligible: ArrayLike | None = None) -> NDArray[np.float32]:
    """Return the median of the rows that meet every condition, or of all where none does, shape (features,)."""
    given = np.asarray(rows, dtype=np.float32)
    mask = np.ones(len(given), dtype=np.bool_) if eligible is None else np.asarray(eligible, dtype=np.bool_)
    of = given[mask] if mask.any() else given
    if not len(of):
        raise ValueError("nobody to compare with")
    median: NDArray[np.float32] = np.median(of, axis=0).astype(np.float32)
    return median


def attribute(
    ranker: Ranker, rows: ArrayLike, reference: ArrayLike, *, members: Sequence[Sequence[int]] = MEMBERS
) -> Attribution:
    """Split the scores of rows (n, features) over groups of features, against a reference (features,).

    Groups hold each feature once between them; trees raise `ValueError` for any others.
    """
    given = np.atleast_2d(np.asarray(rows, dtype=np.float32))
    usually = np.asarray(reference, dtype=np.float32)
    if isinstance(ranker, PriorRanker):
        base, scores = float(raw(ranker, usually[None, :])[0]), raw(ranker, given)
        apart = (given - usually) / ranker.scale_ * ranker.coef_
        parts = np.column_stack([apart[:, list(group)].sum(axis=1) for group in members])
    else:
        base, (scores, parts) = float(raw(ranker, usually[None, :])[0]), parts_of(ranker, given, usually, members)
    return Attribution(base, parts, scores - base - parts.sum(axis=1))


def parts_of(
    ranker: LambdaRanker, rows: NDArray[np.float32], usually: NDArray[np.float32], members: Sequence[Sequence[int]]
) -> tuple[Array, Array]:
    """Return what trees give rows (n, features), and what of it each group of features does, shape (n, groups)."""
    found = ranker.leaving_out(rows, usually, (*members, ()))
    return found[:, -1], found[:, -1:] - found[:, :-1]


def raw(ranker: Ranker, rows: ArrayLike) -> Array:
    """Return scores before they are made a share of one, where parts can be summed; shape (n,)."""
    return ranker.decision_function(rows) if isinstance(ranker, PriorRanker) else ranker.predict(rows)
