"""Pair features: one posting against candidates of an index."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin

from matching.catalogue import AT, FEATURE_NAMES, FEATURES
from matching.concept_features import Shares, concept_features, concept_sum, shares_of
from matching.history_features import industry_features, text_features
from matching.index import CandidateIndex, Part, Rows
from matching.reading import Reading, read
from matching.records import Brief
from matching.skill_features import Asked, coverage_features, covered, values_of
from matching.standing_features import standing_features, standing_sum
from matching.terms_features import terms_features
from matching.words import Vector

Matrix = NDArray[np.float32]
NEUTRAL = np.array([feature.neutral for feature in FEATURES], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Features of one brief with candidates, `matrix` (n × features), and its requirements with their coverage.

    `rows` (n,) are the candidates' rows in the index.
    """

    matrix: Matrix
    asked: Asked
    rows: Rows


@dataclass(frozen=True, slots=True)
class Sight:
    """One posting before one part of an index.

    `columns` hold, by feature, what the terms and the industry say of everybody; `known` the coverage of each
    requirement, None where only words can tell. Features that are sums over concepts (`shares`) or hang on no posting
    are added up for everybody, and told apart, as what words say, for the rows asked for.
    """

    reading: Reading
    part: Part
    columns: Mapping[str, Vector]
    shares: Shares
    known: Sequence[Vector | None]

    def pairs(self, rows: Rows) -> tuple[Matrix, list[Vector]]:
        """Return all features of some rows of the part, and how far they cover each requirement."""
        matrix = np.empty((len(rows), len(FEATURES)), dtype=np.float32)
        matrix[:] = NEUTRAL
        values = values_of(self.reading, self.part, self.known, rows)
        if not len(rows):
            return matrix, values
        for name, column in self.columns.items():
            matrix[:, AT[name]] = column[rows]
        found = {
            **coverage_features(self.reading.brief.requirements, values),
            **concept_features(self.shares, self.part, rows, self.reading.as_of.year),
            **standing_features(self.part, self.reading.as_of, rows),
            **self._of_texts(rows),
        }
        for name, column in found.items():
            matrix[:, AT[name]] = column
        return matrix, values

    def fixed(self, slopes: NDArray[np.float64]) -> Vector:
        """Return the linear score of everybody without coverage, texts and what all have in common; shape (n,)."""
        found = concept_sum(self.shares, self.part, slopes, self.reading.as_of.year)
        found += standing_sum(self.part, self.reading.as_of, slopes)
        return weighed(self.columns, slopes, found)

    def told(self, rows: Rows) -> Mapping[str, Vector]:
        """Return, for some rows of the part, the features that only words can tell."""
        if not self.reading.by_words:
            return self._of_texts(rows)
        values = values_of(self.reading, self.part, self.known, rows)
        return {**coverage_features(self.reading.brief.requirements, values), **self._of_texts(rows)}

    def _of_texts(self, rows: Rows) -> Mapping[str, Vector]:
        return text_features(self.reading, self.part, rows)


def sight(reading: Reading, part: Part) -> Sight:
    """Read the columns of a part; what the posting does not ask about has no column and stays at its neutral value."""
    columns = {
        **terms_features(reading.brief, part, reading.as_of),
        **industry_features(reading, part),
    }
    return Sight(reading, part, columns, shares_of(reading, part), covered(reading, part))


def pair_features(brief: Brief, index: CandidateIndex, as_of: date) -> Pairs:
    """Compute all features of all rows of the index."""
    reading = read(brief, index.lent, as_of)
    return gathered(
        reading, [(sight(reading, part), np.arange(len(part))) for part in index.parts], np.arange(index.size)
    )


def gathered(reading: Reading, asked: Sequence[tuple[Sight, Rows]], rows: Rows) -> Pairs:
    """Return the features of some rows of several parts; `rows` are the same in the index, in the same order."""
    found = [one.pairs(of) for one, of in asked]
    values = [np.concatenate([value[at] for _, value in found]) for at in range(len(reading.demands))]
    matrix = np.concatenate([matrix for matrix, _ in found])
    return Pairs(matrix, Asked(reading.brief.requirements, reading.demands, values), rows)


def weighed(features: Mapping[str, Vector], slopes: NDArray[np.float64], into: Vector) -> Vector:
    """Add features by their slopes to what is there already, and return it."""
    room = np.empty_like(into)
    for name, column in features.items():
        slope = np.float32(slopes[AT[name]])
        if slope:
            into += np.multiply(column, slope, out=room)
    return into


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
