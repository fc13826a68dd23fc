"""Two stages against one: a linear ranker's answer is the same, and so is anybody's where all are finalists."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import index as indexing
from matching.batch import ENTERING_SHOWN, EXCLUDED_SHOWN, Ranking, rank
from matching.constraints import screen
from matching.features import pair_features
from matching.index import CandidateIndex, build_index, updated
from matching.prior import PriorRanker
from matching.records import Brief, Candidate, Requirement, Skill, SkillLevel
from matching.scorer import Scorer
from matching.sieve import highest
from tests.matching.people import EVERYBODY, TODAY
from tests.matching.postings import ALL_POSTINGS
from tests.matching.test_scorer import Together

CONCEPTS = ("skill.sap_implementation", "skill.issue_management", "tool.excel", "skill.minutes", "skill.gxp_csv")
LEVELS: tuple[SkillLevel, ...] = ("A", "B", "C")
WORDS = ("移行", "議事録", "ベンダー", "銀行", "工場", "稟議", "棚卸", "海外")
UNKNOWN = Requirement("町内会の回覧板をまわした経験", where="必須")
BRIEFS = (*ALL_POSTINGS, replace(ALL_POSTINGS[0], requirements=(*ALL_POSTINGS[0].requirements, UNKNOWN)))


def people(count: int, seed: int) -> list[Candidate]:
    drawn = np.random.default_rng(seed)
    return [_person(drawn, at) for at in range(count)]


def _person(drawn: np.random.Generator, at: int) -> Candidate:
    held = drawn.choice(CONCEPTS, drawn.integers(0, 4), replace=False)
    return replace(
        EVERYBODY[drawn.integers(len(EVERYBODY))],
        id=f"p{at:04d}",
        text="。".join(drawn.choice(WORDS, 3)),
        skills=tuple(Skill(str(one), LEVELS[drawn.integers(3)], float(drawn.integers(0, 12))) for one in held),
        rate=int(drawn.integers(50, 250)) * 10_000,
        days_free=float(drawn.integers(0, 6)),
        available_from=TODAY + timedelta(int(drawn.integers(-30, 120))),
        blocked=frozenset({"minato"} if drawn.random() < 0.1 else ()),
    )


def in_parts(candidates: list[Candidate], size: int) -> CandidateIndex:
    """Index candidates in parts of so many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(indexing, "PART", size)
        return build_index(candidates, as_of=TODAY)


def one_stage(brief: Brief, index: CandidateIndex, ranker: Scorer, k: int) -> Mapping[str, list[float]]:
    """Score everybody and sort: what two stages must come to."""
    scores = ranker.predict(pair_features(brief, index, TODAY).matrix)
    screening = screen(brief, index, TODAY)

    def best(mask: np.ndarray[tuple[int], np.dtype[np.bool_]], most: int) -> list[float]:
        return sorted(scores[mask].tolist(), reverse=True)[: max(most, 0)]

    passing = best(screening.eligible, k)
    entering = [score for mask in screening.alone.values() for score in best(mask, ENTERING_SHOWN)]
    return {
        "matches": passing + best(screening.passing & ~screening.eligible, k - len(passing)),
        "excluded": [*best(screening.others, EXCLUDED_SHOWN), *entering],
    }


def same(ranking: Ranking, expected: Mapping[str, list[float]]) -> None:
    assert [one.score for one in ranking.matches] == pytest.approx(expected["matches"], abs=1e-9)
    apart = np.abs(np.subtract.outer([one.score for one in ranking.excluded], expected["excluded"]))
    assert apart.shape == (0, 0) or max(apart.min(axis=0).max(), apart.min(axis=1).max()) < 1e-9  # each has its like


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 2**16),
    st.integers(0, 150),
    st.sampled_from(BRIEFS),
    st.integers(0, 40),
    st.sampled_from(["hand", "wild"]),
)
def test_a_linear_ranker_answers_as_if_everybody_had_been_read(
    seed: int, count: int, brief: Brief, k: int, weights: str
) -> None:
    ranker = PriorRanker.by_hand()
    if weights == "wild":  # weights of any size and sign, as no fit would find them
        ranker.coef_ = np.random.default_rng(seed).normal(0, 1, len(ranker.coef_))
    index = in_parts(people(count, seed), 32)
    if count:
        same(rank(brief, index, k=k, as_of=TODAY, ranker=ranker), one_stage(brief, index, ranker, k))


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**16), st.sampled_from(BRIEFS))
def test_where_all_are_finalists_everybody_is_scored(seed: int, brief: Brief) -> None:
    index = in_parts(people(90, seed), 40)
    same(rank(brief, index, k=20, as_of=TODAY, ranker=Together()), one_stage(brief, index, Together(), 20))


def test_with_few_finalists_the_ranker_decides_among_them() -> None:
    index = in_parts(people(400, 1), 100)
    brief, hand = BRIEFS[5], PriorRanker.by_hand()
    first = {one.candidate_id for one in rank(brief, index, k=60, as_of=TODAY, ranker=hand).matches}
    ranking = rank(brief, index, k=10, as_of=TODAY, ranker=Together(), finalists=30)
    assert {one.candidate_id for one in ranking.matches} <= first
    scores = [one.score for one in ranking.matches]
    assert scores == sorted(scores, reverse=True)
    matrix = pair_features(brief, index, TODAY).matrix
    for one in ranking.matches:
        row = index.rows([one.candidate_id])
        assert one.score == pytest.approx(Together().predict(matrix[row])[0], abs=1e-9)


@pytest.mark.parametrize("brief", BRIEFS, ids=lambda brief: brief.id)
def test_parts_answer_as_one(brief: Brief) -> None:
    """Counts, relaxed conditions and who would enter are of the whole, not of a part."""
    whole, parts = (in_parts(people(200, 3), size) for size in (1000, 7))
    assert len(parts.parts) > 20
    assert rank(brief, parts, as_of=TODAY, k=50) == rank(brief, whole, as_of=TODAY, k=50)


def test_whoever_is_gone_is_in_no_answer() -> None:
    before = in_parts(people(1200, 4), 2000)
    changed = [replace(one, rate=600_000, days_free=5.0) for one in people(1200, 4)[::60]]
    after = updated(before, changed, gone=["p0001", "p0002"])
    assert len(after.parts) == 2
    assert (len(before), len(after)) == (1200, 1198)
    assert (before.row("p0001"), after.row("p0001")) == (1, None)
    kept = {one.id: one for one in people(1200, 4)} | {one.id: one for one in changed}
    fresh = build_index([one for name, one in kept.items() if name not in ("p0001", "p0002")], as_of=TODAY, like=before)
    for brief in BRIEFS:
        ours, theirs = (rank(brief, one, as_of=TODAY, k=1200) for one in (after, fresh))
        expected = {one.candidate_id: one.score for one in theirs.matches}
        assert {one.candidate_id: one.score for one in ours.matches} == pytest.approx(expected, abs=1e-9)
        assert ours.excluded_counts == theirs.excluded_counts
        assert (ours.relaxed, ours.entering) == (theirs.relaxed, theirs.entering)


@given(st.lists(st.integers(-5, 5), min_size=1, max_size=30), st.integers(1, 40))
def test_the_highest_are_all_there_in_the_order_of_rows(given_values: list[int], k: int) -> None:
    values = np.tile(np.array(given_values, dtype=np.float32), 300)
    rows = highest(values, k)
    assert (np.diff(rows) > 0).all()
    assert set(np.flatnonzero(values > np.sort(values)[-min(k, len(values))])) <= set(rows.tolist())
    assert len(rows) >= min(k, len(values))
