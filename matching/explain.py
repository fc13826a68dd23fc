"""Three reasons for a match and two against, each with its fact, from the exact parts of a linear score."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

import numpy as np

from matching.catalogue import AT, FEATURES
from matching.evidence import evidence_of
from matching.facts import FACTS, Case, Fact, evidence_fact
from matching.features import Pairs
from matching.history_features import project_likeness
from matching.index import CandidateIndex
from matching.prior import Array
from matching.reading import read
from matching.records import Brief, Reason
from matching.requirements import weigh

REASONS_FOR, REASONS_AGAINST = 3, 2
_WORTH_SAYING = 0.02
"""A part of the logit smaller than this is no reason."""


class Explainer:
    """Explains candidates of one brief; what concerns the whole brief is computed once."""

    def __init__(self, brief: Brief, index: CandidateIndex, pairs: Pairs, as_of: date) -> None:
        self._brief, self._index, self._asked, self._as_of = brief, index, pairs.asked, as_of
        self._reading = read(brief, index.lent, as_of)
        self._place = {int(row): at for at, row in enumerate(pairs.rows)}
        self._alike = Counter(one.required for one in brief.requirements)

    def reasons(self, row: int, contributions: Array, coef: Array) -> tuple[Reason, ...]:
        """Return reasons for, then against, the strongest first; of a row of the index that the pairs hold.

        `contributions` are the row's parts of the logit by feature, `coef` the weights. Skills are told requirement by
        requirement, each with its share of the coverage; other features together with those of the same reason.
        """
        case = self._case(row)
        found = [*self._about_requirements(row, case, coef), *self._about_the_rest(case, contributions)]
        found = sorted((one for one in found if abs(one.weight) >= _WORTH_SAYING), key=lambda one: -abs(one.weight))
        given = [one for one in found if one.sign > 0][:REASONS_FOR]
        return (*given, *[one for one in found if one.sign < 0][:REASONS_AGAINST])

    def _case(self, row: int) -> Case:
        part, at = self._index.place(row)
        candidate = part.candidates[at]
        project = None
        if candidate.projects:
            projects, _ = part.projects_of(np.array([at]))
            project = candidate.projects[int(np.argmax(project_likeness(self._reading, part, projects)))]
        evidence = evidence_of(candidate, self._index.vocabulary, self._as_of)
        return Case(self._brief, candidate, self._index.vocabulary, evidence, project, self._as_of)

    def _about_requirements(self, row: int, case: Case, coef: Array) -> Iterator[Reason]:
        for requirement, values in zip(self._asked.requirements, self._asked.values, strict=True):
            kind = "required" if requirement.required else "preferred"
            at = AT[f"{kind}_coverage"]
            apart = values[self._place[row]] - FEATURES[at].neutral
            weight = float(coef[at] * apart / self._alike[requirement.required])
            verdict, line = weigh(requirement, case.evidence, case.candidate, case.vocabulary)
            code = _CODES.get((verdict, line is not None, weight > 0))
            if code is not None:
                fact: Fact = {"kind": kind, "requirement": requirement.text, **(evidence_fact(line) if line else {})}
                yield Reason(code, weight, 1 if weight > 0 else -1, fact, line.where if line else requirement.where)

    def _about_the_rest(self, case: Case, contributions: Array) -> Iterator[Reason]:
        weights: dict[str, float] = {}
        for feature, part in zip(FEATURES, contributions, strict=True):
            weights[feature.reason] = weights.get(feature.reason, 0.0) + float(part)
        for reason, weight in weights.items():
            if reason in FACTS and abs(weight) >= _WORTH_SAYING:
                found = FACTS[reason](case, 1 if weight > 0 else -1)
                if found is not None:
                    code, fact, where = found
                    yield Reason(code, weight, 1 if weight > 0 else -1, fact, where)


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
