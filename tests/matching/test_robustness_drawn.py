"""Records of every shape that a form or a file may leave behind are answered, as the cases of `test_robustness` are."""

from datetime import date
from typing import get_args

import numpy as np
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from matching.rates import Guidance, RateGuide
from matching.records import (
    LANGUAGE_LEVELS,
    PREFECTURES,
    Brief,
    Candidate,
    Certification,
    PastProject,
    Remote,
    Requirement,
    Skill,
)
from tests.matching.test_robustness import TEXTS, UNKNOWN, ask_everything

WORDS = st.sampled_from(list(TEXTS.values())) | st.text(max_size=60)
CONCEPTS = st.sampled_from(("skill.pmo", "skill.sap", "tool.excel", "cert.pmp", "industry.finance", *UNKNOWN)) | WORDS
AMOUNTS = st.integers(0, 10**12)
DAYS = st.dates()
SHARES = st.integers(0, 100).flatmap(
    lambda one: st.integers(0, 100 - one).map(lambda other: (one, other, 100 - one - other))
)
WEEK = st.tuples(st.floats(0, 7), st.floats(0, 7)).map(lambda pair: (min(pair), max(pair)))
RATES = st.none() | st.tuples(AMOUNTS, AMOUNTS).map(lambda pair: (min(pair), max(pair)))
TONGUES = st.lists(st.tuples(st.sampled_from(("ja", "en", "zz")), st.sampled_from(LANGUAGE_LEVELS)), max_size=3)
MODES: st.SearchStrategy[Remote] = st.sampled_from(get_args(Remote))
IDS = st.text("abcdef0123456789-", min_size=1, max_size=8)  # keys of whoever asks, never what people type


@st.composite
def briefs(draw: st.DrawFn) -> Brief:
    week, rates = draw(WEEK), draw(RATES)
    asked = st.builds(
        Requirement,
        text=WORDS,
        concepts=st.lists(CONCEPTS, max_size=4).map(tuple),
        required=st.booleans(),
        years=st.none() | st.floats(0, 1e6),
    )
    return Brief(
        id=draw(IDS),
        title=draw(WORDS),
        text=draw(WORDS),
        type_mix=draw(SHARES | st.just((0, 0, 0))),
        functions=tuple(draw(st.lists(CONCEPTS, max_size=4))),
        phases=tuple(draw(st.lists(CONCEPTS, max_size=4))),
        industry=draw(st.none() | CONCEPTS),
        requirements=tuple(draw(st.lists(asked, max_size=4))),
        tools=tuple(draw(st.lists(CONCEPTS, max_size=4))),
        rate_min=rates[0] if rates else None,
        rate_max=rates[1] if rates else None,
        days_min=week[0],
        days_max=week[1],
        strict_days=draw(st.booleans()),
        start=draw(st.none() | DAYS),
        months=draw(st.none() | AMOUNTS),
        remote=draw(MODES),
        onsite_days=draw(st.floats(0, 7)),
        prefecture=draw(st.none() | st.sampled_from(sorted(PREFECTURES))),
        accepts_individual=draw(st.booleans()),
        languages=tuple(draw(TONGUES)),
        licences=tuple(draw(st.lists(CONCEPTS, max_size=4))),
        company=draw(WORDS),
    )


@st.composite
def candidates(draw: st.DrawFn) -> Candidate:
    week = draw(WEEK)
    skills = st.builds(
        Skill,
        CONCEPTS,
        st.sampled_from("ABC"),
        years=st.none() | st.floats(0, 1e6),
        last_used=st.none() | st.integers(0, 3000),
    )
    projects = st.builds(
        PastProject,
        WORDS,
        industry=st.none() | CONCEPTS,
        role=WORDS,
        headcount=st.none() | AMOUNTS,
        budget=st.none() | AMOUNTS,
        ended=st.none() | DAYS,
    )
    return Candidate(
        id=draw(IDS),
        text=draw(WORDS),
        type_mix=draw(SHARES | st.just((0, 0, 0))),
        functions=tuple(draw(st.lists(CONCEPTS, max_size=4))),
        industries=tuple(draw(st.lists(st.tuples(CONCEPTS, st.floats(0, 1e6)), max_size=4))),
        skills=tuple(draw(st.lists(skills, max_size=4))),
        certifications=tuple(draw(st.lists(st.builds(Certification, CONCEPTS, expires=st.none() | DAYS), max_size=4))),
        tools=tuple(draw(st.lists(CONCEPTS, max_size=4))),
        languages=tuple(draw(TONGUES)),
        rate=draw(st.none() | AMOUNTS),
        days_min=week[0],
        days_max=week[1],
        days_free=draw(st.floats(0, 7)),
        available_from=draw(st.none() | DAYS),
        remote=draw(st.frozensets(MODES)),
        prefectures=draw(st.frozensets(st.sampled_from(sorted(PREFECTURES)), max_size=3)),
        projects=tuple(draw(st.lists(projects, max_size=4))),
        blocked=draw(st.frozensets(WORDS, max_size=2)),
        completeness=draw(st.floats(0, 1)),
        review_mean=draw(st.none() | st.floats(1, 5)),
        review_count=draw(st.integers(0, 1000)),
        answered_share=draw(st.none() | st.floats(0, 1)),
    )


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(briefs(), candidates())
@example(Brief("b"), Candidate("c"))
def test_any_pair_is_answered(brief: Brief, candidate: Candidate) -> None:
    ask_everything(brief, candidate)


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(briefs(), min_size=1, max_size=5))
def test_a_guide_learns_from_any_postings(drawn: list[Brief]) -> None:
    days = [date(2026, 1, 1 + at % 28) for at in range(250)]
    guide = RateGuide(max_iter=2).fit([drawn[at % len(drawn)] for at in range(250)], days)
    for brief in drawn:
        told = guide.guide(brief)
        assert told is None or isinstance(told, Guidance)
        assert told is None or np.isfinite([told.low, told.middle, told.high]).all()
