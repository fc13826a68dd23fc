from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from matching.constraints import CONSTRAINTS, screen
from matching.index import build_index
from matching.records import Brief, Candidate, Certification, Remote
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


@pytest.mark.parametrize(("start", "counted_from"), [(TODAY + timedelta(60), TODAY + timedelta(60)), (None, TODAY)])
def test_thirty_days_count_from_the_start_or_from_today(start: date | None, counted_from: date) -> None:
    brief = replace(BRIEF, start=start)
    assert codes(brief, replace(FINE, available_from=counted_from + timedelta(30))) == ()
    assert codes(brief, replace(FINE, available_from=counted_from + timedelta(31))) == ("start_too_late",)


def test_a_posting_without_an_upper_rate_is_too_cheap_for_nobody() -> None:
    assert codes(replace(BRIEF, rate_max=None), replace(FINE, rate=9_000_000)) == ()


@pytest.mark.parametrize(
    ("asked", "accepts", "possible"),
    [
        ("onsite", "onsite", True),
        ("onsite", "hybrid", False),
        ("onsite", "full", False),
        ("hybrid", "hybrid", True),
        ("hybrid", "onsite", True),
        ("hybrid", "full", False),
        ("full", "full", True),
        ("full", "hybrid", False),
        ("full", "onsite", False),
    ],
)
def test_who_accepts_which_way_of_working(asked: Remote, accepts: Remote, possible: bool) -> None:  # noqa: FBT001 - a case
    found = codes(replace(BRIEF, remote=asked), replace(FINE, remote=frozenset({accepts})))
    assert found == (() if possible else ("place_impossible",))


def test_remote_work_asks_for_no_place_and_no_days_on_site() -> None:
    at_home = replace(FINE, remote=frozenset({"full"}), prefectures=frozenset({"01"}), max_onsite_days=0)
    assert codes(replace(BRIEF, remote="full", onsite_days=5), at_home) == ()


def test_every_licence_is_needed() -> None:
    held = replace(FINE, certifications=(Certification("cert.takken"),))
    for licences in (("cert.takken", "cert.lawyer"), ("cert.lawyer", "cert.takken")):
        assert codes(replace(BRIEF, licences=licences), held) == ("licence_missing",)


def test_a_company_is_taken_where_both_forms_are() -> None:
    assert codes(BRIEF, replace(FINE, business_form="company")) == ()


def test_as_many_as_are_wanted_are_enough() -> None:
    dear = replace(FINE, id="dear", rate=2_000_000)
    index = build_index([FINE, replace(FINE, id="second"), dear], as_of=TODAY)
    assert screen(BRIEF, index, TODAY, fewest=2).relaxed == ()
    assert screen(BRIEF, index, TODAY, fewest=3).relaxed == ("rate_too_high",)


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
