"""Grades of judged pairs as the learners read them: from zero, worth 2^grade - 1 at the top, trusted by a weight."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

HIGHEST_GRADE = 15
"""Gains grow as powers of two: above this one gain would be all that counts."""


def graded_from_zero(grades: ArrayLike) -> Array:
    """Move grades so that the lowest is 0 and, where the highest exceeds 15, scale them down to it."""
    given = np.asarray(grades, dtype=np.float64)
    moved: Array = given - given.min() if len(given) else given
    return moved * (HIGHEST_GRADE / moved.max()) if len(given) and moved.max() > HIGHEST_GRADE else moved


def gains_of(grades: ArrayLike) -> Array:
    """Return 2^grade - 1 (Burges et al., 2005)."""
    gains: Array = np.exp2(np.asarray(grades, dtype=np.float64)) - 1
    return gains


def trust_of(weights: ArrayLike | None, count: int) -> Array | None:
    """Return weights as an array; raises `ValueError` unless they are `count` numbers of at least 0."""
    if weights is None:
        return None
    trusted = np.asarray(weights, dtype=np.float64)
    if trusted.shape != (count,) or not np.isfinite(trusted).all() or (trusted < 0).any():
        raise ValueError(f"weights are {count} numbers of at least 0, one a row")
    return trusted
