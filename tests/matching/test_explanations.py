"""What explanations promise: parts that sum, skills that never harm, facts that carry what is said of them."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from scipy.special import logit

from matching.advice import advise
from matching.batch import rank, rank_briefs
from matching.changes import apply_change
from matching.features import pair_features
from matching.index import build_index
from matching.records import Brief, Candidate, Certification, Match, PastProject, Requirement, Skill
from matching.sentences import sentence
from matching.vocabulary import by_kind
from tests.matching.people import EVERYBODY, TODAY
from tests.matching.postings import ALL_POSTINGS
from tests.matching.rankers import scorer
from tests.matching.removing import without

KINDS = ("prior", "trees")
INDEX = build_index(EVERYBODY, as_of=TODAY)
PAIRS = [(brief, person) for brief in ALL_POSTINGS for person in EVERYBODY]
BRIEFS, PEOPLE = 100, 100  # 10,000 pairs
SKILLS = [one.id for one in by_kind("skill")]
ALL = [*SKILLS, *(one.id for one in by_kind("tool")), *(one.id for one in by_kind("certification"))]
INDUSTRIES = [one.id for one in by_kind("industry")]


def drawn_person(number: int, drawn: np.random.Generator) -> Candidate:
    """Draw a profile with some skills of every level, years or none, and a project."""
    concepts = drawn.choice(SKILLS, drawn.integers(1, 9), replace=False)
    skills = tuple(
        Skill(
            str(one),
            str(drawn.choice(list("ABC"))),  # type: ignore[arg-type]
            float(drawn.integers(0, 12)) if drawn.random() < 0.7 else None,
            int(drawn.integers(2012, 2027)) if drawn.random() < 0.7 else None,
        )
        for one in concepts
    )
    certificate = str(drawn.choice([one for one in ALL if one.startswith("cert.")]))
    return Candidate(
        f"p{number}",
        text="課題管理とベンダー調整を担当。" if drawn.random() < 0.5 else "",
        skills=skills,
        certifications=(Certification(certificate),) if drawn.random() < 0.4 else (),
        tools=tuple(str(one) for one in drawn.choice([one for one in ALL if one.startswith("tool.")], 2)),
        industries=((str(drawn.choice(INDUSTRIES)), float(drawn.integers(0, 10))),),
        projects=(PastProject("進捗管理表と課題管理表を整えた。", industry=str(drawn.choice(INDUSTRIES)), where="①"),),
        rate=int(drawn.integers(6, 20)) * 100_000,
    )


def drawn_brief(number: int, drawn: np.random.Generator) -> Brief:
    """Draw a posting that asks for one to six concepts, some with years."""
    lines = tuple(
        Requirement(
            f"要件{at}",
            tuple(str(one) for one in drawn.choice(ALL, drawn.integers(1, 3), replace=False)),
            required=bool(drawn.random() < 0.6),
            years=int(drawn.integers(1, 8)) if drawn.random() < 0.5 else None,
        )
        for at in range(drawn.integers(1, 7))
    )
    industry = str(drawn.choice(INDUSTRIES))
    return Brief(f"b{number}", requirements=lines, industry=industry, rate_max=1_500_000)


def with_a_better_skill(person: Candidate, concept: str, drawn: np.random.Generator) -> Candidate:
    """Raise one skill: a level, years or use of one that is there, or one more."""
    at = int(drawn.integers(0, len(person.skills) + 1))
    if at == len(person.skills):
        return replace(person, skills=(*person.skills, Skill(concept, "C", float(drawn.integers(0, 5)))))
    held = person.skills[at]
    better = (
        replace(held, level="A" if held.level != "C" else "B"),
        replace(held, years=(held.years or 0.0) + 2),
        replace(held, last_used=2026),
    )[int(drawn.integers(0, 3))]
    return replace(person, skills=(*person.skills[:at], better, *person.skills[at + 1 :]))


def test_a_better_skill_never_lowers_a_score() -> None:
    """Ten thousand pairs, drawn with a seed, for each kind of model."""
    drawn = np.random.default_rng(20261123)
    people = [drawn_person(number, drawn) for number in range(PEOPLE)]
    index = build_index(people, as_of=TODAY)
    worse: dict[str, float] = dict.fromkeys(KINDS, 0.0)
    moved = 0
    for number in range(BRIEFS):
        brief = drawn_brief(number, drawn)
        asked = [one for line in brief.requirements for one in line.concepts if one.startswith("skill.")] or SKILLS
        better = [with_a_better_skill(one, str(drawn.choice(asked)), drawn) for one in people]
        before = pair_features(brief, index, TODAY).matrix
        after = pair_features(brief, build_index(better, as_of=TODAY, like=index), TODAY).matrix
        for kind in KINDS:
            change = scorer(kind).decision_function(after) - scorer(kind).decision_function(before)
            worse[kind] = min(worse[kind], float(change.min()))
            moved += int((change > 0).sum())
    assert worse == {kind: pytest.approx(0, abs=1e-9) for kind in KINDS}
    assert moved > BRIEFS * PEOPLE / 5  # the skills that were raised are asked for


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("brief", ALL_POSTINGS, ids=lambda one: one.id)
def test_parts_sum_to_the_logit_or_name_the_rest(brief: Brief, kind: str) -> None:
    model = scorer(kind)
    ranking = rank(brief, INDEX, as_of=TODAY, ranker=model)
    for match in ranking.matches:
        assert sum(match.contributions.values()) == pytest.approx(logit(match.score), abs=1e-6)
        if kind == "prior":
            assert abs(match.contributions.get("rest", 0.0)) < 1e-6


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("brief", "person"), PAIRS, ids=lambda one: one.id)
def test_without_its_strongest_fact_a_match_scores_less(brief: Brief, person: Candidate, kind: str) -> None:
    def match_of(one: Candidate) -> Match:
        ((_id, found),) = rank_briefs(one, [brief], as_of=TODAY, like=INDEX, also={brief.id}, ranker=scorer(kind))
        return found

    before = match_of(person)
    strongest = next((one for one in before.reasons if one.sign > 0), None)
    if strongest is not None:
        assert match_of(without(person, strongest, brief)).score < before.score, strongest


@pytest.mark.parametrize(("brief", "person"), PAIRS, ids=lambda one: one.id)
def test_a_reason_names_the_line_it_comes_from(brief: Brief, person: Candidate) -> None:
    ((_id, match),) = rank_briefs(person, [brief], as_of=TODAY, like=INDEX, also={brief.id})
    told = " ".join("\n".join((person.text, *(f"{one.text}\n{one.role}" for one in person.projects))).split())
    places = {"スキル", "資格", "必須", "尚可", "", *(one.where for one in person.projects)}
    for reason in match.reasons:
        assert reason.where in places
        if reason.code.startswith("requirement_"):
            assert reason.fact["requirement"] in {one.text for one in brief.requirements}
        if "line" in reason.fact and reason.fact.get("source", "text") in {"text", "project"}:
            assert str(reason.fact["line"]).removesuffix("…") in told
        for locale in ("ja", "en"):
            words = sentence(reason, locale)
            assert (
                reason.where in words or str(reason.fact.get("line", ""))[:20] in words or "requirement" in reason.fact
            )


def test_telling_of_one_more_project_never_lowers_a_score() -> None:
    """Words that have nothing to do with the posting had thinned out those that have."""
    more = PastProject("社内報の編集と社員旅行の幹事。写真の整理と配布も担当した。", where="⑨", ended=date(2012, 3, 31))
    for brief, person in PAIRS:
        ((_id, before),) = rank_briefs(person, [brief], as_of=TODAY, like=INDEX, also={brief.id})
        told = replace(person, projects=(*person.projects, more))
        ((_id, after),) = rank_briefs(told, [brief], as_of=TODAY, like=INDEX, also={brief.id})
        assert after.score >= before.score - 1e-9


@pytest.mark.parametrize("kind", KINDS)
def test_advice_holds_for_every_kind_of_model(kind: str) -> None:
    for brief, person in PAIRS:
        for change in advise(person, brief, as_of=TODAY, like=INDEX, most=20, ranker=scorer(kind)):
            changed = apply_change(person, change)
            ((_id, after),) = rank_briefs(
                changed, [brief], as_of=TODAY, like=INDEX, also={brief.id}, ranker=scorer(kind)
            )
            assert after.score == pytest.approx(change.score, abs=1e-6)
