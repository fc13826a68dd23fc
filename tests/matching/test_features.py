from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from matching.catalogue import AT, FEATURE_NAMES, FEATURES
from matching.features import Features, pair_features
from matching.index import build_index
from matching.prior import HAND_WEIGHTS
from matching.records import Brief, Candidate, Skill
from tests.matching.people import C2, C3, EVERYBODY, TODAY
from tests.matching.postings import ALL_POSTINGS, P01, P08

INDEX = build_index(EVERYBODY, as_of=TODAY)


def feature(name: str, brief: Brief, candidate: Candidate) -> float:
    return float(pair_features(brief, build_index([candidate], as_of=TODAY), TODAY).matrix[0, AT[name]])


def test_there_are_forty_distinct_features() -> None:
    assert len(FEATURES) == len(set(FEATURE_NAMES)) == 40
    assert all(one.ja and one.en and one.direction in (-1, 0, 1) for one in FEATURES)


@pytest.mark.parametrize("brief", ALL_POSTINGS, ids=lambda brief: brief.id)
def test_features_are_shares(brief: Brief) -> None:
    matrix = pair_features(brief, INDEX, TODAY).matrix
    assert matrix.shape == (4, 40)
    assert matrix.dtype == np.float32
    assert np.isfinite(matrix).all()
    assert (matrix >= 0).all()
    assert (matrix <= 1).all()


def test_an_empty_posting_says_nothing_about_skills() -> None:
    matrix = pair_features(Brief("empty"), INDEX, TODAY).matrix
    told = [one.name for at, one in enumerate(FEATURES) if not np.allclose(matrix[:, at], one.neutral)]
    assert {FEATURES[AT[name]].reason for name in told} <= {
        "certifications", "days", "start", "place", "project", "review", "record", "answers", "completeness",
    }  # fmt: skip


def test_coverage_falls_with_each_requirement_that_is_not_shown() -> None:
    assert feature("required_coverage", P01, C2) > 0.4 > feature("required_coverage", P01, C3)


def test_the_mix_distance_is_half_the_absolute_difference() -> None:
    assert feature("mix_distance", P01, C2) == pytest.approx(0.1)
    assert feature("mix_distance", P08, C3) == pytest.approx(0.1)
    assert feature("main_type", P08, C3) == pytest.approx(0.9)


def test_money_and_dates_are_penalties_only_beyond_the_limit() -> None:
    assert feature("rate_over", P01, C2) == 0
    assert feature("rate_over", P01, replace(C2, rate=1_290_000)) == pytest.approx(0.5, abs=1e-6)
    assert feature("start_late", P01, C2) == 0
    assert feature("start_late", P01, replace(C2, available_from=date(2026, 11, 16))) == pytest.approx(0.5)


def test_the_neighbouring_region_is_half_a_place() -> None:
    assert feature("place_fit", P01, C2) == 1
    assert feature("place_fit", P01, replace(C2, prefectures=frozenset({"22"}))) == 0.5
    assert feature("place_fit", P01, replace(C2, prefectures=frozenset({"47"}))) == 0


def test_reviews_are_shrunk_to_the_usual() -> None:
    one = feature("review", P01, replace(C2, review_mean=5.0, review_count=1))
    many = feature("review", P01, replace(C2, review_mean=5.0, review_count=50))
    assert feature("review", P01, C2) < one < many


def test_a_neighbouring_skill_counts_for_something() -> None:
    brief = Brief("b", tools=(), requirements=P08.requirements[:1])
    beside = Candidate("c", skills=(Skill("skill.issue_management", "A"),))
    assert feature("neighbour_coverage", brief, beside) > feature("neighbour_coverage", brief, Candidate("c"))


def test_the_hand_weights_go_the_way_of_their_features() -> None:
    directions = {one.name: one.direction for one in FEATURES}
    assert {name for name, weight in HAND_WEIGHTS.items() if weight * directions[name] <= 0} == set()


def test_the_transformer_stacks_briefs() -> None:
    stacked = Features(INDEX, TODAY).fit().transform([P01, P08])
    assert stacked.shape == (8, 40)
    assert np.array_equal(stacked[4:], pair_features(P08, INDEX, TODAY).matrix)
    assert list(Features(INDEX).get_feature_names_out()) == list(FEATURE_NAMES)
    assert Features(INDEX).fit().transform([]).shape == (0, 40)


def test_the_transformer_without_an_index_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="needs an index"):
        Features().fit()
