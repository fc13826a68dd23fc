"""Pair features about what was done before: industries, past projects, text, and the record with us."""

from collections.abc import Mapping
from datetime import date

import numpy as np

from matching.columns import PHASE_BITS, UNKNOWN_DAY, bits, key
from matching.evidence import concept_of
from matching.index import CandidateIndex, Vector
from matching.records import Brief
from matching.skill_features import MOST_YEARS

_NEIGHBOURING_INDUSTRY = 0.4
_MANY_PROJECTS, _MANY_CONTRACTS = 3, 10
_TEXT_SCALE = 3.0
"""Cosines of short Japanese texts seldom pass a third; beyond that they say no more."""
_HALF_LIFE_DAYS = 5 * 365


def history_features(brief: Brief, index: CandidateIndex, as_of: date) -> Mapping[str, Vector]:
    posting = _posting(brief)
    found = {**_industry(brief, index), **_record(index), **_projects(brief, index, as_of)}
    asked = "\n".join(one.text for one in brief.requirements if one.required)
    for name, text in (("required_text", asked), ("text_profile", posting), ("text_title", brief.title)):
        if text.strip():
            found[name] = np.minimum(index.similarity(text) * _TEXT_SCALE, 1)
    return found


def _industry(brief: Brief, index: CandidateIndex) -> dict[str, Vector]:
    if not brief.industry:
        return {}
    industry = concept_of("industry", brief.industry)
    held = index.measure("strength", industry)
    beside = [
        other for other in index.vocabulary.neighbours(industry) if other not in index.vocabulary.expand([industry])
    ]
    wider = [one for one in index.vocabulary.expand([industry]) if one != industry]
    near = [index.measure("strength", one) * np.float32(_NEIGHBOURING_INDUSTRY) for one in (*beside, *wider)]
    projects = index.projects
    same = (projects["industry"] == np.uint64(key(industry))).astype(np.float32)
    count = np.bincount(projects["owner"], weights=same, minlength=len(index))
    return {
        "industry": np.maximum.reduce([held, *near]),
        "industry_years": np.minimum(index.measure("years", industry), MOST_YEARS) / MOST_YEARS,
        "projects_in_industry": np.minimum(count / _MANY_PROJECTS, 1),
    }


def _posting(brief: Brief) -> str:
    return "\n".join((brief.title, brief.text, *(one.text for one in brief.requirements)))


def project_likeness(brief: Brief, index: CandidateIndex, as_of: date) -> Vector:
    """Return how like each past project is in text, industry and phases, fading with age, 0 to 1; (projects,)."""
    projects = index.projects
    parts = [np.minimum(index.project_similarity(_posting(brief)) * _TEXT_SCALE, 1)]
    if brief.industry:
        parts.append(projects["industry"] == np.uint64(key(concept_of("industry", brief.industry))))
    asked = bits(brief.phases, PHASE_BITS)
    if asked:
        parts.append(np.bitwise_count(projects["phases"] & np.uint8(asked)) / asked.bit_count())
    likeness = np.mean(parts, axis=0, dtype=np.float32) * (0.5 + _fading(index, as_of) / 2)
    return likeness.astype(np.float32)


def _fading(index: CandidateIndex, as_of: date) -> Vector:
    ended = index.projects["ended"]
    age = np.where(ended == UNKNOWN_DAY, 0, np.maximum(as_of.toordinal() - ended, 0))
    fading: Vector = np.exp2(-age / np.float32(_HALF_LIFE_DAYS)).astype(np.float32)
    return fading


def _projects(brief: Brief, index: CandidateIndex, as_of: date) -> dict[str, Vector]:
    found = {"project_recency": index.best_per_candidate(_fading(index, as_of))}
    if brief.title or brief.text or brief.requirements or brief.industry or brief.phases:
        similar = np.minimum(index.project_similarity(_posting(brief)) * _TEXT_SCALE, 1)
        found["text_projects"] = index.best_per_candidate(similar)
        found["best_project"] = index.best_per_candidate(project_likeness(brief, index, as_of))
    return found


def _record(index: CandidateIndex) -> dict[str, Vector]:
    columns = index.columns
    most = np.log1p(np.float32(_MANY_CONTRACTS))
    return {
        "review": np.clip((columns["review"] - 1) / 4, 0, 1),
        "finished": np.minimum(np.log1p(columns["finished"]) / most, 1),
        "renewed": np.minimum(np.log1p(columns["renewed"]) / most, 1),
        "answered": columns["answered"],
        "completeness": columns["completeness"],
    }
