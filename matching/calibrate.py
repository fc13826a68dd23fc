"""From a score to the chance of a contract: bands while little is known, a percentage once enough outcomes are.

A percentage that fifty outcomes stand behind is a guess that looks like a measurement. Below `FEWEST` outcomes a match
is therefore in one of three bands, cut where the scores of all possible matches are cut; above it, the chance is read
from an isotonic regression (Zadrozny and Elkan, 2002), and how far it is off on later matches is told with it.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.isotonic import IsotonicRegression

Array = NDArray[np.float64]
Band = Literal["high", "middle", "low"]

FEWEST = 500
"""Outcomes, of either kind, below which no percentage is shown."""
_CUTS = (0.5, 0.85)
"""Shares of all possible matches below the middle band, and below the high one."""
_BINS = 10


@dataclass(frozen=True, slots=True)
class Calibration:
    """What scores mean. `knots` and `chances` are empty below `FEWEST` outcomes; `error` is that on later matches.

    `cuts` are the scores where the middle and the high band begin.
    """

    cuts: tuple[float, float]
    outcomes: int
    knots: tuple[float, ...] = ()
    chances: tuple[float, ...] = ()
    error: float | None = None

    def band(self, score: float) -> Band:
        """Return the band of a score."""
        middle, high = self.cuts
        return "high" if score >= high else "middle" if score >= middle else "low"

    def chance(self, score: float) -> float | None:
        """Return the chance of a contract, 0 to 1; None while too little is known."""
        if not self.knots:
            return None
        return float(np.interp(score, self.knots, self.chances))


def calibrate(
    possible: ArrayLike, scores: ArrayLike, contracted: ArrayLike, when: ArrayLike | None = None
) -> Calibration:
    """Learn what scores mean.

    `possible` (m,) are the scores of all matches that could be shown, which cut the bands; `scores` (n,) and
    `contracted` (n,) of those whose outcome is known, in the order of `when` if given: the last fifth of them measures
    the error (expected calibration error over tenths, weighted by their sizes), and is then learned from as well.
    Raises `ValueError` for lengths that differ, or where nothing could be shown.
    """
    shown, known = np.asarray(possible, dtype=np.float64), np.asarray(scores, dtype=np.float64)
    happened = np.asarray(contracted, dtype=np.float64)
    if known.shape != happened.shape or (when is not None and np.asarray(when).shape != known.shape):
        raise ValueError("a score, an outcome and a day for each")
    if not len(shown):
        raise ValueError("no match could be shown")
    middle, high = np.quantile(shown, _CUTS)
    cuts = (float(middle), float(high))
    if len(known) < FEWEST:
        return Calibration(cuts, len(known))
    order = np.arange(len(known)) if when is None else np.argsort(np.asarray(when), kind="stable")
    known, happened = known[order], happened[order]
    later = len(known) - len(known) // 5
    error = _error(_fitted(known[:later], happened[:later]).predict(known[later:]), happened[later:])
    fitted = _fitted(known, happened)
    knots, chances = fitted.X_thresholds_, fitted.y_thresholds_
    return Calibration(cuts, len(known), tuple(map(float, knots)), tuple(map(float, chances)), error)


def _fitted(scores: Array, happened: Array) -> IsotonicRegression:
    return IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(scores, happened)


def _error(said: Array, happened: Array) -> float:
    tenth = np.minimum((said * _BINS).astype(np.intp), _BINS - 1)
    sizes = np.bincount(tenth, minlength=_BINS)
    gaps = np.abs(np.bincount(tenth, said, _BINS) - np.bincount(tenth, happened, _BINS))
    return float(gaps[sizes > 0].sum() / len(said))
