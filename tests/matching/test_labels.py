"""Signals become grades and weights as the design says; places are judged by random swaps; advisors by their kappa."""

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from matching.labels import CLICKED, GRADES, MOST, Label, Signal, agreement, labels, propensities


def one_label(*signals: Signal, looked: tuple[float, ...] = ()) -> Label:
    (found,) = labels(signals, looked)
    return found


@pytest.mark.parametrize(
    ("kind", "grade"), [("renewed", 4), ("met", 3), ("invitation_accepted", 2), ("saved", 1), ("shown", 0)]
)
def test_the_grade_of_a_signal(kind: str, grade: int) -> None:
    assert one_label(Signal("b", "c", kind)).grade == grade


def test_the_best_that_happened_counts() -> None:
    happened = [Signal("b", "c", kind) for kind in ("shown", "applied", "shortlisted", "met", "read")]
    assert one_label(*happened) == Label("b", "c", 3, 1.0)


def test_a_no_is_a_no_whatever_was_clicked_before() -> None:
    assert one_label(Signal("b", "c", "applied"), Signal("b", "c", "rejected", reason="skills")) == Label(
        "b", "c", 0, 1.0
    )


@pytest.mark.parametrize("reason", ["rate", "start", "days"])
def test_who_was_too_dear_or_too_late_teaches_nothing_of_skills(reason: str) -> None:
    assert labels([Signal("b", "c", "met"), Signal("b", "c", "rejected", reason=reason)]) == []


def test_pairs_are_told_apart_and_keep_their_order() -> None:
    found = labels(
        [Signal("b", "d", "saved"), Signal("a", "d", "shown"), Signal("b", "c", "met"), Signal("b", "d", "met")]
    )
    assert [(one.brief, one.candidate, one.grade) for one in found] == [("b", "d", 3), ("a", "d", 0), ("b", "c", 3)]


def test_a_click_further_down_says_more_and_passing_over_says_less() -> None:
    looked = (1.0, 0.5, 0.01)
    clicks = [one_label(Signal("b", "c", "saved", place), looked=looked).weight for place in (1, 2, 3, 9)]
    assert clicks == [CLICKED, 2 * CLICKED, MOST, MOST]
    passed = [one_label(Signal("b", "c", "shown", place), looked=looked).weight for place in (1, 2, 3)]
    assert passed == pytest.approx([CLICKED, CLICKED / 2, CLICKED / 100])


def test_a_considered_word_counts_in_full_wherever_it_was_shown() -> None:
    assert one_label(Signal("b", "c", "offered", 3), looked=(1.0, 0.5, 0.01)).weight == 1


def test_an_unknown_signal_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown signal 'liked'"):
        labels([Signal("b", "c", "liked")])


def test_places_are_found_from_random_swaps() -> None:
    """Each place is looked at with a known chance; a match that is seen is clicked in three of ten cases."""
    drawn = np.random.default_rng(0)
    true = np.array([1, 0.6, 0.45, 0.3, 0.2])
    shown = drawn.integers(1, 6, 40_000)
    clicked = drawn.random(40_000) < 0.3 * true[shown - 1]
    assert propensities(shown, clicked, places=5) == pytest.approx(true, abs=0.04)


def test_with_nothing_seen_a_place_is_looked_at_one_time_in_its_number() -> None:
    assert propensities([], [], places=4).tolist() == [1, 1 / 2, 1 / 3, 1 / 4]
    few = propensities([1, 3, 3], [1, 1, 0], places=4)
    assert few[0] == 1
    assert (np.diff(few) <= 0).all()


@pytest.mark.parametrize("seed", range(3))
def test_kappa_is_scikit_learns(seed: int) -> None:
    drawn = np.random.default_rng(seed)
    one = drawn.integers(0, 5, 80)
    other = np.clip(one + drawn.integers(-1, 2, 80), 0, 4)
    expected = cohen_kappa_score(one, other, labels=range(5), weights="quadratic")
    assert agreement(one, other) == pytest.approx(expected)


def test_kappa_of_two_who_always_say_the_same_is_one() -> None:
    assert agreement([2, 2], [2, 2]) == agreement([0, 4], [0, 4]) == 1
    with pytest.raises(ValueError, match="same pairs"):
        agreement([1], [1, 2])


def test_every_grade_is_given_by_something() -> None:
    assert set(GRADES.values()) == {0, 1, 2, 3, 4}
