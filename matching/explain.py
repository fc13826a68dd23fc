"""Three reasons for a match and two against, each with its fact, from the exact parts of a linear score."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

import numpy as np

from matching.catalogue import AT, FEATURES
from matching.evidence import concept_of, evidence_of, speaking_of
from matching.facts import FACTS, Case, Fact, Found, evidence_fact
from matching.features import Pairs
from matching.history_features import project_likeness
from matching.index import CandidateIndex, Rows
from matching.prior import Array
from matching.reading import Reading
from matching.records import Brief, Reason, Requirement
from matching.requirements import weigh

REASONS_FOR, REASONS_AGAINST = 3, 2
_SAID = tuple(dict.fromkeys(feature.reason for feature in FEATURES if feature.reason in FACTS))
_GROUPS = np.array([[feature.reason == reason for reason in _SAID] for feature in FEATURES], dtype=np.float64)
_WORTH_SAYING = 0.02
"""A part of the logit smaller than this is no reason."""


class Explainer:
    """Explains candidates of one brief; what concerns the whole brief, and their projects, is computed once."""

    def __init__(self, reading: Reading, index: CandidateIndex, pairs: Pairs) -> None:
        brief = reading.brief
        self._brief, self.index, self._asked, self._as_of = brief, index, pairs.asked, reading.as_of
        self._rows = pairs.rows.tolist()
        self._best = _best_projects(reading, index, pairs.rows)
        self._alike = Counter(one.required for one in brief.requirements)
        self._heard = speaking_of(_wanted(brief, pairs, index), index.vocabulary)

    def reasons(self, contributions: Array, coef: Array) -> list[tuple[Reason, ...]]:
        """Return reasons for, then against, the strongest first, of each row of the pairs.

        `contributions` (n, features) are parts of the logits, `coef` the weights. Skills are told requirement by
        requirement, each with its share of the coverage; other features together with those of the same reason.
        """
        about: list[Requirement | str] = [*self._asked.requirements, *_SAID]
        weights = np.column_stack([*self._of_requirements(coef), contributions @ _GROUPS])
        strongest_first = np.argsort(-np.abs(weights), axis=1, kind="stable")
        found = []
        for row, weighed, order in zip(self._rows, weights.tolist(), strongest_first.tolist(), strict=True):
            worth = [(weighed[at], about[at]) for at in order if abs(weighed[at]) >= _WORTH_SAYING]
            found.append(_said(self._case(row), worth))
        return found

    def _case(self, row: int) -> Case:
        part, at = self.index.place(row)
        candidate, told = part.profile(at)
        project = candidate.projects[self._best[row]] if candidate.projects else None
        evidence = evidence_of(candidate, self.index.vocabulary, self._as_of, told, self._heard)
        return Case(self._brief, candidate, self.index.vocabulary, evidence, project, self._as_of)

    def _of_requirements(self, coef: Array) -> Iterator[Array]:
        """Yield the part of each requirement, shape (n,)."""
        for requirement, values in zip(self._asked.requirements, self._asked.values, strict=True):
            at = AT[f"{_kind(requirement)}_coverage"]
            yield coef[at] * (values - FEATURES[at].neutral) / self._alike[requirement.required]


def _said(case: Case, weighed: Sequence[tuple[float, Requirement | str]]) -> tuple[Reason, ...]:
    """Return as many reasons as there is room for, from what weighs most to what weighs least."""
    room = {1: REASONS_FOR, -1: REASONS_AGAINST}
    found: list[Reason] = []
    for weight, about in weighed:
        sign: Literal[1, -1] = 1 if weight > 0 else -1
        # What would not be said is not looked for: a profile holds many more facts than reasons.
        fact = _fact(case, about, sign) if room[sign] else None
        if fact is not None:
            code, told, where = fact
            found.append(Reason(code, weight, sign, told, where))
            room[sign] -= 1
            if not any(room.values()):
                break
    return tuple(sorted(found, key=lambda one: -one.sign))


def _wanted(brief: Brief, pairs: Pairs, index: CandidateIndex) -> set[str]:
    """Return the concepts that facts may be asked of: what the posting names, and the neighbours of its industry."""
    industry = concept_of("industry", brief.industry or "")
    asked = (concept for demand in pairs.asked.demands for concept in demand.concepts)
    named = (concept for one in brief.requirements for concept in index.vocabulary.concepts_in(one.text))
    given = (concept for one in brief.requirements for concept in one.concepts)
    return {industry, *index.vocabulary.neighbours(industry), *brief.tools, *asked, *named, *given}


def _best_projects(reading: Reading, index: CandidateIndex, rows: Rows) -> dict[int, int]:
    """Return which of a candidate's projects is most like the posting, by row of the index."""
    found: dict[int, int] = {}
    for start, part, _ in index.starts():
        here = rows[(rows >= start) & (rows < start + len(part))]
        if len(here):
            projects, begin = part.projects_of(here - start)
            likeness = np.split(project_likeness(reading, part, projects), begin[1:])
            found |= {row: int(one.argmax()) for row, one in zip(here.tolist(), likeness, strict=True)}
    return found


def _kind(requirement: Requirement) -> str:
    return "required" if requirement.required else "preferred"


def _fact(case: Case, about: Requirement | str, sign: int) -> Found | None:
    """Return the code of a reason, its fact and where it stands; None where there is nothing to name."""
    if isinstance(about, str):
        return FACTS[about](case, sign)
    verdict, line = weigh(about, case.evidence, case.candidate, case.vocabulary)
    code = _CODES.get((verdict, line is not None, sign > 0))
    if code is None:
        return None
    fact: Fact = {"kind": _kind(about), "requirement": about.text, **(evidence_fact(line) if line else {})}
    return code, fact, line.where if line else about.where


# (verdict, is there a line, does it weigh for): a line that is short of years is no reason for, and a requirement that
# is met no reason against, whatever the weight.
_CODES = {
    ("met", True, True): "requirement_met",
    ("unknown", True, True): "requirement_met",
    ("unknown", True, False): "requirement_unclear",
    ("unknown", False, False): "requirement_unknown",
    ("missing", True, False): "requirement_short",
    ("missing", False, False): "requirement_missing",
}
