"""Candidates as columns: the numbers that constraints and features read, one array each."""

import hashlib
from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matching.evidence import concept_of
from matching.held import Columns
from matching.records import LANGUAGE_LEVELS, PREFECTURES, Candidate
from matching.vocabulary import Vocabulary

MIX = ("strategic", "controlling", "supportive")
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
GOES_ON = 2**31 - 1
NO_PROJECT = 1
"""The end of the latest project where one goes on, and where there is none: the first of all days."""

_USUAL_REVIEW, _REVIEWS_OF_PRIOR = 4.0, 5
_USUAL_ANSWERS = 0.7


def day_number(day: date | None) -> int:
    return UNKNOWN_DAY if day is None else day.toordinal()


def short_key(text: str) -> int:
    """Make 32 bits of what is one of a few hundred."""
    return key(text) & 0xFFFFFFFF


def key(text: str) -> int:
    """Make 64 bits of an opaque key, so that keys of companies can be a column; half a letter is a letter here."""
    return int.from_bytes(hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=8).digest(), "little")


def bits(codes: Sequence[str] | frozenset[str], table: dict[str, int]) -> int:
    """Add up the bits of known codes, given with or without the prefix of their kind."""
    return sum({table.get(code.rpartition(".")[2], 0) for code in codes})


def columns_of(candidates: Sequence[Candidate], vocabulary: Vocabulary) -> Columns:
    """Build the columns; rates are NaN where not given, `key` is the id made into a number for looking it up."""

    def numbers(name: str) -> NDArray[np.float32]:
        values = [getattr(one, name) for one in candidates]
        return np.array([np.nan if value is None else value for value in values], dtype=np.float32)

    reviews, counts = np.nan_to_num(numbers("review_mean")), numbers("review_count")
    answered = numbers("answered_share")
    return {
        "id": np.array([one.id.encode() for one in candidates], dtype=np.bytes_),
        "key": np.array([key(one.id) for one in candidates], dtype=np.uint64),
        **{name: numbers(name) for name in ("rate", "days_min", "days_max", "days_free", "max_onsite_days")},
        "completeness": numbers("completeness"),
        "available": np.array([day_number(one.available_from) for one in candidates], dtype=np.int32),
        "remote": np.array([bits(one.remote, MODES) for one in candidates], dtype=np.uint8),
        "prefectures": np.array([bits(one.prefectures, PREFECTURE_BITS) for one in candidates], dtype=np.uint64),
        "company": np.array([one.business_form == "company" for one in candidates], dtype=np.uint8),
        **{name: np.array([one.type_mix[at] for one in candidates], dtype=np.uint8) for at, name in enumerate(MIX)},
        "functions": np.array([bits(one.functions, FUNCTION_BITS) for one in candidates], dtype=np.uint8),
        "phases": np.array([bits(one.phases, PHASE_BITS) for one in candidates], dtype=np.uint8),
        "languages": _languages(candidates),
        "review": (counts * reviews + _REVIEWS_OF_PRIOR * _USUAL_REVIEW) / (counts + _REVIEWS_OF_PRIOR),
        "finished": np.log1p(numbers("finished")),
        "renewed": np.log1p(numbers("renewed")),
        "answered": np.where(np.isnan(answered), np.float32(_USUAL_ANSWERS), answered),
        "projects": (projects := np.array([max(len(one.projects), 1) for one in candidates], dtype=np.uint16)),
        "first": first_of(projects),
        "latest": np.array([_latest(one) for one in candidates], dtype=np.int32),
        "certificates": np.array(
            [
                min(len({held.concept for held in one.certifications if held.concept in vocabulary}), 255)
                for one in candidates
            ],
            dtype=np.uint8,
        ),
    }


def first_of(projects: NDArray[np.uint16]) -> NDArray[np.int32]:
    """Return where each candidate's projects begin, from how many each has."""
    return (np.cumsum(projects, dtype=np.int32) - projects).astype(np.int32)


def _latest(one: Candidate) -> int:
    ends = [GOES_ON if project.ended is None else day_number(project.ended) for project in one.projects]
    return max(ends, default=NO_PROJECT)


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
            industry = short_key(concept_of("industry", project.industry)) if project.industry else 0
            rows.append((owner, industry, bits(project.phases, PHASE_BITS), day_number(project.ended)))
        if not one.projects:
            rows.append((owner, 0, 0, NO_PROJECT))
    return {
        "owner": np.array([row[0] for row in rows], dtype=np.int32),
        "industry": np.array([row[1] for row in rows], dtype=np.uint32),
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
