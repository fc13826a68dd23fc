"""Whatever people type, the answer is an answer or `InvalidRecord`: never a crash, never a number that is none.

The cases by name; `test_robustness_drawn` draws records of every shape.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from math import isfinite
from typing import Any

import pytest

from matching.advice import advise
from matching.batch import rank, rank_briefs
from matching.index import build_index, updated
from matching.records import (
    Brief,
    Candidate,
    Certification,
    InvalidRecord,
    PastProject,
    Requirement,
    Skill,
)
from matching.requirements import check_requirements
from matching.sentences import sentence
from tests.matching.people import C2, TODAY
from tests.matching.postings import P01
from tests.matching.test_rates import GUIDE

LONG = "進捗管理とリスク管理、SAP S/4HANAの移行。" * 2200
TEXTS = {
    "nothing": "",
    "spaces": " \u3000\t\n",
    "emoji": "👩‍💻🏽🇯🇵 PMO 🎌 進捗管理",
    "half-width kana": "ﾌﾟﾛｼﾞｪｸﾄﾏﾈｼﾞﾒﾝﾄ ｻﾌﾟﾗｲﾁｪｰﾝ 5年以上",
    "full-width": "ＰＭＰ　Ｅｘｃｅｌ　１０年",
    "a lone surrogate": "進捗\ud800管理\udfff",
    "control characters": "PMO\x00\x01\x1b[31m\x7f\u202e\u2066管理\ufeff",
    "combining marks": "か\u3099" * 50 + "e" + "\u0301" * 300,
    "right to left": "إدارة المشروع PMO",
    "markup": "<script>alert(1)</script>'; DROP TABLE x; --{{7*7}}%s%(x)s{0}",
    "numbers": "99999999999999999999年 -1年 ٣年 ２０年 1e308年 NaN",
}
LONG_TEXTS = {
    "fifty thousand characters": LONG[:50_000],
    "one word of fifty thousand letters": "a" * 50_000,
    "fifty thousand half-width kana": "ﾌﾟﾛ" * 16_667,
}
UNKNOWN = ("skill.unheard_of", "", "skill.", ".", "💾", "type.strategic", "skill.pmo\x00")


def brief_saying(text: str) -> Brief:
    return replace(
        P01, title=text, text=text, requirements=(Requirement(text), Requirement(text, required=False, years=3))
    )


def person_saying(text: str) -> Candidate:
    return replace(C2, text=text, projects=(PastProject(text, role=text),), skills=(Skill(text), *C2.skills))


def ask_everything(brief: Brief, candidate: Candidate) -> None:
    """Ask all that the package answers about one pair, and look whether the answers are some."""
    index = build_index([candidate, C2 if candidate.id != C2.id else replace(C2, id="other")], as_of=TODAY)
    ranking = rank(brief, index, as_of=TODAY)
    matches = [*ranking.matches, *ranking.excluded]
    assert {each.candidate_id for each in matches} <= set(index.ids)
    for locale in ("ja", "en"):
        for match in matches:
            assert isfinite(match.score)
            assert 0 <= match.score <= 1
            assert all(isfinite(each) for each in (*match.contributions.values(), *match.features))
            assert all(sentence(each, locale) for each in match.reasons)
    assert all(isfinite(match.score) for _id, match in rank_briefs(candidate, [brief], as_of=TODAY, also={brief.id}))
    for change in advise(candidate, brief, as_of=TODAY):
        assert 0 <= change.score <= 1
        assert change.gain > 0 or change.enters
    assert len(check_requirements(brief, candidate)) == len(brief.requirements)
    told = GUIDE.guide(brief)
    assert told is None or 0 < told.low <= told.middle <= told.high
    assert len(updated(index, [replace(candidate, text="短い")], gone={candidate.id, "nobody"})) <= 2


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_any_text_is_answered(text: str) -> None:
    ask_everything(brief_saying(text), C2)
    ask_everything(P01, person_saying(text))
    ask_everything(brief_saying(text), person_saying(text))


@pytest.mark.parametrize("text", LONG_TEXTS.values(), ids=LONG_TEXTS)
def test_a_text_of_fifty_thousand_characters_is_answered(text: str) -> None:
    ask_everything(replace(P01, text=text), replace(C2, text=text))
    ask_everything(replace(P01, requirements=(Requirement(text),)), C2)


def test_nothing_said_is_answered() -> None:
    for brief in (Brief(""), Brief("b"), P01):
        for candidate in (Candidate(""), Candidate("c"), C2):
            ask_everything(brief, candidate)
    assert rank(P01, build_index([], as_of=TODAY), as_of=TODAY).matches == ()
    assert rank_briefs(C2, [], as_of=TODAY) == []


def test_concepts_that_nobody_knows_match_nothing_but_themselves() -> None:
    brief = Brief(
        "b",
        type_mix=(0, 100, 0),
        functions=UNKNOWN,
        phases=UNKNOWN,
        industry="industry.of_tomorrow",
        tools=UNKNOWN,
        licences=("cert.unheard_of",),
        requirements=tuple(Requirement("x", (each,)) for each in UNKNOWN),
        languages=(("xx", "C2"),),
    )
    candidate = Candidate(
        "c",
        functions=UNKNOWN,
        phases=UNKNOWN,
        industries=tuple((each, 3.0) for each in UNKNOWN),
        skills=tuple(Skill(each) for each in UNKNOWN),
        certifications=tuple(Certification(each) for each in UNKNOWN),
        tools=UNKNOWN,
    )
    ask_everything(brief, candidate)
    held, other = rank(brief, build_index([candidate, replace(C2, id="other")], as_of=TODAY), as_of=TODAY), candidate.id
    scores = {each.candidate_id: each.score for each in (*held.matches, *held.excluded)}
    assert scores[other] > scores["other"]


@pytest.mark.parametrize(
    "build",
    [
        lambda: Brief("b", rate_min=2, rate_max=1),
        lambda: Brief("b", rate_max=-1),
        lambda: Brief("b", rate_max=float("nan")),  # type: ignore[arg-type]
        lambda: Brief("b", rate_max=float("inf")),  # type: ignore[arg-type]
        lambda: Brief("b", rate_max=10**16),
        lambda: Brief("b", days_min=4, days_max=3),
        lambda: Brief("b", days_max=8),
        lambda: Brief("b", onsite_days=float("nan")),
        lambda: Brief("b", type_mix=(50, 60, 0)),
        lambda: Brief("b", type_mix=(-10, 60, 0)),
        lambda: Brief("b", remote="sometimes"),  # type: ignore[arg-type]
        lambda: Brief("b", prefecture="48"),
        lambda: Brief("b", languages=(("en", "fluent"),)),
        lambda: Requirement("x", years=float("nan")),
        lambda: Requirement("x", years=-1),
        lambda: Skill("skill.pmo", "D"),  # type: ignore[arg-type]
        lambda: Skill("skill.pmo", years=float("inf")),
        lambda: Skill("skill.pmo", years=1e300),
        lambda: PastProject("x", budget=-1),
        lambda: Candidate("c", days_min=5, days_max=1),
        lambda: Candidate("c", industries=(("industry.finance", float("nan")),)),
        lambda: Candidate("c", industries=(("industry.finance", -1.0),)),
        lambda: Candidate("c", rate=float("nan")),  # type: ignore[arg-type]
        lambda: Candidate("c", completeness=1.5),
        lambda: Candidate("c", answered_share=float("nan")),
        lambda: Brief.from_dict({"id": "b", "age": 40}),
        lambda: Brief.from_dict({"id": None}),
        lambda: Candidate.from_dict({}),
        lambda: Candidate.from_dict({"id": "c", "available_from": "2026-13-40"}),
        lambda: Candidate.from_dict([]),  # type: ignore[arg-type]
    ],
)
def test_what_contradicts_itself_is_refused_by_name(build: Callable[[], object]) -> None:
    with pytest.raises(InvalidRecord):
        build()


@pytest.mark.parametrize(
    "wanted",
    [
        {"rate_min": 10**9, "rate_max": 10**15},
        {"months": 10**9},
        {"start": date.min},
        {"start": date.max},
        {"onsite_days": 1e15},
        {"days_min": 0, "days_max": 0},
        {"days_min": 5e-324, "days_max": 7},
    ],
)
def test_sums_and_days_beyond_sense_are_answered(wanted: dict[str, Any]) -> None:
    ask_everything(replace(P01, **wanted), C2)


@pytest.mark.parametrize(
    "said",
    [
        {"rate": 10**15},
        {"rate": 0},
        {"available_from": date.min},
        {"available_from": date.max},
        {"days_free": 1e15},
        {"max_onsite_days": 1e15},
        {"finished": 10**12, "renewed": 10**12, "review_mean": 1e15, "review_count": 10**12},
        {"industries": (("industry.finance", 1e15),)},
        {"skills": (Skill("skill.pmo", "A", 1e15, 10**9),)},
        {"projects": (PastProject("x", headcount=10**12, budget=10**15, ended=date.max),)},
        {"remote": frozenset()},
    ],
)
def test_profiles_beyond_sense_are_answered(said: dict[str, Any]) -> None:
    ask_everything(P01, replace(C2, **said))
