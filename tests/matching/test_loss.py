"""The gradients against the published formula written out pair by pair; what scikit-learn keeps private stands."""

import math
import pickle
from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingRegressor

from matching.loss import LambdaLoss, boosted, released

Array = NDArray[np.float64]


def reference(scores: Array, grades: Array, truncation: int) -> tuple[Array, Array]:
    """LambdaRank of one group, one pair at a time (Burges 2010, section 7), with the two normalisations."""
    gains = 2.0**grades - 1
    rank = np.empty(len(scores), dtype=int)
    rank[np.argsort(-scores, kind="stable")] = np.arange(len(scores))
    ideal = sum(gain / math.log2(at + 2) for at, gain in enumerate(sorted(gains, reverse=True)))
    gradient, hessian, whole = np.zeros(len(scores)), np.zeros(len(scores)), 0.0
    for better, worse in product(range(len(scores)), repeat=2):
        if grades[better] <= grades[worse] or min(rank[better], rank[worse]) >= truncation:
            continue
        gap = scores[better] - scores[worse]
        swap = abs(1 / math.log2(rank[better] + 2) - 1 / math.log2(rank[worse] + 2))
        change = (gains[better] - gains[worse]) * swap / ideal
        if len(set(scores)) > 1:
            change /= 0.01 + abs(gap)
        wrong = 1 / (1 + math.exp(gap))
        gradient[better] -= wrong * change
        gradient[worse] += wrong * change
        hessian[better] += wrong * (1 - wrong) * change
        hessian[worse] += wrong * (1 - wrong) * change
        whole += 2 * wrong * change
    norm = math.log2(1 + whole) / whole if whole > 0 else 1
    return gradient * norm, hessian * norm


@pytest.mark.parametrize("truncation", [3, 30])
@pytest.mark.parametrize("seed", range(5))
def test_gradients_are_those_of_the_formula(seed: int, truncation: int) -> None:
    drawn = np.random.default_rng(seed)
    sizes = drawn.integers(1, 15, 20)
    grades = drawn.integers(0, 4, sizes.sum()).astype(float)
    scores = drawn.normal(size=sizes.sum())
    loss = LambdaLoss(sizes, 2**grades - 1, truncation=truncation, noise=0)
    gradient, hessian = loss.gradient_hessian(grades, scores)
    ends = np.cumsum(sizes)
    for begin, end in zip(ends - sizes, ends, strict=True):
        slope, curve = reference(scores[begin:end], grades[begin:end], truncation)
        np.testing.assert_allclose(gradient[begin:end], slope, rtol=2e-4, atol=1e-5)
        np.testing.assert_allclose(hessian[begin:end], curve, rtol=2e-4, atol=1e-5)


def test_scores_that_are_all_alike_pull_the_better_up() -> None:
    loss = LambdaLoss(np.array([4]), np.array([0.0, 7, 1, 0]), noise=0)
    gradient, _hessian = loss.gradient_hessian(np.zeros(4), np.zeros(4))
    assert gradient[1] < 0 < min(gradient[0], gradient[3])
    assert gradient[1] < gradient[2] < gradient[0]


def test_a_group_with_one_grade_teaches_nothing() -> None:
    loss = LambdaLoss(np.array([3, 2]), np.array([3.0, 3, 3, 0, 0]), noise=0)
    gradient, _hessian = loss.gradient_hessian(np.zeros(5), np.array([1.0, 2, 3, 4, 5]))
    assert gradient.tolist() == [0] * 5


def test_a_judgement_without_trust_is_in_no_pair() -> None:
    gains, scores = np.array([0.0, 7, 1, 3]), np.array([0.3, 0.1, 0.2, -1])
    trusted = LambdaLoss(np.array([4]), gains, weights=np.array([1.0, 0, 1, 0]), noise=0)
    gradient, _hessian = trusted.gradient_hessian(gains, scores)
    assert gradient[[1, 3]].tolist() == [0, 0]
    assert gradient[2] < 0 < gradient[0]
    doubled = LambdaLoss(np.array([4]), gains, weights=np.array([4.0, 0, 4, 0]), noise=0)
    assert doubled.gradient_hessian(gains, scores)[0][2] < gradient[2]


def test_noise_comes_from_the_seed() -> None:
    grades = np.arange(6.0)

    def drawn(seed: int) -> NDArray[np.float32]:
        return LambdaLoss(np.array([6]), grades, noise=2, seed=seed).gradient_hessian(grades, np.zeros(6))[0]

    assert drawn(1).tolist() == drawn(1).tolist() != drawn(2).tolist()


def test_scikit_learn_still_takes_a_loss_of_ours_and_gives_its_own_back() -> None:
    """Where this fails after an upgrade, `matching.loss` has to follow; nothing else touches private names."""
    drawn = np.random.default_rng(0)
    rows, grades = drawn.normal(size=(400, 3)), drawn.integers(0, 3, 400).astype(float)
    booster = boosted(LambdaLoss(np.full(40, 10), 2**grades - 1), max_iter=10, random_state=0).fit(rows, grades)
    before = booster.predict(rows)
    saved = pickle.dumps(released(booster))
    assert b"matching" not in saved
    loaded = pickle.loads(saved)  # noqa: S301 - our own bytes
    assert isinstance(loaded, HistGradientBoostingRegressor)
    assert loaded.predict(rows).tolist() == before.tolist()
    assert np.ptp(before) > 0
