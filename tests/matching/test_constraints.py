from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from matching.constraints import CONSTRAINTS, screen
from matching.index import build_index
from matching.records import Brief, Candidate, Certification
from tests.matching.people import TODAY

FINE = Candidate("fine", rate=1_000_000, days_free=5, prefectures=frozenset({"13"}), available_from=TODAY)
BRIEF = Brief(
    "b", rate_max=1_000_000, days_min=4, start=TODAY, remote="hybrid", onsite_days=2, prefecture="13", company="acme"
)


def codes(brief: Brief, candidate: Candidate) -> tuple[str, ...]:
    return screen(brief, build_index([candidate], as_of=TODAY), TODAY, fewest=0).codes(0)


def test_a_candidate_who_fits_passes_everything() -> None:
    assert codes(BRIEF, FINE) == ()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"rate": 1_150_001}, "rate_too_high"),
        ({"available_from": TODAY + timedelta(31)}, "start_too_late"),
        ({"days_free": 2.5}, "too_few_days"),
        ({"days_max": 2}, "too_few_days"),
        ({"remote": frozenset({"full"})}, "place_impossible"),
        ({"prefectures": frozenset({"27"})}, "place_impossible"),
        ({"max_onsite_days": 0}, "place_impossible"),
        ({"blocked": frozenset({"acme"})}, "blocked"),
    ],
)
def test_each_impossibility_has_its_code(changes: dict[str, Any], code: str) -> None:
    assert codes(BRIEF, replace(FINE, **changes)) == (code,)


@pytest.mark.parametrize(
    "changes",
    [
        {"rate": 1_150_000},
        {"rate": None},
        {"available_from": TODAY + timedelta(30)},
        {"available_from": None},
        {"days_free": 3},
        {"remote": frozenset({"onsite"})},
        {"prefectures": frozenset()},
        {"max_onsite_days": 1},
        {"blocked": frozenset({"another"})},
    ],
)
def test_what_is_just_possible_or_unknown_excludes_nobody(changes: dict[str, Any]) -> None:
    assert codes(BRIEF, replace(FINE, **changes)) == ()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"strict_days": True, "days_min": 5.0}, "too_few_days"),
        ({"licences": ("cert.takken",)}, "licence_missing"),
        ({"rejected": frozenset({"fine", "unheard-of"})}, "rejected"),
        ({"accepts_individual": False}, "business_form_refused"),
    ],
)
def test_each_condition_of_the_posting_has_its_code(changes: dict[str, Any], code: str) -> None:
    assert codes(replace(BRIEF, **changes), replace(FINE, days_max=4)) == (code,)


def test_a_licence_that_is_held_passes() -> None:
    held = replace(FINE, certifications=(Certification("cert.takken"),))
    assert codes(replace(BRIEF, licences=("cert.takken",)), held) == ()


def test_somebody_without_a_free_day_has_no_capacity() -> None:
    assert "no_capacity" in codes(BRIEF, replace(FINE, days_free=0))


def test_a_company_is_refused_where_only_individuals_are_taken() -> None:
    assert codes(replace(BRIEF, accepts_company=False), replace(FINE, business_form="company")) == (
        "business_form_refused",
    )


def test_a_start_in_the_past_means_today() -> None:
    past = replace(BRIEF, start=date(2020, 1, 1))
    assert codes(past, replace(FINE, available_from=TODAY + timedelta(30))) == ()


def test_conditions_are_relaxed_in_order_until_enough_pass() -> None:
    dear = [replace(FINE, id=f"dear{at}", rate=2_000_000) for at in range(15)]
    late = [replace(FINE, id=f"late{at}", available_from=TODAY + timedelta(60)) for at in range(15)]
    short = [replace(FINE, id=f"short{at}", days_free=1) for at in range(15)]
    index = build_index([FINE, *dear, *late, *short], as_of=TODAY)
    screening = screen(BRIEF, index, TODAY)
    assert screening.relaxed == ("rate_too_high", "start_too_late")
    assert screening.passing.sum() == 31
    assert screening.eligible.sum() == 1
    assert screening.counts == {"rate_too_high": 15, "start_too_late": 15, "too_few_days": 15}


def test_nothing_is_relaxed_where_it_brings_nobody() -> None:
    away = replace(FINE, id="away", prefectures=frozenset({"01"}))
    assert screen(BRIEF, build_index([FINE, away], as_of=TODAY), TODAY).relaxed == ()


def test_two_conditions_that_fail_together_are_relaxed_together() -> None:
    both = replace(FINE, id="both", rate=2_000_000, available_from=TODAY + timedelta(60))
    screening = screen(BRIEF, build_index([FINE, both], as_of=TODAY), TODAY)
    assert screening.relaxed == ("rate_too_high", "start_too_late")
    assert screening.passing.all()


def test_the_blocked_are_in_no_count() -> None:
    hidden = replace(FINE, id="hidden", blocked=frozenset({"acme"}), rate=9_000_000)
    screening = screen(BRIEF, build_index([FINE, hidden], as_of=TODAY), TODAY)
    assert screening.counts == {}
    assert not screening.passing[1]


def test_the_codes_are_the_documented_ones() -> None:
    assert set(CONSTRAINTS) == {
        "rate_too_high", "start_too_late", "too_few_days", "place_impossible", "licence_missing", "blocked",
        "no_capacity", "rejected", "business_form_refused",
    }  # fmt: skip
