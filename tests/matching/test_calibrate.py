"""Bands until five hundred outcomes; then chances that never fall with the score and hold on later matches."""

import numpy as np
import pytest

from matching.calibrate import FEWEST, calibrate

DRAWN = np.random.default_rng(0)
POSSIBLE = DRAWN.random(5_000)


def outcomes(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw scores, and contracts with a chance of a third of the score squared."""
    drawn = np.random.default_rng(seed)
    scores = drawn.random(count)
    return scores, drawn.random(count) < scores**2 / 3


def test_with_few_outcomes_there_are_bands_and_no_percentage() -> None:
    found = calibrate(POSSIBLE, *outcomes(FEWEST - 1, 1))
    assert found.chance(0.9) is None
    assert found.error is None
    assert [found.band(score) for score in (0.1, 0.6, 0.99)] == ["low", "middle", "high"]
    shares = np.unique([found.band(score) for score in POSSIBLE], return_counts=True)[1] / len(POSSIBLE)
    assert shares == pytest.approx([0.15, 0.5, 0.35], abs=0.01)


def test_with_enough_the_chance_is_near_the_truth_and_never_falls() -> None:
    found = calibrate(POSSIBLE, *outcomes(20_000, 2))
    at = np.linspace(0.05, 0.95, 19)
    chances = np.array([found.chance(score) for score in at], dtype=float)
    assert chances == pytest.approx(at**2 / 3, abs=0.05)
    assert (np.diff(chances) >= 0).all()
    assert found.error is not None
    assert found.error < 0.03


def test_the_error_is_that_of_later_matches() -> None:
    """From some day on nobody is contracted any more: what was learned before is told to be wrong by so much."""
    scores, happened = outcomes(5_000, 3)
    when = np.arange(5_000)
    happened[when >= 4_000] = False
    mixed = np.random.default_rng(4).permutation(5_000)
    found = calibrate(POSSIBLE, scores[mixed], happened[mixed], when[mixed])
    assert found.error == pytest.approx((scores[4_000:] ** 2 / 3).mean(), abs=0.02)
    assert calibrate(POSSIBLE, scores[mixed], happened[mixed]).error != found.error


def test_scores_beyond_what_was_seen_get_the_nearest_chance() -> None:
    found = calibrate(POSSIBLE, *outcomes(2_000, 5))
    assert found.chance(-1) == found.chance(0)
    assert found.chance(2) == found.chance(1)


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(ValueError, match="for each"):
        calibrate(POSSIBLE, [0.1], [1, 0])
    with pytest.raises(ValueError, match="no match"):
        calibrate([], [0.1], [1])
