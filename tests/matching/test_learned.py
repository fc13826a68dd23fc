"""Learned rankers as scorers: on the usual scale, in the same order, with parts that sum; and what refuses one."""

import numpy as np
import pytest
from numpy.typing import ArrayLike
from scipy.special import expit

from matching.attribution import usual
from matching.batch import rank
from matching.catalogue import AT, FEATURES
from matching.index import build_index
from matching.learned import LearnedScorer, scorer_of
from matching.prior import Array, PriorRanker
from matching.ranker import LambdaRanker
from matching.scorer import BASE
from matching.trial import EMPTY, LOWERED, SUMS, failures
from tests.matching.people import EVERYBODY, TODAY
from tests.matching.postings import ALL_POSTINGS

DIRECTIONS = tuple(feature.direction for feature in FEATURES)
DRAWN = np.random.default_rng(3)
ROWS = DRAWN.random((600, len(FEATURES))).astype(np.float32)
GROUPS = np.repeat(np.arange(60), 10)
GRADES = np.searchsorted([0.7, 1.0, 1.2], ROWS[:, AT["required_coverage"]] + 0.4 * ROWS[:, AT["industry"]])


def trees() -> LambdaRanker:
    base = PriorRanker.by_hand()
    return LambdaRanker(max_iter=40, base=base, directions=DIRECTIONS).fit(ROWS, GRADES, GROUPS)


@pytest.fixture(scope="module")
def learned() -> LearnedScorer:
    return LearnedScorer.of(trees(), ROWS)


def test_scores_keep_the_order_and_stand_on_the_scale_of_the_hand_weights(learned: LearnedScorer) -> None:
    raw, logits = learned.ranker.predict(ROWS), learned.decision_function(ROWS)
    assert np.argsort(raw, kind="stable").tolist() == np.argsort(logits, kind="stable").tolist()
    hand = PriorRanker.by_hand().decision_function(ROWS)
    assert logits.mean() == pytest.approx(hand.mean(), abs=1e-6)
    assert logits.std() == pytest.approx(hand.std(), rel=1e-3)
    assert learned.predict(ROWS).tolist() == expit(logits).tolist()


def test_a_group_s_part_is_what_the_score_loses_without_it(learned: LearnedScorer) -> None:
    row, industry = ROWS[:1].copy(), [at for at, feature in enumerate(FEATURES) if feature.reason == "industry"]
    without = row.copy()
    without[:, industry] = usual(ROWS)[industry]
    lost = learned.decision_function(row) - learned.decision_function(without)
    assert learned.contributions(row)[:, industry].sum() == pytest.approx(float(lost[0]), abs=1e-6)
    assert abs(float(lost[0])) > 0


def test_contributions_of_a_ranking_sum_to_the_logit(learned: LearnedScorer) -> None:
    index = build_index(EVERYBODY, as_of=TODAY)
    for brief in ALL_POSTINGS:
        for match in rank(brief, index, as_of=TODAY, ranker=learned).matches:
            assert match.contributions[BASE] == pytest.approx(learned.base)
            assert expit(sum(match.contributions.values())) == pytest.approx(match.score, abs=1e-6)


def test_trees_need_rows_and_a_linear_model_none() -> None:
    with pytest.raises(ValueError, match="rows"):
        scorer_of(trees())
    hand = PriorRanker.by_hand()
    assert scorer_of(hand) is hand
    assert isinstance(scorer_of(trees(), ROWS), LearnedScorer)


def test_a_ranker_that_was_learned_with_directions_stands_its_trial(learned: LearnedScorer) -> None:
    assert failures(learned, ROWS) == ()
    assert failures(PriorRanker.by_hand(), ROWS) == ()
    assert failures(learned, ROWS[:0]) == ()


def test_trees_without_directions_rank_somebody_lower_for_more_and_are_refused() -> None:
    free = LambdaRanker(max_iter=40, base=PriorRanker.by_hand()).fit(ROWS, GRADES, GROUPS)
    assert LOWERED in failures(LearnedScorer.of(free, ROWS), ROWS)


class Wrong(PriorRanker):
    """Says reasons that its score does not follow."""

    def decision_function(self, X: ArrayLike) -> Array:  # noqa: N803 - scikit-learn's name
        return -super().decision_function(X)


def test_reasons_that_the_score_does_not_follow_are_refused() -> None:
    assert set(failures(Wrong.by_hand(), ROWS)) == {LOWERED, EMPTY}


class Lost(PriorRanker):
    """Gives no number for some."""

    def decision_function(self, X: ArrayLike) -> Array:  # noqa: N803 - scikit-learn's name
        logits = super().decision_function(X)
        logits[0] = np.nan
        return logits


def test_what_is_no_number_is_refused() -> None:
    assert SUMS in failures(Lost.by_hand(), ROWS)
