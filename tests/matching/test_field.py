"""What is said of a field is counted as the reader sees each requirement, and tells nobody apart."""

from dataclasses import replace

import pytest

from matching.constraints import screen
from matching.evidence import evidence_of
from matching.field import FEWEST_TOLD, Field, Reach, field_of, reach_of
from matching.index import CandidateIndex, build_index
from matching.records import Brief, Candidate, Requirement, Skill
from matching.requirements import demand_of, weigh
from matching.vocabulary import default_vocabulary
from tests.matching.people import EVERYBODY, TODAY
from tests.matching.postings import ALL_POSTINGS

WORDS = default_vocabulary()


def crowd(**skills: int) -> CandidateIndex:
    """Index so many people for each name, who hold the skills the name is made of."""
    kinds = {"r": "skill.risk_management", "v": "skill.vendor_management", "s": "skill.sap_implementation"}
    people = [
        Candidate(f"{name}{number}", skills=tuple(Skill(kinds[each], "A", 5) for each in name if each in kinds))
        for name, many in skills.items()
        for number in range(many)
    ]
    return build_index(people, as_of=TODAY)


def needs(*concepts: str, years: int | None = None) -> Brief:
    lines = tuple(Requirement(each, (f"skill.{each}",), years=years) for each in concepts)
    return Brief("b", requirements=lines)


BOTH = needs("risk_management", "vendor_management")


def test_the_line_that_shrinks_the_field_most_comes_first() -> None:
    found = field_of(BOTH, crowd(rv=12, r=26, v=4, s=5), as_of=TODAY)
    assert (found.possible, found.showing) == (47, 12)
    assert [(one.requirement, one.shown, one.more) for one in found.narrowing] == [
        ("vendor_management", 16, 26),
        ("risk_management", 38, 4),
    ]


def test_letting_a_line_go_brings_as_many_as_was_said() -> None:
    index = crowd(rv=12, r=26, v=4, s=5)
    before = field_of(BOTH, index, as_of=TODAY)
    for one in before.narrowing:
        without = replace(BOTH, requirements=tuple(x for x in BOTH.requirements if x.text != one.requirement))
        assert field_of(without, index, as_of=TODAY).showing == (before.showing or 0) + (one.more or 0)


def test_one_or_two_people_are_not_told_apart() -> None:
    found = field_of(BOTH, crowd(rv=2, r=1, v=10), as_of=TODAY)
    assert found.showing is None
    assert {one.requirement: (one.shown, one.more) for one in found.narrowing} == {
        "risk_management": (3, 10),
        "vendor_management": (12, None),
    }
    assert field_of(BOTH, crowd(rv=FEWEST_TOLD - 1), as_of=TODAY) == Field(0, 0)
    assert field_of(BOTH, crowd(), as_of=TODAY) == Field(0, 0)


def test_a_line_that_one_or_two_lack_stands_above_one_whose_going_brings_nobody() -> None:
    three = needs("risk_management", "vendor_management", "sap_implementation")
    found = field_of(three, crowd(rvs=3, rs=2, r=4), as_of=TODAY)
    assert [(one.requirement, one.more) for one in found.narrowing] == [
        ("vendor_management", None),
        ("sap_implementation", 0),
    ]


def test_years_nobody_wrote_down_are_not_shown() -> None:
    found = field_of(needs("risk_management", years=6), crowd(r=5), as_of=TODAY)
    assert [(one.shown, one.more) for one in found.narrowing] == [(0, 5)]
    assert field_of(needs("risk_management", years=5), crowd(r=5), as_of=TODAY).narrowing == ()


def test_who_is_kept_apart_or_cannot_come_is_in_no_count() -> None:
    index = crowd(r=5)
    first, second, *others = index.candidates
    apart = [replace(one, blocked=frozenset({"us"})) for one in (first, second)]
    index = build_index([*apart, *others], as_of=TODAY)
    assert field_of(replace(BOTH, company="us"), index, as_of=TODAY).possible == 3
    assert field_of(replace(BOTH, company="us", accepts_individual=False), index, as_of=TODAY) == Field(0, 0)


@pytest.mark.parametrize("brief", ALL_POSTINGS, ids=lambda one: one.id)
def test_a_line_is_counted_as_the_reader_sees_it(brief: Brief) -> None:
    everywhere = replace(brief, remote="full", rate_max=None, days_min=0, start=None)
    people = [
        replace(one, id=f"{one.id} {at}", skills=one.skills[at:], available_from=None, remote=frozenset({"full"}))
        for one in EVERYBODY
        for at in range(4)
    ]
    index = build_index(people, as_of=TODAY)
    assert screen(everywhere, index, TODAY).eligible.all()
    evidence = [(one, evidence_of(one, WORDS, TODAY)) for one in people]
    told = {one.requirement: one for one in field_of(everywhere, index, as_of=TODAY).narrowing}
    for line in brief.requirements:
        met = sum(weigh(line, shown, one, WORDS)[0] == "met" for one, shown in evidence)
        counted = line.required and demand_of(line, WORDS).concepts and met < len(people)
        assert (line.text in told) is bool(counted)
        if counted:
            assert told[line.text].shown == (None if met in (1, 2) else met)


def test_a_condition_alone_keeps_as_many_postings_away_as_letting_it_go_brings() -> None:
    for person in EVERYBODY:
        found = reach_of(person, ALL_POSTINGS, as_of=TODAY)
        assert found.postings == len(ALL_POSTINGS)
        free = {
            "rate_too_high": replace(person, rate=None),
            "start_too_late": replace(person, available_from=None),
            "too_few_days": replace(person, days_max=5, days_free=5),
            "place_impossible": replace(person, remote=frozenset(), max_onsite_days=5, prefectures=frozenset()),
        }
        for code, without in free.items():
            assert reach_of(without, ALL_POSTINGS, as_of=TODAY).possible == found.possible + found.alone.get(code, 0)


def test_postings_of_a_company_one_is_kept_apart_from_are_in_no_count() -> None:
    person = Candidate("c", rate=9_000_000, blocked=frozenset({"us"}))
    briefs = [Brief("a", rate_max=1_000_000), Brief("b", company="us"), Brief("d", rate_max=800_000)]
    assert reach_of(person, briefs, as_of=TODAY) == Reach(2, 0, {"rate_too_high": 2})
