"""What a ranker must stand before it may rank people: its explanations are tried on real pairs.

A model whose parts do not sum to its score, that ranks somebody lower for showing more, or whose strongest reason makes
no difference, could not be explained truly; it is refused, however well it ranks.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit

from matching.attribution import MEMBERS
from matching.catalogue import FEATURES
from matching.scorer import Scorer

Array = NDArray[np.float64]

SUMS, LOWERED, EMPTY = "parts_do_not_sum", "more_ranks_lower", "reason_makes_no_difference"
_CLOSE = 1e-6
_WORTH_SAYING = 0.02
_STEP = 0.2


def failures(scorer: Scorer, rows: ArrayLike, *, seed: int = 0) -> tuple[str, ...]:
    """Return the codes of what fails on rows (n, features), none where all holds.

    `SUMS`: a score is not the logistic function of its logit, or parts or logits are no numbers. `LOWERED`: a feature
    moved by up to 0.2 in its own direction lowers a logit. `EMPTY`: taking away what the strongest reason for speaks of
    lowers no logit.
    """
    given = np.asarray(rows, dtype=np.float32)
    if not len(given):
        return ()
    logits, parts = scorer.decision_function(given), scorer.contributions(given)
    found = []
    if not (np.isfinite(logits).all() and np.isfinite(parts).all()) or not np.allclose(
        scorer.predict(given), expit(logits), atol=_CLOSE
    ):
        found.append(SUMS)
    if _lowered(scorer, given, logits, np.random.default_rng(seed)):
        found.append(LOWERED)
    if _empty(scorer, given, logits, parts):
        found.append(EMPTY)
    return tuple(found)


def _lowered(scorer: Scorer, rows: NDArray[np.float32], logits: Array, drawn: np.random.Generator) -> bool:
    for at, feature in enumerate(FEATURES):
        if feature.direction:
            more = rows.copy()
            more[:, at] += np.float32(feature.direction) * drawn.random(len(rows), dtype=np.float32) * np.float32(_STEP)
            if (scorer.decision_function(more) < logits - _CLOSE).any():
                return True
    return False


def _empty(scorer: Scorer, rows: NDArray[np.float32], logits: Array, parts: Array) -> bool:
    """Tell whether a strongest reason for can be taken away without a loss, among groups that point one way."""
    of_groups = np.column_stack([parts[:, list(group)].sum(axis=1) for group in MEMBERS])
    strongest = of_groups.argmax(axis=1)
    without, tried = rows.copy(), np.zeros(len(rows), dtype=np.bool_)
    for at, group in enumerate(MEMBERS):
        directions = np.array([FEATURES[member].direction for member in group])
        if directions.all():
            chosen = (strongest == at) & (of_groups[:, at] > _WORTH_SAYING)
            without[np.ix_(chosen, list(group))] = np.where(directions < 0, 1, 0)
            tried |= chosen
    return bool((scorer.decision_function(without) >= logits)[tried].any())
