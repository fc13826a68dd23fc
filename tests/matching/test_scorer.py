"""Any model that says logits and parts can rank; what its parts leave of the logit is named."""

import numpy as np
import pytest
from numpy.typing import ArrayLike
from scipy.special import expit, logit

from matching.batch import rank, rank_briefs
from matching.blocks import rank_all
from matching.catalogue import AT, FEATURE_NAMES
from matching.features import pair_features
from matching.index import build_index
from matching.prior import PriorRanker
from matching.scorer import BASE, REST, Array, Scorer
from tests.matching.people import C2, EVERYBODY, TODAY
from tests.matching.postings import ALL_POSTINGS, P01, P06

INDEX = build_index(EVERYBODY, as_of=TODAY)


class Together:
    """The hand weights, and two features that count double where both are there: no part of either alone."""

    def __init__(self) -> None:
        self._linear = PriorRanker.by_hand()
        self.base, self.coef_ = self._linear.base, self._linear.coef_

    def decision_function(self, X: ArrayLike) -> Array:  # noqa: N803 - scikit-learn's name
        rows = np.asarray(X, dtype=np.float64)
        both: Array = rows[:, AT["required_coverage"]] * rows[:, AT["industry"]]
        return self._linear.decision_function(rows) + both

    def predict(self, X: ArrayLike) -> Array:  # noqa: N803 - scikit-learn's name
        scores: Array = expit(self.decision_function(X))
        return scores

    def contributions(self, X: ArrayLike) -> Array:  # noqa: N803 - scikit-learn's name
        return self._linear.contributions(X)


def test_base_parts_and_rest_sum_to_the_logit() -> None:
    for brief in ALL_POSTINGS:
        for match in rank(brief, INDEX, as_of=TODAY, ranker=Together()).matches:
            assert {BASE, *FEATURE_NAMES} <= match.contributions.keys()
            assert sum(match.contributions.values()) == pytest.approx(logit(match.score), abs=1e-6)
    best = rank(P01, INDEX, as_of=TODAY, ranker=Together()).matches[0]
    assert best.contributions[REST] > 0.1


def test_the_explained_come_with_the_row_that_was_scored() -> None:
    pairs = pair_features(P06, INDEX, TODAY).matrix
    first, second, *_ = rank(P06, INDEX, as_of=TODAY, explained=1).matches
    assert first.features == tuple(pairs[INDEX.row(first.candidate_id)].tolist())
    assert second.features == ()
    ((_, alone),) = rank_briefs(C2, [P01], as_of=TODAY, like=INDEX)
    assert len(alone.features) == len(FEATURE_NAMES)


def test_one_person_and_all_briefs_are_ranked_by_it_too() -> None:
    scorer: Scorer = Together()
    whole = rank_all(ALL_POSTINGS, INDEX, as_of=TODAY, ranker=scorer)
    assert whole == [rank(brief, INDEX, as_of=TODAY, ranker=scorer) for brief in ALL_POSTINGS]
    plain, given = (rank_briefs(C2, [P01], as_of=TODAY, like=INDEX, ranker=one)[0][1] for one in (None, scorer))
    assert given.score > plain.score
