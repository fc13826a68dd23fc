"""Candidates as columns: the numbers that constraints and features read, one array each."""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.evidence import concept_of
from matching.records import LANGUAGE_LEVELS, PREFECTURES, Candidate

Columns = dict[str, NDArray[Any]]

MODES = {"full": 1, "hybrid": 2, "onsite": 4}
PREFECTURE_BITS = {code: 1 << int(code) for code in sorted(PREFECTURES)}
FUNCTION_BITS = {"support": 1, "control": 2, "governance": 4}
PHASES = ("concept", "requirements", "design", "development", "testing", "migration", "rollout", "operation")
PHASE_BITS = {phase: 1 << at for at, phase in enumerate(PHASES)}
LEVELS = {level: at for at, level in enumerate(LANGUAGE_LEVELS, start=1)}
# Languages other than these are read from the records of the few that are explained, not ranked by.
LANGUAGES = ("ja", "en", "zh", "ko", "vi", "de", "fr", "es")
UNKNOWN_DAY = 0
"""A date that is not given, as a day number; candidates without one are free now, projects without one go on."""

_USUAL_REVIEW, _REVIEWS_OF_PRIOR = 4.0, 5
_USUAL_ANSWERS = 0.7


def day_number(day: date | None) -> int:
    return UNKNOWN_DAY if day is None else day.toordinal()


def key(text: str) -> int:
    """Make 64 bits of an opaque key, so that keys of companies can be a column."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


def bits(codes: Sequence[str] | frozenset[str], table: dict[str, int]) -> int:
    """Add up the bits of known codes, given with or without the prefix of their kind."""
    return sum({table.get(code.rpartition(".")[2], 0) for code in codes})


def columns_of(candidates: Sequence[Candidate]) -> Columns:
    """Build the numeric columns; rates are NaN where not given."""

    def numbers(name: str) -> NDArray[np.float32]:
        values = [getattr(one, name) for one in candidates]
        return np.array([np.nan if value is None else value for value in values], dtype=np.float32)

    reviews, counts = np.nan_to_num(numbers("review_mean")), numbers("review_count")
    answered = numbers("answered_share")
    return {
        **{name: numbers(name) for name in ("rate", "days_min", "days_max", "days_free", "max_onsite_days")},
        "completeness": numbers("completeness"),
        "available": np.array([day_number(one.available_from) for one in candidates], dtype=np.int32),
        "remote": np.array([bits(one.remote, MODES) for one in candidates], dtype=np.uint8),
        "prefectures": np.array([bits(one.prefectures, PREFECTURE_BITS) for one in candidates], dtype=np.uint64),
        "company": np.array([one.business_form == "company" for one in candidates], dtype=np.uint8),
        "mix": np.array([one.type_mix for one in candidates], dtype=np.float32).reshape(-1, 3) / 100,
        "functions": np.array([bits(one.functions, FUNCTION_BITS) for one in candidates], dtype=np.uint8),
        "phases": np.array([bits(one.phases, PHASE_BITS) for one in candidates], dtype=np.uint8),
        "languages": _languages(candidates),
        "review": (counts * reviews + _REVIEWS_OF_PRIOR * _USUAL_REVIEW) / (counts + _REVIEWS_OF_PRIOR),
        "finished": numbers("finished"),
        "renewed": numbers("renewed"),
        "answered": np.where(np.isnan(answered), np.float32(_USUAL_ANSWERS), answered),
    }


def _languages(candidates: Sequence[Candidate]) -> NDArray[np.uint8]:
    """(n, languages) levels, 0 where a language is not mentioned."""
    table = np.zeros((len(candidates), len(LANGUAGES)), dtype=np.uint8)
    for row, one in enumerate(candidates):
        for language, level in one.languages:
            if language in LANGUAGES:
                at = LANGUAGES.index(language)
                table[row, at] = max(table[row, at], LEVELS[level])
    return table


def project_columns_of(candidates: Sequence[Candidate]) -> Columns:
    """One row a past project, of candidates in their order; `owner` is the candidate's row.

    Every candidate has at least one row (empty, if need be), so that maxima over a candidate's rows are one reduceat.
    """
    rows: list[tuple[int, int, int, int]] = []
    for owner, one in enumerate(candidates):
        for project in one.projects:
            industry = key(concept_of("industry", project.industry)) if project.industry else 0
            rows.append((owner, industry, bits(project.phases, PHASE_BITS), day_number(project.ended)))
        if not one.projects:
            rows.append((owner, 0, 0, 1))
    return {
        "owner": np.array([row[0] for row in rows], dtype=np.int32),
        "industry": np.array([row[1] for row in rows], dtype=np.uint64),
        "phases": np.array([row[2] for row in rows], dtype=np.uint8),
        "ended": np.array([row[3] for row in rows], dtype=np.int32),
    }


def blocked_of(candidates: Sequence[Candidate]) -> Columns:
    """Pairs of a row and the key of a company that is kept apart from it."""
    pairs = [(row, key(company)) for row, one in enumerate(candidates) for company in sorted(one.blocked)]
    return {
        "row": np.array([row for row, _ in pairs], dtype=np.int32),
        "company": np.array([company for _, company in pairs], dtype=np.uint64),
    }
