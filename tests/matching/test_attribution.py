"""Parts sum to the score, exactly for the linear model; a better group never counts against, a usual one not at all."""

import numpy as np
import pytest

from matching.attribution import GROUPS, MEMBERS, attribute, raw, usual
from matching.catalogue import AT, FEATURES
from matching.ladder import DIRECTIONS
from matching.prior import PriorRanker
from matching.ranker import LambdaRanker, Ranker

DRAWN = np.random.default_rng(0)
ROWS = DRAWN.random((600, len(FEATURES))).astype(np.float32)
GROUP_OF = np.repeat(np.arange(30), 20)


def fitted() -> list[Ranker]:
    worth = ROWS[:, AT["required_coverage"]] * ROWS[:, AT["industry"]] - ROWS[:, AT["rate_over"]]
    grades = np.digitize(worth, [0.0, 0.3])
    trees = LambdaRanker(max_iter=60, min_samples_leaf=5, base=PriorRanker.by_hand(), directions=DIRECTIONS)
    return [PriorRanker.by_hand(), trees.fit(ROWS, grades, GROUP_OF)]


RANKERS = fitted()


@pytest.mark.parametrize("ranker", RANKERS, ids=["linear", "trees"])
def test_base_parts_and_rest_sum_to_the_score(ranker: Ranker) -> None:
    found = attribute(ranker, ROWS, usual(ROWS))
    assert found.scores() == pytest.approx(raw(ranker, ROWS))
    assert found.parts.shape == (len(ROWS), len(GROUPS))


def test_a_linear_score_leaves_no_rest_and_trees_name_theirs() -> None:
    linear, trees = (attribute(ranker, ROWS, usual(ROWS)) for ranker in RANKERS)
    assert linear.rest == pytest.approx(np.zeros(len(ROWS)), abs=1e-6)
    assert np.abs(trees.rest).max() > 0.01


@pytest.mark.parametrize("ranker", RANKERS, ids=["linear", "trees"])
def test_a_group_that_is_usual_has_no_part(ranker: Ranker) -> None:
    reference = usual(ROWS)
    rows = ROWS.copy()
    rows[:, list(MEMBERS[3])] = reference[list(MEMBERS[3])]
    assert attribute(ranker, rows, reference).parts[:, 3] == pytest.approx(np.zeros(len(rows)), abs=1e-6)


@pytest.mark.parametrize("ranker", RANKERS, ids=["linear", "trees"])
def test_a_group_that_is_better_throughout_never_counts_against(ranker: Ranker) -> None:
    """Ten thousand rows, each better than the usual candidate in one group, in the directions of its features."""
    reference = usual(ROWS)
    ways = np.array(DIRECTIONS)
    rows = DRAWN.random((10_000, len(FEATURES))).astype(np.float32)
    for at, members in enumerate(MEMBERS):
        better = np.flatnonzero(np.isin(np.arange(len(FEATURES)), members))
        part = rows[at :: len(MEMBERS)]
        part[:, better] = reference[better] + ways[better] * np.abs(part[:, better] - reference[better])
        assert attribute(ranker, part, reference).parts[:, at].min() >= -1e-6


def test_the_usual_candidate_is_one_who_meets_the_conditions() -> None:
    eligible = np.zeros(len(ROWS), dtype=bool)
    eligible[:3] = True
    assert usual(ROWS, eligible).tolist() == np.median(ROWS[:3], axis=0).tolist()
    assert usual(ROWS, np.zeros(len(ROWS))).tolist() == usual(ROWS).tolist()
    with pytest.raises(ValueError, match="nobody"):
        usual(np.empty((0, 3)))


def test_every_feature_is_in_one_group() -> None:
    assert sorted(at for members in MEMBERS for at in members) == list(range(len(FEATURES)))
