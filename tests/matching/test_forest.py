"""Trees read all at once say what scikit-learn says that walks down each."""

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingRegressor

from matching.attribution import MEMBERS
from matching.catalogue import FEATURES
from matching.forest import Forest
from matching.prior import PriorRanker
from matching.ranker import LambdaRanker

Rows = NDArray[np.float32]


def drawn(count: int, width: int, seed: int) -> tuple[Rows, NDArray[np.float64]]:
    """Draw rows of few different values, so that many stand right on a threshold, and grades that hang on them."""
    rng = np.random.default_rng(seed)
    rows = (rng.integers(0, 12, (count, width)) / 4).astype(np.float32)
    return rows, np.rint(rows[:, 0] * 2 + rows[:, 1] * rows[:, 2] + rng.random(count)).clip(0, 4)


@pytest.mark.parametrize("leaves", [2, 31, 32, 33, 64])
@pytest.mark.parametrize("depth", [None, 3])
def test_every_row_comes_to_the_leaf_that_walking_down_comes_to(leaves: int, depth: int | None) -> None:
    rows, grades = drawn(900, 6, leaves)
    settings = {"max_leaf_nodes": leaves, "max_depth": depth, "min_samples_leaf": 3, "max_iter": 25}
    booster = HistGradientBoostingRegressor(**settings).fit(rows, grades)
    forest = Forest.of(booster)
    others, _ = drawn(700, 6, leaves + 1)
    beyond = np.array([[-1e9] * 6, [1e9] * 6], dtype=np.float32)
    thresholds = np.array([[each[len(each) // 2] if len(each) else 0 for each in forest.thresholds]])
    for asked in (others, beyond, thresholds, np.nextafter(thresholds, np.inf), rows[:0]):
        assert forest.scores(asked) == pytest.approx(booster.predict(asked) if len(asked) else [], abs=1e-12)
    assert len(np.unique(forest.scores(others))) > 1


def test_a_tree_that_asks_nothing_is_its_leaf() -> None:
    rows, grades = drawn(12, 3, 0)
    booster = HistGradientBoostingRegressor(max_iter=3, min_samples_leaf=20).fit(rows, grades)
    assert Forest.of(booster).scores(rows) == pytest.approx(booster.predict(rows), abs=1e-12)


@pytest.mark.parametrize("base", [None, PriorRanker.by_hand()])
@pytest.mark.parametrize("bags", [1, 2])
def test_leaving_out_a_group_is_predicting_the_row_without_it(base: PriorRanker | None, bags: int) -> None:
    rows, grades = drawn(600, len(FEATURES), 3)
    ranker = LambdaRanker(max_iter=12, min_samples_leaf=5, base=base, bags=bags).fit(rows, grades, np.arange(600) // 20)
    usually, some = np.median(rows, axis=0), rows[:150]
    found = ranker.leaving_out(some, usually, MEMBERS)
    assert found.shape == (150, len(MEMBERS))
    for at, group in enumerate(MEMBERS):
        changed = some.copy()
        changed[:, list(group)] = usually[list(group)]
        assert found[:, at] == pytest.approx(ranker.predict(changed), abs=1e-12)
    walked = np.mean([one.predict(ranker._columns(some)) for one in ranker.boosters_], axis=0)
    assert ranker.predict(some) == pytest.approx(walked, abs=1e-12)
    assert np.ptp(found, axis=1).max() > 0


def test_more_leaves_than_there_are_bits_are_refused() -> None:
    rows, grades = drawn(30, 3, 1)
    with pytest.raises(ValueError, match="65 leaves a tree"):
        LambdaRanker(max_leaf_nodes=65).fit(rows, grades)


def test_what_no_group_holds_is_refused_and_nobody_is_asked_about_nobody() -> None:
    rows, grades = drawn(60, len(FEATURES), 4)
    ranker = LambdaRanker(max_iter=3, min_samples_leaf=5, base=PriorRanker.by_hand()).fit(rows, grades)
    assert ranker.leaving_out(rows[:0], rows[0], MEMBERS).shape == (0, len(MEMBERS))
    with pytest.raises(ValueError, match="each feature once"):
        ranker.leaving_out(rows, rows[0], MEMBERS[:-1])
    with pytest.raises(ValueError, match="NaN"):
        ranker.leaving_out(np.full_like(rows, np.nan), rows[0], MEMBERS)
