"""How far up the ladder: by hand with nothing to learn from, trees only where they are better on later briefs."""

import numpy as np
from numpy.typing import NDArray

from matching.catalogue import AT, FEATURES
from matching.ladder import FEWEST_GROUPS, RUNGS, Judged, climb, lowest_within_one_error, time_ordered
from matching.prior import HAND_WEIGHTS, PriorRanker

HAND = np.array([HAND_WEIGHTS.get(feature.name, 0.0) for feature in FEATURES])


def judged(fit: NDArray[np.floating], rows: NDArray[np.float32], groups: int, seed: int = 0) -> Judged:
    """Grade the best two of each group 3, the next three 1; groups come in an order of time unlike their names."""
    size = len(rows) // groups
    grades = np.zeros(len(rows))
    for begin in range(0, len(rows), size):
        best = begin + np.argsort(-fit[begin : begin + size], kind="stable")
        grades[best[:2]], grades[best[2:5]] = 3, 1
    named = np.repeat(np.random.default_rng(seed).permutation(groups), size)
    return Judged(rows, grades, named, np.ones(len(rows)), np.repeat(np.arange(groups, dtype=float), size))


def drawn(groups: int, seed: int) -> NDArray[np.float32]:
    return np.random.default_rng(seed).random((groups * 20, len(FEATURES))).astype(np.float32)


def test_with_little_to_learn_from_the_hand_weights_stand() -> None:
    rows = drawn(FEWEST_GROUPS - 1, 0)
    choice = climb(judged(-rows[:, 0], rows, FEWEST_GROUPS - 1))
    assert choice.name == "hand"
    assert all(len(values) == 0 for values in choice.measured.values())
    assert choice.means() == {}
    assert choice.ranker.predict(rows).tolist() == PriorRanker.by_hand().predict(rows).tolist()


def test_where_the_hand_weights_are_right_nothing_richer_is_taken() -> None:
    rows = drawn(40, 1)
    assert climb(judged(rows @ HAND, rows, 40)).name == "hand"


def test_where_the_desk_weighs_otherwise_the_linear_model_learns_it() -> None:
    rows = drawn(40, 2)
    fit = 3 * rows[:, AT["industry"]] + 2 * rows[:, AT["answered"]] - 2 * rows[:, AT["load"]]
    choice = climb(judged(fit, rows, 40), rungs={name: RUNGS[name] for name in ("hand", "linear")})
    assert choice.name == "linear"
    assert choice.means()["linear"] > choice.means()["hand"] + 0.1


def test_what_no_weights_can_say_trees_can() -> None:
    rows = drawn(120, 3)
    skilled = rows[:, AT["required_coverage"]] > 0.5
    fit = np.where(skilled, rows[:, AT["industry"]], 0.1 * rows[:, AT["answered"]])
    choice = climb(judged(fit, rows, 120), folds=2)
    assert choice.name == "trees"
    assert list(choice.measured) == ["hand", "linear", "trees"]
    more = rows.copy()
    more[:, AT["industry"]] += 0.2
    assert (choice.ranker.predict(more) >= choice.ranker.predict(rows)).all()


def test_what_is_measured_is_always_later_than_what_was_learned_from() -> None:
    of = judged(np.arange(400.0), drawn(20, 4), 20, seed=5)
    splits = list(time_ordered(of))
    assert len(splits) == 4
    for earlier, later in splits:
        assert of.when[earlier].max() < of.when[later].min()
        assert not set(of.groups[earlier]) & set(of.groups[later])
    assert sum(later.sum() for _, later in splits) == len(of.rows) * 16 / 20


def test_the_simplest_within_one_error_of_the_best_is_taken() -> None:
    noise = np.random.default_rng(0).normal(size=100)
    simple = np.full(100, 0.7)
    assert lowest_within_one_error({"hand": simple, "trees": simple + 0.001 + 0.1 * (noise - noise.mean())}) == "hand"
    assert lowest_within_one_error({"hand": simple, "trees": simple + 0.05 + 0.1 * (noise - noise.mean())}) == "trees"
    assert lowest_within_one_error({"hand": simple, "linear": simple, "trees": simple - 0.1}) == "hand"
