"""What makes the field of a posting small: each required line alone, among those who meet every condition.

And the other way about: how many postings a person's conditions let in, and how many each of them alone keeps away.

Only counts, never who; and no count of one or two people, who could be told apart from the rest.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matching.constraints import screen
from matching.index import CandidateIndex, build_index
from matching.records import Brief, Candidate, Record
from matching.requirements import HELD, Demand, demand_of

FEWEST_TOLD = 3
"""No count between 0 and this is given."""

Shown = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Narrowing(Record):
    """One required line: `shown` by so many; without it `more` others would show all the required lines.

    Either is None where it is one or two people.
    """

    requirement: str
    shown: int | None
    more: int | None


@dataclass(frozen=True, slots=True)
class Field(Record):
    """`possible` meet every condition, `showing` of them show all required lines (None: one or two people).

    `narrowing` is ordered by what letting a line go would bring, the most first; lines that everybody shows, and lines
    of which nobody can say whether they are met, are not in it.
    """

    possible: int
    showing: int | None
    narrowing: tuple[Narrowing, ...] = ()


@dataclass(frozen=True, slots=True)
class Reach(Record):
    """Of `postings`, `possible` meet every condition of a person and of theirs; `alone` by code of a condition.

    `alone` counts the postings that this one condition keeps away and no other: so many more without it.
    """

    postings: int
    possible: int
    alone: Mapping[str, int] = field(default_factory=dict)


def reach_of(
    candidate: Candidate, briefs: Iterable[Brief], *, as_of: date, like: CandidateIndex | None = None
) -> Reach:
    """Count the postings that are possible for a person, and those that one condition alone keeps away.

    Whoever is kept apart from a company sees its postings in no count.
    """
    index = build_index([candidate], as_of=as_of, like=like)
    failed = [screen(brief, index, as_of, fewest=0).codes(0) for brief in briefs]
    seen = [codes for codes in failed if "blocked" not in codes]
    alone = Counter(codes[0] for codes in seen if len(codes) == 1)
    return Reach(len(seen), sum(not codes for codes in seen), dict(alone.most_common()))


def field_of(brief: Brief, index: CandidateIndex, *, as_of: date) -> Field:
    """Count who shows each required line as `requirements.weigh` reads it; a field of one or two is counted as none."""
    eligible = screen(brief, index, as_of).eligible
    possible = int(eligible.sum())
    if possible < FEWEST_TOLD:
        return Field(0, 0)
    demands = [(one.text, demand_of(one, index.vocabulary)) for one in brief.requirements if one.required]
    lines = [(text, _shown(demand, index)[eligible]) for text, demand in demands if demand.concepts]
    missing = np.zeros(possible, dtype=np.int32)
    for _text, shown in lines:
        missing += ~shown
    found = [
        Narrowing(text, _told(shown.sum()), _told((~shown & (missing == 1)).sum()))
        for text, shown in lines
        if not shown.all()
    ]
    found.sort(key=lambda one: (-_least(one.more), _least(one.shown), one.requirement))
    return Field(possible, _told((missing == 0).sum()), tuple(found))


def _least(count: int | None) -> int:
    """Return what an untold count is at the least: one or two people stand before nobody."""
    return 1 if count is None else count


def _shown(demand: Demand, index: CandidateIndex) -> Shown:
    """Mark, as `requirements.weigh` does, whose profile shows one concept of each group and the years asked for."""
    held = {one: index.measure("strength", one) >= np.float32(HELD) for one in demand.concepts}
    shown: Shown = np.logical_and.reduce(
        [np.logical_or.reduce([held[one] for one in group]) for group in demand.groups]
    )
    if demand.years is not None:
        enough = [held[one] & (index.measure("years", one) >= np.float32(demand.years)) for one in demand.concepts]
        shown &= np.logical_or.reduce(enough)
    return shown


def _told(many: np.integer) -> int | None:
    return None if 0 < many < FEWEST_TOLD else int(many)
