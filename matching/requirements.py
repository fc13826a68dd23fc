"""Which requirements of a posting a profile meets, with the line that shows it.

Three answers, because "the profile does not say" is not "no": met, missing and unknown.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from matching.characters import normalise
from matching.evidence import Evidence, evidence_of, quote
from matching.records import Brief, Candidate, Record, Requirement
from matching.text import tokens
from matching.vocabulary import Vocabulary, default_vocabulary

Verdict = Literal["met", "missing", "unknown"]

# Everybody here has managed projects and been a PMO, so where a line asks for more than that, the more counts.
_SAYS_LITTLE = frozenset({"skill.pmo", "skill.project_management", "skill.leadership", "skill.consulting"})
_NOT_EVIDENCED = ("type.", "function.", "phase.")
_EITHER = re.compile(r"または|又は|もしくは|若しくは|いずれか|あるいは|\bor\b")
_YEARS = re.compile(r"(?<![\d.])(\d{1,2}(?:\.\d+)?) ?(?:年(?!度|代|目)|years?|yrs?)")
_HIRAGANA = re.compile(r"[ぁ-ゖ]")
_SECTIONS = {"スキル": "Skills", "資格": "Certifications", "必須": "Required", "尚可": "Preferred"}
_CONVINCING_OVERLAP = 0.6
_FEWEST_TOKENS = 3
HELD = 0.4


@dataclass(frozen=True, slots=True)
class Demand:
    """A requirement read: one concept of each group is needed, and so many years.

    "SAP and rollout" is two groups of one; "purchasing or production in manufacturing" a group of two and an industry.
    """

    groups: tuple[tuple[str, ...], ...]
    years: float | None

    @property
    def concepts(self) -> tuple[str, ...]:
        return tuple(one for group in self.groups for one in group)


@dataclass(frozen=True, slots=True)
class RequirementCheck(Record):
    """`evidence` is the line of the profile (concept, level and years where known), `where` the place it stands."""

    requirement: Requirement
    verdict: Verdict
    evidence: str = ""
    where: str = ""


@lru_cache(maxsize=4096)
def demand_of(requirement: Requirement, vocabulary: Vocabulary) -> Demand:
    found = requirement.concepts or vocabulary.concepts_in(requirement.text)
    found = tuple(one for one in found if not one.startswith(_NOT_EVIDENCED))
    text = normalise(requirement.text)
    years = requirement.years
    if years is None and (written := _YEARS.search(text)):
        years = float(written[1])
    telling = tuple(one for one in found if one not in _SAYS_LITTLE)
    return Demand(_groups(telling or found, one_is_enough=_EITHER.search(text) is not None), years)


def _groups(concepts: tuple[str, ...], *, one_is_enough: bool) -> tuple[tuple[str, ...], ...]:
    if not one_is_enough:
        return tuple((one,) for one in concepts)
    industries = tuple(one for one in concepts if one.startswith("industry."))
    rest = tuple(one for one in concepts if not one.startswith("industry."))
    return tuple(group for group in (industries, rest) if group)


def check_requirements(
    brief: Brief,
    candidate: Candidate,
    vocabulary: Vocabulary | None = None,
    as_of: date | None = None,
    locale: str = "ja",
) -> list[RequirementCheck]:
    """Check every requirement in the order of the posting, evidence in the words of `locale`.

    Certificates that expired before `as_of` count for less.
    """
    vocabulary = default_vocabulary() if vocabulary is None else vocabulary
    evidence = evidence_of(candidate, vocabulary, as_of)
    checks = []
    for one in brief.requirements:
        verdict, line = weigh(one, evidence, candidate, vocabulary)
        told = describe(line, vocabulary, locale) if line else ""
        checks.append(RequirementCheck(one, verdict, told, place_name(line.where, locale) if line else ""))
    return checks


def weigh(
    requirement: Requirement, evidence: Mapping[str, list[Evidence]], candidate: Candidate, vocabulary: Vocabulary
) -> tuple[Verdict, Evidence | None]:
    """Return the verdict on one requirement and the line it rests on; `evidence` is `evidence_of` the candidate."""
    demand = demand_of(requirement, vocabulary)
    if not demand.concepts:
        return _weigh_words(requirement, candidate, vocabulary)
    shown = {one for one in demand.concepts if one in evidence and evidence[one][0].strength >= HELD}
    if not shown:
        return "missing", None
    held = [evidence[one] for one in demand.concepts if one in shown]
    best = max((lines[0] for lines in held), key=lambda one: one.rank)
    verdict: Verdict = "met" if all(shown & set(group) for group in demand.groups) else "unknown"
    if demand.years is None:
        return verdict, best
    # The years may stand in another line than the highest level.
    longest = max((one for lines in held for one in lines), key=lambda one: one.years or 0.0)
    return _worse(verdict, _enough_years(longest.years, demand.years)), best if longest.years is None else longest


def _enough_years(years: float | None, asked: float) -> Verdict:
    if years is None:
        return "unknown"
    return "met" if years >= asked else "missing"


def _worse(one: Verdict, other: Verdict) -> Verdict:
    order: tuple[Verdict, ...] = ("missing", "unknown", "met")
    return min(one, other, key=order.index)


def place_name(where: str, locale: str) -> str:
    """Name the section where a line stands in the reader's language; a project's title stays as its writer wrote it."""
    return where if locale == "ja" else _SECTIONS.get(where, where)


def describe(one: Evidence, vocabulary: Vocabulary, locale: str = "ja") -> str:
    """Write the line as a reader knows it: SAP導入(A・18年), or the sentence of the project."""
    if one.source in ("project", "text"):
        return one.line
    name = vocabulary.concept(one.named).name(locale) if one.named in vocabulary else one.named.rpartition(".")[2]
    years = "" if one.years is None else _years(one.years, locale)
    details = [part for part in (one.level, years, one.line) if part]
    if not details:
        return name
    return f"{name}({'・'.join(details)})" if locale == "ja" else f"{name} ({', '.join(details)})"


def _years(years: float, locale: str) -> str:
    if locale == "ja":
        return f"{years:g}年"
    return f"{years:g} year" if years == 1 else f"{years:g} years"


def _weigh_words(
    requirement: Requirement, candidate: Candidate, vocabulary: Vocabulary
) -> tuple[Verdict, Evidence | None]:
    """Without a concept, only a text that has most of the words convinces; nothing proves that something is missing."""
    asked = _telling_tokens(requirement.text, vocabulary)
    if len(asked) >= _FEWEST_TOKENS:
        for text, where in ((candidate.text, ""), *((one.text, one.where) for one in candidate.projects)):
            if len(asked & _telling_tokens(text, vocabulary)) >= _CONVINCING_OVERLAP * len(asked):
                return "met", Evidence(0.0, "", "text", line=quote(text), where=where)
    return "unknown", None


def _telling_tokens(text: str, vocabulary: Vocabulary) -> set[str]:
    return {token for token in tokens(text, vocabulary) if not _HIRAGANA.search(token)}
