"""LambdaRanker learns an order within groups, keeps the directions it is given, and behaves as scikit-learn asks."""

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.utils.estimator_checks import parametrize_with_checks

from matching.evaluate import ndcg_at_k
from matching.prior import PriorRanker
from matching.ranker import LambdaRanker

Array = NDArray[np.float64]


def market(seed: int, *, groups: int = 60, size: int = 20) -> tuple[Array, Array, NDArray[np.intp]]:
    """Make groups whose grades hang on two of five columns; a column of the group alone says nothing within it."""
    drawn = np.random.default_rng(seed)
    group_of = np.repeat(np.arange(groups), size)
    rows = drawn.normal(size=(groups * size, 5))
    rows[:, 4] = drawn.normal(size=groups)[group_of]
    fit = 2 * rows[:, 0] - rows[:, 1] * (rows[:, 2] > 0) + 5 * rows[:, 4] + 0.5 * drawn.normal(size=len(rows))
    grades = np.zeros(len(rows))
    for group in range(groups):
        members = np.flatnonzero(group_of == group)
        best = members[np.argsort(-fit[members])]
        grades[best[:2]], grades[best[2:5]] = 3, 1
    return rows, grades, group_of


def quality(ranker: LambdaRanker, rows: Array, grades: Array, group_of: NDArray[np.intp]) -> float:
    scores = ranker.predict(rows)
    members = [np.flatnonzero(group_of == group) for group in np.unique(group_of)]
    return float(np.mean([ndcg_at_k(grades[each][np.argsort(-scores[each])]) for each in members]))


# Skips within: scikit-learn's array API check needs SCIPY_ARRAY_API set before the first import of scipy.
@parametrize_with_checks([LambdaRanker(max_iter=10), LambdaRanker(max_iter=5, base=PriorRanker(standardise=True))])
def test_it_is_an_estimator(estimator, check) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    check(estimator)


def test_it_learns_what_holds_for_others_too() -> None:
    ranker = LambdaRanker(max_iter=60, min_samples_leaf=5, bags=2).fit(*market(0))
    assert quality(ranker, *market(1)) > quality(LambdaRanker(max_iter=1).fit(*market(0)), *market(1)) + 0.1


def test_the_order_of_the_groups_and_their_names_do_not_matter() -> None:
    rows, grades, group_of = market(2)
    mixed = np.argsort(np.random.default_rng(0).permutation(60)[group_of], kind="stable")
    one = LambdaRanker(max_iter=15).fit(rows, grades, group_of).predict(rows)
    other = LambdaRanker(max_iter=15).fit(rows[mixed], grades[mixed], 1000 + 3 * group_of[mixed]).predict(rows)
    assert one.tolist() == other.tolist()


def test_a_direction_is_kept_in_ten_thousand_pairs() -> None:
    rows, grades, group_of = market(3)
    ranker = LambdaRanker(max_iter=60, min_samples_leaf=5, directions=[1, -1, 0, 0, 0]).fit(rows, grades, group_of)
    drawn = np.random.default_rng(0)
    low = drawn.normal(size=(10_000, 5))
    high = low.copy()
    high[:, 0] += drawn.exponential(size=len(low))
    assert (ranker.predict(high) >= ranker.predict(low)).all()
    high[:, 0], high[:, 1] = low[:, 0], low[:, 1] - 1
    assert (ranker.predict(high) >= ranker.predict(low)).all()


def test_what_is_not_trusted_teaches_nothing() -> None:
    """A third of the judgements is turned upside down; with no weight they do no harm."""
    rows, grades, group_of = market(4)
    lies = np.random.default_rng(1).random(len(rows)) < 1 / 3
    told = np.where(lies, 3 - grades, grades)
    naive = LambdaRanker(max_iter=60, min_samples_leaf=5).fit(rows, told, group_of)
    wary = LambdaRanker(max_iter=60, min_samples_leaf=5).fit(rows, told, group_of, weights=np.where(lies, 0.0, 1.0))
    assert quality(wary, *market(5)) > quality(naive, *market(5)) + 0.05


@pytest.mark.parametrize("weights", [[1.0], [-1.0, 1, 1], [float("nan"), 1, 1]])
def test_weights_that_make_no_sense_are_refused(weights: list[float]) -> None:
    with pytest.raises(ValueError, match="3 numbers of at least 0"):
        LambdaRanker().fit(np.zeros((3, 1)), np.arange(3), weights=weights)


def test_groups_of_another_length_are_refused() -> None:
    with pytest.raises(ValueError, match="2 groups for 3 rows"):
        LambdaRanker().fit(np.zeros((3, 1)), np.arange(3), groups=[0, 0])


def test_grades_may_begin_anywhere_and_be_large() -> None:
    rows, grades, group_of = market(6, groups=10)
    usual = LambdaRanker(max_iter=5, random_state=3).fit(rows, grades, group_of).predict(rows)
    moved = LambdaRanker(max_iter=5, random_state=3).fit(rows, grades - 7, group_of).predict(rows)
    assert usual.tolist() == moved.tolist()
    assert np.isfinite(LambdaRanker(max_iter=5).fit(rows, grades * 1e6, group_of).predict(rows)).all()


def test_a_linear_order_is_learned_from_few_groups_with_a_linear_base() -> None:
    """Eight groups are little for trees; what is linear in it they need not find."""
    drawn = np.random.default_rng(7)

    def linear(groups: int) -> tuple[Array, Array, NDArray[np.intp]]:
        rows = drawn.normal(size=(groups * 20, 8)) * 10
        fit = rows @ np.linspace(1, 0, 8)
        grades = np.concatenate([np.argsort(np.argsort(each)) // 5 for each in fit.reshape(groups, 20)])
        return rows, grades.astype(float), np.repeat(np.arange(groups), 20)

    few, others = linear(8), linear(60)
    alone = LambdaRanker(max_iter=60, min_samples_leaf=5).fit(*few)
    helped = LambdaRanker(max_iter=60, min_samples_leaf=5, base=PriorRanker(standardise=True)).fit(*few)
    assert quality(helped, *others) > quality(alone, *others) + 0.02


def test_a_base_keeps_the_directions_of_the_columns() -> None:
    rows, grades, group_of = market(8)
    base = PriorRanker(directions=[1, -1, 0, 0, 0], standardise=True)
    ranker = LambdaRanker(max_iter=40, min_samples_leaf=5, directions=[1, -1, 0, 0, 0], base=base)
    ranker.fit(rows, -grades, group_of)  # every judgement speaks against the directions
    low = np.random.default_rng(0).normal(size=(10_000, 5))
    high = low + np.array([0.5, -0.5, 0, 0, 0])
    assert (ranker.predict(high) >= ranker.predict(low)).all()
