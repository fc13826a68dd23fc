"""One place for somebody new, less of the same few, and shares that are watched."""

import numpy as np
import pytest

from matching.exposure import FEWEST_SHOWN, FROM, PLACES, TOP, UNTIL, audit, damped, explore

RANKED = [f"c{at}" for at in range(1, 201)]


def test_somebody_of_the_further_ranks_stands_in_a_late_place_and_the_rest_keep_their_order() -> None:
    for key in map(str, range(200)):
        tried = explore(RANKED, (), key=key)
        assert tried.place in PLACES
        assert tried.candidate is not None
        assert tried.order[tried.place - 1] == tried.candidate
        assert tried.rank is not None
        assert FROM <= tried.rank <= UNTIL
        assert [one for one in tried.order if one != tried.candidate] == [
            one for one in RANKED if one != tried.candidate
        ]


def test_newcomers_come_first_and_all_come_in_turn() -> None:
    new = {"c12", "c30", "c50", "c51", "c3"}
    drawn = {explore(RANKED, new, key=f"{at}").candidate for at in range(100)}
    assert drawn == {"c12", "c30", "c50"}
    assert len({explore(RANKED, (), key=f"{at}").candidate for at in range(500)}) == UNTIL - FROM + 1


def test_the_same_list_looks_the_same_on_the_same_day() -> None:
    assert explore(RANKED, (), key="brief 2026-11-23") == explore(RANKED, (), key="brief 2026-11-23")


@pytest.mark.parametrize("count", [0, 1, 10])
def test_a_short_list_stays_as_it_is(count: int) -> None:
    tried = explore(RANKED[:count], set(RANKED), key="a")
    assert tried.order == tuple(RANKED[:count])
    assert (tried.candidate, tried.place, tried.rank) == (None, None, None)


def test_with_eleven_the_eleventh_is_tried() -> None:
    tried = explore(RANKED[:11], (), key="a")
    assert (tried.candidate, tried.rank, len(tried.order)) == ("c11", 11, 11)


def test_who_is_shown_often_gives_way_to_the_like() -> None:
    found = damped([2.0, 1.9, 0.0], [110, 0, 0])
    assert found.tolist() == [1.0, 1.9, 0.0]
    assert damped([2.0, 1.9], [10, 10]).tolist() == [2.0, 1.9]


def test_nobody_of_the_best_falls_below_them_and_the_others_keep_their_scores() -> None:
    drawn = np.random.default_rng(0)
    scores, shown = drawn.normal(size=300), drawn.integers(0, 5000, 300)
    found = damped(scores, shown)
    best = np.argsort(-scores)[:TOP]
    rest = np.setdiff1d(np.arange(300), best)
    assert (found[rest] == scores[rest]).all()
    assert found[best].min() >= scores[rest].max()
    assert (found <= scores).all()


def test_the_audit_names_who_is_shown_too_little_or_too_much() -> None:
    found = {one.group: one for one in audit({"new": 10, "known": 90}, {"new": 50, "known": 150, "nobody": 0})}
    assert set(found) == {"new", "known"}
    assert found["new"].ratio == pytest.approx(0.1 / 0.25)
    assert not found["new"].within
    assert found["known"].ratio == pytest.approx(0.9 / 0.75)
    assert found["known"].within


def test_a_handful_proves_nothing() -> None:
    assert all(one.within for one in audit({"known": FEWEST_SHOWN - 1}, {"new": 50, "known": 50}))
    assert not all(one.within for one in audit({"known": FEWEST_SHOWN}, {"new": 50, "known": 50}))
    assert [one.ratio for one in audit({}, {"new": 5})] == [0]
