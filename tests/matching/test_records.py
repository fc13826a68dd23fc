import json
import re
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from matching.catalogue import FEATURES
from matching.facts import FACTS
from matching.records import (
    Brief,
    Candidate,
    Certification,
    InvalidRecord,
    Match,
    PastProject,
    Reason,
    Requirement,
    Skill,
)
from tests.matching.people import C1, EVERYBODY
from tests.matching.postings import ALL_POSTINGS, P01

PROTECTED = re.compile(
    r"(^|_)(age|ages|sex|gender|birth\w*|born|nationality|citizenship|race|ethnic\w*|religion|photo|picture|name|kana"
    r"|marital|married|spouse|child\w*|family|pregnan\w*|disab\w*|school|university|graduat\w*|address|street|city"
    r"|station|phone|email)($|_)"
)


def test_records_survive_json() -> None:
    for record in (*EVERYBODY, *ALL_POSTINGS):
        assert type(record).from_dict(json.loads(json.dumps(record.to_dict()))) == record


def test_an_answer_survives_json() -> None:
    reason = Reason("rate_for", 0.5, 1, {"rate": 1_150_000, "line": "x", "mean": 4.5}, "希望条件")
    match = Match(
        "C1", 0.75, eligible=False, excluded_by=("rate_too_high",), reasons=(reason,), contributions={"a": 1.0}
    )
    assert Match.from_dict(json.loads(json.dumps(match.to_dict()))) == match


@pytest.mark.parametrize("record", [Brief, Candidate, Requirement, Skill, Certification, PastProject])
def test_no_record_has_a_protected_attribute(record: Any) -> None:  # noqa: ANN401
    assert [one.name for one in fields(record) if PROTECTED.search(one.name)] == []


def test_no_feature_and_no_fact_is_a_protected_attribute() -> None:
    assert [one for one in (*(feature.name for feature in FEATURES), *FACTS) if PROTECTED.search(one)] == []


@pytest.mark.parametrize("word", ["age", "birth_year", "sex", "nationality", "photo", "full_name", "graduation_year"])
def test_the_deny_list_would_catch(word: str) -> None:
    assert PROTECTED.search(word)


@pytest.mark.parametrize(
    ("record", "changes"),
    [
        (P01, {"rate_min": 2, "rate_max": 1}),
        (P01, {"days_min": 5, "days_max": 2}),
        (P01, {"days_max": 8}),
        (P01, {"type_mix": (60, 60, 0)}),
        (P01, {"type_mix": (-1, 50, 0)}),
        (P01, {"prefecture": "48"}),
        (P01, {"remote": "sometimes"}),
        (P01, {"languages": (("en", "fluent"),)}),
        (C1, {"rate": -1}),
        (C1, {"days_free": float("nan")}),
        (C1, {"completeness": 1.5}),
        (C1, {"industries": (("industry.finance", -2.0),)}),
        (C1, {"prefectures": frozenset({"Tokyo"})}),
    ],
)
def test_contradictions_are_typed_errors(record: Any, changes: dict[str, Any]) -> None:  # noqa: ANN401
    with pytest.raises(InvalidRecord):
        replace(record, **changes)


@pytest.mark.parametrize(
    "data",
    [{}, {"id": 1}, {"id": "x", "start": "yesterday"}, {"id": "x", "colour": "red"}, {"id": "x", "type_mix": [1, 2]}],
)
def test_foreign_data_is_a_typed_error(data: dict[str, Any]) -> None:
    with pytest.raises(InvalidRecord):
        Brief.from_dict(data)


def test_what_has_no_field_is_refused_in_records_within() -> None:
    for skills in ([{"concept": "a", "level": "A", "zz": 1}], ({"concept": "a", "level": "A", "zz": 1},)):
        with pytest.raises(InvalidRecord, match="zz"):
            Candidate.from_dict({"id": "x", "skills": skills})


def test_whole_numbers_are_read_where_fractions_are_meant() -> None:
    assert Brief.from_dict({"id": "x", "days_min": 2, "start": "2026-11-01"}) == Brief(
        "x", days_min=2, start=date(2026, 11, 1)
    )
