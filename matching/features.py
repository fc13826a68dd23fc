"""Pair features: one posting against every candidate of an index."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin

from matching.catalogue import AT, FEATURE_NAMES, FEATURES
from matching.history_features import history_features
from matching.index import CandidateIndex
from matching.records import Brief
from matching.skill_features import Asked, read_requirements, skill_features
from matching.terms_features import terms_features

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Features of one brief with n candidates, `matrix` (n × features), and its requirements with their coverage."""

    matrix: Matrix
    asked: Asked


def pair_features(brief: Brief, index: CandidateIndex, as_of: date) -> Pairs:
    """Compute all features; what the posting does not ask about stays at its neutral value."""
    matrix = np.empty((len(index), len(FEATURES)), dtype=np.float32)
    matrix[:] = [feature.neutral for feature in FEATURES]
    asked = read_requirements(brief, index)
    if len(index):
        for found in (
            skill_features(brief, index, asked, as_of),
            terms_features(brief, index, as_of),
            history_features(brief, index, as_of),
        ):
            for name, column in found.items():
                matrix[:, AT[name]] = column
    return Pairs(matrix, asked)


class Features(TransformerMixin, BaseEstimator):
    """Briefs to pair features against a fixed index, for pipelines.

    `transform` takes a sequence of briefs and stacks (brief, candidate) rows, briefs first. It learns nothing, and its
    input is records, so scikit-learn's `check_estimator`, which feeds arrays, does not apply.
    """

    def __init__(self, index: CandidateIndex | None = None, as_of: date | None = None) -> None:
        self.index = index
        self.as_of = as_of

    def fit(self, X: Any = None, y: Any = None) -> Self:  # noqa: ANN401, N803 - scikit-learn's signature
        del X, y
        if self.index is None:
            raise ValueError("Features needs an index")
        self.n_features_out_ = len(FEATURES)
        return self

    def transform(self, X: "list[Brief] | tuple[Brief, ...]") -> Matrix:  # noqa: N803 - scikit-learn's signature
        if self.index is None:
            raise ValueError("Features needs an index")
        as_of = self.as_of or self.index.as_of
        blocks = [pair_features(brief, self.index, as_of).matrix for brief in X]
        return np.concatenate(blocks) if blocks else np.empty((0, len(FEATURES)), dtype=np.float32)

    def get_feature_names_out(self, input_features: Any = None) -> NDArray[np.object_]:  # noqa: ANN401
        del input_features
        return np.array(FEATURE_NAMES, dtype=object)
