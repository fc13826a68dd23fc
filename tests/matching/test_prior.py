import numpy as np
import pytest
from sklearn.utils.estimator_checks import parametrize_with_checks

from matching.catalogue import FEATURES
from matching.evaluate import ndcg_at_k
from matching.prior import PriorRanker


# Skips within: scikit-learn's array API check needs SCIPY_ARRAY_API set before the first import of scipy.
@parametrize_with_checks([PriorRanker()])
def test_prior_ranker_is_an_estimator(estimator, check) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    check(estimator)


def test_by_hand_needs_no_data_and_scores_within_one() -> None:
    rows = np.random.default_rng(0).random((100, len(FEATURES)))
    scores = PriorRanker.by_hand().predict(rows)
    assert ((scores > 0) & (scores < 1)).all()


def test_contributions_and_base_sum_to_the_logit() -> None:
    rows = np.random.default_rng(1).random((50, len(FEATURES)))
    ranker = PriorRanker.by_hand()
    assert ranker.contributions(rows).sum(axis=1) + ranker.base == pytest.approx(ranker.decision_function(rows))


@pytest.mark.parametrize("at", range(len(FEATURES)), ids=[one.name for one in FEATURES])
def test_a_feature_moves_the_score_only_in_its_direction(at: int) -> None:
    rows = np.random.default_rng(2).random((50, len(FEATURES)))
    more = rows.copy()
    more[:, at] += 0.1
    ranker = PriorRanker.by_hand()
    assert ((ranker.predict(more) - ranker.predict(rows)) * FEATURES[at].direction >= 0).all()


def test_fitting_learns_what_the_judges_prefer() -> None:
    draw = np.random.default_rng(3)
    rows, groups = draw.random((600, 5)), np.repeat(np.arange(30), 20)
    truth = rows @ [3.0, 1.0, 0.0, 0.0, -2.0]
    grades = np.digitize(truth, np.quantile(truth, (0.5, 0.8, 0.95)))
    ranker = PriorRanker(prior_coef=np.full(5, 0.5), sd=2.0).fit(rows, grades, groups)
    fresh = draw.random((200, 5))
    fresh_truth = fresh @ [3.0, 1.0, 0.0, 0.0, -2.0]
    fresh_grades = np.digitize(fresh_truth, np.quantile(fresh_truth, (0.5, 0.8, 0.95)))
    learned = ndcg_at_k(fresh_grades[np.argsort(-ranker.predict(fresh))])
    by_prior = ndcg_at_k(fresh_grades[np.argsort(-(fresh @ np.full(5, 0.5)))])
    assert learned > 0.95 > by_prior


def test_a_weight_never_changes_its_direction() -> None:
    draw = np.random.default_rng(4)
    rows = draw.random((200, 2))
    against = (rows[:, 0] < 0.5).astype(int)  # the judges prefer less of the first
    ranker = PriorRanker(prior_coef=[1.0, 1.0], directions=[1, 1], sd=10.0).fit(rows, against)
    assert (ranker.coef_ >= 0).all()
    assert ranker.coef_[0] == pytest.approx(0)


def test_without_a_preference_the_prior_stays() -> None:
    rows = np.random.default_rng(5).random((40, 3))
    ranker = PriorRanker(prior_coef=[1.0, 2.0, 3.0]).fit(rows, np.ones(40))
    assert ranker.coef_.tolist() == [1.0, 2.0, 3.0]


def test_only_pairs_within_a_group_are_compared() -> None:
    rows = np.array([[0.0], [0.0], [1.0], [1.0]])
    ranker = PriorRanker().fit(rows, [0, 1, 2, 3], groups=[0, 0, 1, 1])
    assert ranker.coef_ == pytest.approx(0)


def test_large_groups_are_drawn_from() -> None:
    rows = np.random.default_rng(6).random((1_000, 2))
    ranker = PriorRanker().fit(rows, (rows[:, 0] * 4).astype(int))
    assert ranker.coef_[0] > 0.5 > abs(ranker.coef_[1])


def test_weights_of_another_width_are_a_value_error() -> None:
    with pytest.raises(ValueError, match="expected 3 values"):
        PriorRanker(prior_coef=[1.0]).fit(np.ones((2, 3)), [0, 1])
