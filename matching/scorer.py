"""What the ranking asks of a model: scores of pairs, and each feature's part in them."""

from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

BASE, REST = "base", "rest"
"""Contributions beside those of features: a candidate about whom nothing is known, and what no feature does alone.

With them contributions sum to the logit of the score; where features say it all, as in a linear score, there is no
rest.
"""


class Scorer(Protocol):
    """Ranks rows of pair features (n, features), in the order of `matching.catalogue.FEATURES`.

    `base` is the logit of a candidate about whom nothing is known, `coef_` (features,) the weights of the features, of
    the linear score that a model of another kind stands on.
    """

    @property
    def base(self) -> float: ...

    @property
    def coef_(self) -> Array: ...

    def decision_function(self, X: ArrayLike) -> Array:  # noqa: N803 - scikit-learn's name
        """Return logits, shape (n,)."""
        ...

    def predict(self, X: ArrayLike) -> Array:  # noqa: N803 - scikit-learn's name
        """Return scores within 0 to 1, shape (n,), which are the logistic function of the logits."""
        ...

    def contributions(self, X: ArrayLike) -> Array:  # noqa: N803 - scikit-learn's name
        """Return each feature's part of the logit, shape (n, features); what they leave of it is the rest."""
        ...
