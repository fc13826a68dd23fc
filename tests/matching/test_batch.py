import json
import time
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching.batch import Ranking, rank, rank_briefs
from matching.index import build_index
from matching.prior import PriorRanker
from matching.records import Brief, Candidate, Certification, PastProject, Requirement, Skill
from matching.vocabulary import by_kind
from tests.bench.ranking.crowd import briefs, people
from tests.matching.people import C1, C2, C3, C4, EVERYBODY, TODAY
from tests.matching.postings import ALL_POSTINGS, P01, P02, P03, P04, P05, P06

INDEX = build_index(EVERYBODY, as_of=TODAY)


@pytest.mark.parametrize(
    ("brief", "best"), [(P01, C2), (P02, C3), (P03, C1), (P05, C3), (P06, C4)], ids=lambda one: one.id
)
def test_the_natural_candidate_has_the_highest_score(brief: Brief, best: Candidate) -> None:
    ranking = rank(brief, INDEX, as_of=TODAY)
    scores = {one.candidate_id: one.score for one in (*ranking.matches, *ranking.excluded)}
    assert max(scores, key=scores.__getitem__) == best.id
    assert scores[best.id] > 2 * sorted(scores.values())[-2]


def test_a_person_sees_the_score_that_the_client_sees() -> None:
    for brief in ALL_POSTINGS:
        ranking = rank(brief, INDEX, as_of=TODAY)
        for match in (*ranking.matches, *ranking.excluded):
            person = next(one for one in EVERYBODY if one.id == match.candidate_id)
            ((_id, mine),) = rank_briefs(person, [brief], as_of=TODAY, like=INDEX, also={brief.id})
            assert mine.score == pytest.approx(match.score, abs=1e-6)


@pytest.mark.parametrize(("brief", "best"), [(P01, C2), (P03, C1), (P06, C4)], ids=lambda one: one.id)
def test_who_can_take_the_work_is_listed_first(brief: Brief, best: Candidate) -> None:
    first = rank(brief, INDEX, as_of=TODAY).matches[0]
    assert (first.candidate_id, first.eligible, first.excluded_by) == (best.id, True, ())


def test_who_cannot_be_there_is_named_with_the_reason() -> None:
    ranking = rank(P02, INDEX, as_of=TODAY)
    assert ranking.matches == ()
    assert ranking.excluded[0].candidate_id == "C3"
    assert ranking.excluded[0].excluded_by == ("place_impossible",)
    assert ranking.excluded_counts is not None
    assert ranking.excluded_counts["place_impossible"] == 4


def test_everybody_is_either_matched_or_excluded() -> None:
    for brief in ALL_POSTINGS:
        ranking = rank(brief, INDEX, as_of=TODAY)
        assert sorted(one.candidate_id for one in (*ranking.matches, *ranking.excluded)) == ["C1", "C2", "C3", "C4"]


def test_k_is_the_most_that_are_returned() -> None:
    assert [len(rank(P06, INDEX, k=k, as_of=TODAY).matches) for k in (0, 1, 3, 10)] == [0, 1, 3, 4]


def test_reasons_are_given_to_as_many_of_the_best_as_asked() -> None:
    def told(explained: int) -> list[bool]:
        matches = rank(P06, INDEX, as_of=TODAY, explained=explained).matches
        return [bool(one.reasons) and bool(one.contributions) for one in matches]

    assert [told(number) for number in (0, 2, 50)] == [[False] * 4, [True, True, False, False], [True] * 4]


def test_a_ranking_survives_json() -> None:
    ranking = rank(P04, INDEX, as_of=TODAY)
    assert Ranking.from_dict(json.loads(json.dumps(ranking.to_dict()))) == ranking


def test_briefs_are_ranked_for_a_candidate_by_the_same_score() -> None:
    found = rank_briefs(C2, ALL_POSTINGS, as_of=TODAY, like=INDEX)
    assert [brief for brief, _ in found] == ["P01", "P06"]
    match = found[0][1]
    assert match.reasons
    assert match.score == pytest.approx(rank(P01, INDEX, as_of=TODAY).matches[0].score, abs=0.02)


def test_briefs_asked_for_are_answered_wherever_they_stand() -> None:
    every = frozenset(brief.id for brief in ALL_POSTINGS)
    best = rank_briefs(C2, ALL_POSTINGS, k=1, as_of=TODAY, like=INDEX)
    assert [brief for brief, _ in best] == ["P01"]
    asked = dict(rank_briefs(C2, ALL_POSTINGS, k=1, as_of=TODAY, like=INDEX, also=frozenset({"P04", "P06"})))
    assert list(asked) == ["P01", "P06", "P04"]
    assert asked["P06"].eligible
    assert (asked["P04"].eligible, bool(asked["P04"].excluded_by), bool(asked["P04"].reasons)) == (False, True, True)
    assert set(dict(rank_briefs(C2, ALL_POSTINGS, k=0, as_of=TODAY, also=every))) == every


def test_a_blocked_posting_is_not_shown_to_the_candidate() -> None:
    hidden = replace(C2, blocked=frozenset({P01.company}))
    assert "P01" not in [brief for brief, _ in rank_briefs(hidden, ALL_POSTINGS, as_of=TODAY)]
    assert rank_briefs(hidden, [P01], as_of=TODAY, also={"P01"}) == []


def test_a_fitted_ranker_can_be_given() -> None:
    upside_down = PriorRanker.by_hand()
    upside_down.coef_ = -upside_down.coef_
    assert rank(P06, INDEX, as_of=TODAY, ranker=upside_down).matches[-1].candidate_id == "C4"


@pytest.mark.parametrize(
    "brief",
    [
        Brief("empty"),
        Brief("emoji", title="😀🚀", text="🙏" * 1_000),
        Brief("kana", text="ｶﾀｶﾅ ﾍﾞﾝﾀﾞｰ管理"),
        Brief("long", text="進捗管理と課題管理。" * 5_000),
        Brief("run", text="管" * 50_000),
        Brief(
            "unknown", tools=("tool.unheard_of",), industry="industry.unheard_of", phases=("phase.x",), licences=("x",)
        ),
        Brief("nothing", requirements=(Requirement(""), Requirement("x", ("skill.unheard_of",), years=0))),
        Brief("free", rate_max=0, days_max=0, months=0),
        Brief("odd", languages=(("tlh", "native"),), functions=("", "."), prefecture="47", remote="onsite"),
        Brief("ever", start=date.max),
        Brief("once", start=date.min),
    ],
    ids=lambda brief: brief.id,
)
def test_any_posting_and_any_profile_have_an_answer(brief: Brief) -> None:
    odd = [
        Candidate("empty"),
        Candidate("long", text="議事録。" * 12_500),
        Candidate("emoji", text="👩‍💻", skills=(Skill("skill.😀"),), tools=("",)),
        Candidate("rich", rate=10**12, days_free=0, industries=(("x", 1e6),), available_from=date.max),
        Candidate("past", projects=(PastProject("", ended=date.min), PastProject("ﾘｽｸ", "x", phases=("?",)))),
        Candidate("none", remote=frozenset(), languages=(("xx", "A1"),), certifications=(Certification("cert.x"),)),
    ]
    ranking = rank(brief, build_index([*odd, *EVERYBODY], as_of=TODAY), as_of=TODAY)
    matches = (*ranking.matches, *ranking.excluded)
    assert len(matches) == 10
    assert all(0 <= one.score <= 1 for one in matches)


SKILLS = [one.id for one in (*by_kind("skill"), *by_kind("tool"))]
CERTIFICATIONS = [one.id for one in by_kind("certification")]

skills = st.builds(
    Skill,
    st.sampled_from(SKILLS),
    st.sampled_from("ABC"),
    st.none() | st.integers(0, 20).map(float),
    st.none() | st.integers(2005, 2026),
)
requirements = st.builds(
    Requirement,
    st.just(""),
    st.lists(st.sampled_from(SKILLS + CERTIFICATIONS), min_size=1, max_size=3).map(tuple),
    st.booleans(),
    st.none() | st.integers(1, 10).map(float),
)


@st.composite
def improvements(draw: st.DrawFn) -> tuple[Brief, Candidate, Candidate]:
    """Draw a posting, a profile, and the profile with one skill more or better."""
    asked = draw(st.lists(requirements, max_size=5))
    held = draw(st.lists(skills, max_size=6, unique_by=lambda one: one.concept))
    named = [one for requirement in asked for one in requirement.concepts]
    brief = Brief("b", requirements=tuple(asked), tools=tuple(draw(st.lists(st.sampled_from(SKILLS), max_size=2))))
    before = Candidate("c", skills=tuple(held), tools=("tool.excel",), text="課題管理表の運用")
    improve: bool = draw(st.booleans())
    if held and improve:
        at = draw(st.integers(0, len(held) - 1))
        held[at] = draw(st.sampled_from(_better(held[at])))
    else:
        new = draw(st.sampled_from(named or SKILLS))
        held.append(replace(draw(skills), concept=new))
    return brief, before, replace(before, skills=tuple(held))


def _better(skill: Skill) -> list[Skill]:
    years, used = skill.years or 0.0, skill.last_used or 2005
    return [replace(skill, level="A"), replace(skill, years=years + 1), replace(skill, last_used=min(used + 1, 2026))]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(improvements())
def test_improving_one_skill_never_lowers_the_score(case: tuple[Brief, Candidate, Candidate]) -> None:
    brief, before, after = case

    def score(candidate: Candidate) -> float:
        index = build_index([candidate, C1, C3], as_of=TODAY)
        matches = rank(brief, index, as_of=TODAY).matches
        return next(one.score for one in matches if one.candidate_id == "c")

    assert score(after) >= score(before) - 1e-6


def test_ranking_two_thousand_takes_a_fraction_of_a_second() -> None:
    """Guards against a loop over candidates, not against a slow machine: those two differ by a factor of fifty."""
    draw = np.random.default_rng(0)
    many = [
        replace(one, id=f"{one.id}-{at}", text="", projects=(), rate=int(draw.integers(500_000, 2_500_000)))
        for at in range(500)
        for one in EVERYBODY
    ]
    index = build_index(many, as_of=TODAY)
    rank(P01, index, as_of=TODAY)
    begin = time.perf_counter()
    rank(P06, index, as_of=TODAY)
    assert time.perf_counter() - begin < 1


def test_people_alike_stand_in_the_order_of_the_index() -> None:
    different = people(60)
    alike = [replace(one, id=f"{one.id}-{time:03d}") for time in range(7) for one in different[:40]]
    place = {one.id: at for at, one in enumerate([*different, *alike])}
    index = build_index([*different, *alike], as_of=TODAY)
    for brief in briefs(30):
        stood: dict[str, list[int]] = {}
        for match in rank(brief, index, k=200, as_of=TODAY, explained=0).matches:
            stood.setdefault(match.candidate_id[: len(different[0].id)], []).append(place[match.candidate_id])
        assert all(places == sorted(places) for places in stood.values())


def test_an_index_does_not_change_by_being_asked() -> None:
    columns = INDEX.parts[0].columns
    before: dict[str, Any] = {name: column.copy() for name, column in columns.items()}
    rank(P01, INDEX, as_of=TODAY)
    assert all(column.tobytes() == columns[name].tobytes() for name, column in before.items())
