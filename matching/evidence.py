"""What a profile shows of each concept, how strongly, and in which line.

Both the list of requirements that a reader sees and the columns that the ranker computes with come from here, so that
the two can never tell different stories.
"""

import re
from collections.abc import Container, Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from matching.records import LANGUAGE_LEVELS, Candidate, PastProject
from matching.vocabulary import Vocabulary

# How much a line of the profile says about a concept, from a word in the text (0.4) to a skill held at level A (1).
LEVEL_STRENGTH = {"A": 1.0, "B": 0.8, "C": 0.5}
CERTIFICATION_STRENGTH = 0.8
EXPIRED_STRENGTH = 0.4
INDUSTRY_STRENGTH = 1.0
TOOL_STRENGTH = 0.8
PROJECT_STRENGTH = 0.6
TEXT_STRENGTH = 0.4

_LARGE_PROJECT = 100
_MEETING_LEVEL = "C1"
_LONGEST_LINE = 60
_SENTENCES = re.compile(r"(?<=[。．\n!?])|(?<=\. )")


class Evidence(NamedTuple):
    """One line for one concept. `named` is the concept the line names, which may imply the one asked for."""

    strength: float
    named: str
    source: str
    level: str = ""
    years: float | None = None
    last_used: int | None = None
    line: str = ""
    where: str = ""

    @property
    def rank(self) -> tuple[float, float]:
        return self.strength, self.years or 0.0


Told = Sequence[Sequence[str]]
"""The concepts of each sentence of a profile."""


def _rank(one: Evidence) -> tuple[float, float]:
    return one.rank


def concept_of(kind: str, code: str) -> str:
    """Accept "manufacturing" for "industry.manufacturing", and likewise functions and phases."""
    return code if "." in code else f"{kind}.{code}"


def evidence_of(
    candidate: Candidate,
    vocabulary: Vocabulary,
    as_of: date | None = None,
    told: Told | None = None,
    only: Container[str] | None = None,
) -> dict[str, list[Evidence]]:
    """Return the lines for each concept held or implied, the strongest first.

    A certificate that has expired on `as_of` still shows that it was once earned. `told` is what `told_by` found, for
    whoever has kept it: looking for concepts in every sentence takes longer than all the rest. `only` are the concepts
    whose lines are looked for (`speaking_of`), all of them if not given.
    """
    lines: dict[str, list[Evidence]] = {}
    told = told_by(candidate, vocabulary) if told is None else told
    for one in (*_declared(candidate, as_of, only), *_told(candidate, told, only)):
        if only is not None and one.named not in only:
            continue
        for concept in vocabulary.with_broader(one.named):
            lines.setdefault(concept, []).append(one)
    for found in lines.values():
        if len(found) > 1:
            found.sort(key=_rank, reverse=True)
    return lines


def speaking_of(wanted: AbstractSet[str], vocabulary: Vocabulary) -> frozenset[str]:
    """Return the concepts whose lines speak of those wanted: themselves, and what implies them."""
    implying = _implying(vocabulary)
    return frozenset(wanted).union(*(implying.get(one, ()) for one in wanted))


@lru_cache(maxsize=2)
def _implying(vocabulary: Vocabulary) -> dict[str, list[str]]:
    """Return the concepts that imply each, itself among them; worked out once for a vocabulary."""
    implying: dict[str, list[str]] = {}
    for concept in vocabulary:
        for implied in vocabulary.with_broader(concept.id):
            implying.setdefault(implied, []).append(concept.id)
    return implying


def told_by(candidate: Candidate, vocabulary: Vocabulary) -> Told:
    """Return the concepts of each sentence: of every project and of its role, then of the profile's text."""
    return tuple(vocabulary.concepts_in(sentence) for sentence in _sentences(candidate))


def _sentences(candidate: Candidate) -> Iterator[str]:
    for project in candidate.projects:
        yield from (*_SENTENCES.split(project.text), project.role)
    yield from _SENTENCES.split(candidate.text)


def _declared(candidate: Candidate, as_of: date | None, only: Container[str] | None) -> Iterator[Evidence]:
    for skill in candidate.skills:
        if only is not None and skill.concept not in only:
            continue
        strength = LEVEL_STRENGTH[skill.level]
        yield Evidence(strength, skill.concept, "skill", skill.level, skill.years, skill.last_used, where=skill.where)
    for held in candidate.certifications:
        expired = as_of is not None and held.expires is not None and held.expires < as_of
        strength = EXPIRED_STRENGTH if expired else CERTIFICATION_STRENGTH
        yield Evidence(strength, held.concept, "certification", line=str(held.year or ""), where=held.where)
    for tool in candidate.tools:
        yield Evidence(TOOL_STRENGTH, tool, "tool")
    for code, years in candidate.industries:
        yield Evidence(INDUSTRY_STRENGTH, concept_of("industry", code), "industry", years=years or None)
    for language, level in candidate.languages:
        if language == "en" and LANGUAGE_LEVELS.index(level) >= LANGUAGE_LEVELS.index(_MEETING_LEVEL):
            yield Evidence(TOOL_STRENGTH, "skill.english_meetings", "language", level)


def _told(candidate: Candidate, told: Told, only: Container[str] | None) -> Iterator[Evidence]:
    concepts = iter(told)
    for project in candidate.projects:
        yield from _told_by(project, concepts, only)
    for sentence in _SENTENCES.split(candidate.text):
        for concept in _heard(next(concepts), only):
            yield Evidence(TEXT_STRENGTH, concept, "text", line=quote(sentence))


def _told_by(
    project: PastProject, concepts: Iterator[Sequence[str]], only: Container[str] | None
) -> Iterator[Evidence]:
    used = project.ended.year if project.ended else None

    def line(strength: float, concept: str, words: str) -> Evidence:
        return Evidence(strength, concept, "project", last_used=used, line=quote(words), where=project.where)

    for sentence in (*_SENTENCES.split(project.text), project.role):
        for concept in _heard(next(concepts), only):
            yield line(PROJECT_STRENGTH, concept, sentence)
    industry = concept_of("industry", project.industry) if project.industry else ""
    if industry and (only is None or industry in only):
        yield line(PROJECT_STRENGTH, industry, project.text)
    if (project.headcount or 0) >= _LARGE_PROJECT:
        yield line(TOOL_STRENGTH, "skill.large_scale", project.text)


def _heard(concepts: Sequence[str], only: Container[str] | None) -> Sequence[str]:
    return concepts if only is None else [one for one in concepts if one in only]


def quote(sentence: str) -> str:
    """One line, short enough to stand inside a sentence."""
    sentence = " ".join(sentence.split())
    return sentence if len(sentence) <= _LONGEST_LINE else sentence[: _LONGEST_LINE - 1] + "…"
