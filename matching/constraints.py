"""What makes a match impossible. One named predicate each, over all candidates at once.

Nobody is dropped silently: the code of the predicate is the reason, and the counts by code go to the reader. A missing
skill is not in this list: it costs score and is shown.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from matching.columns import MODES, PREFECTURE_BITS, UNKNOWN_DAY, key
from matching.index import CandidateIndex
from matching.records import Brief

Mask = NDArray[np.bool_]
Predicate = Callable[[Brief, CandidateIndex, date], Mask]

RATE_TOLERANCE = 1.15
START_TOLERANCE_DAYS = 30
DAYS_TOLERANCE = 1
ONSITE_TOLERANCE_DAYS = 1
FEWEST = 20
"""With fewer who pass, conditions are relaxed."""
RELAXABLE = ("rate_too_high", "start_too_late", "too_few_days")
"""In this order."""


def start_too_late(brief: Brief, index: CandidateIndex, as_of: date) -> Mask:
    """Available more than 30 days after the start (or after today, where it starts at once)."""
    start = max(brief.start or as_of, as_of).toordinal()
    available = index.columns["available"]
    late: Mask = (available != UNKNOWN_DAY) & (available > start + START_TOLERANCE_DAYS)
    return late


def too_few_days(brief: Brief, index: CandidateIndex, as_of: date) -> Mask:
    """Short of the least days a week by more than one, or by any where the posting is strict."""
    del as_of
    days = np.minimum(index.columns["days_max"], index.columns["days_free"])
    short: Mask = days < brief.days_min - (0 if brief.strict_days else DAYS_TOLERANCE)
    return short


def rate_too_high(brief: Brief, index: CandidateIndex, as_of: date) -> Mask:
    """Asks for more than 1.15 times the most the posting pays."""
    del as_of
    most = np.inf if brief.rate_max is None else brief.rate_max * RATE_TOLERANCE
    dear: Mask = np.nan_to_num(index.columns["rate"]) > most
    return dear


def place_impossible(brief: Brief, index: CandidateIndex, as_of: date) -> Mask:
    """Does not work in that way, in that prefecture, or so many days on site; a place nobody named excludes nobody."""
    del as_of
    remote = index.columns["remote"]
    # Who works on site all week also works there on some days; who is remote only does not.
    accepted = MODES["hybrid"] | MODES["onsite"] if brief.remote == "hybrid" else MODES[brief.remote]
    impossible: Mask = (remote != 0) & ((remote & accepted) == 0)
    if brief.remote == "full":
        return impossible
    impossible |= index.columns["max_onsite_days"] + ONSITE_TOLERANCE_DAYS < brief.onsite_days
    places = index.columns["prefectures"]
    if brief.prefecture:
        impossible |= (places != 0) & ((places & np.uint64(PREFECTURE_BITS[brief.prefecture])) == 0)
    return impossible


def licence_missing(brief: Brief, index: CandidateIndex, as_of: date) -> Mask:
    """Does not hold a licence that the law asks for."""
    del as_of
    missing = np.zeros(len(index), dtype=np.bool_)
    for licence in brief.licences:
        missing |= index.measure("strength", licence) == 0
    return missing


def blocked(brief: Brief, index: CandidateIndex, as_of: date) -> Mask:
    """The consultant and this company are kept apart, whoever asked for it."""
    del as_of
    apart = np.zeros(len(index), dtype=np.bool_)
    if brief.company:
        pairs = index.blocked
        apart[pairs["row"][pairs["company"] == np.uint64(key(brief.company))]] = True
    return apart


def no_capacity(brief: Brief, index: CandidateIndex, as_of: date) -> Mask:
    """Has no day of the week left."""
    del brief, as_of
    free: Mask = index.columns["days_free"] <= 0
    return free


def rejected(brief: Brief, index: CandidateIndex, as_of: date) -> Mask:
    """The advisor said no to this person for this posting."""
    del as_of
    refused = np.zeros(len(index), dtype=np.bool_)
    refused[index.rows(brief.rejected)] = True
    return refused


def business_form_refused(brief: Brief, index: CandidateIndex, as_of: date) -> Mask:
    """The posting takes individuals only, or companies only."""
    del as_of
    company = index.columns["company"] == 1
    refused: Mask = (company & (not brief.accepts_company)) | (~company & (not brief.accepts_individual))
    return refused


CONSTRAINTS: Mapping[str, Predicate] = MappingProxyType(
    {
        "rate_too_high": rate_too_high,
        "start_too_late": start_too_late,
        "too_few_days": too_few_days,
        "place_impossible": place_impossible,
        "licence_missing": licence_missing,
        "blocked": blocked,
        "no_capacity": no_capacity,
        "rejected": rejected,
        "business_form_refused": business_form_refused,
    }
)


@dataclass(frozen=True, slots=True)
class Screening:
    """Who passes. `failed` are masks by code; `counts` how many each code excludes, `relaxed` the codes let go.

    `passing` takes the relaxed codes into account; `eligible` does not.
    """

    failed: Mapping[str, Mask]
    passing: Mask
    eligible: Mask
    counts: Mapping[str, int]
    relaxed: tuple[str, ...]

    def codes(self, row: int) -> tuple[str, ...]:
        return tuple(code for code, mask in self.failed.items() if mask[row])


def screen(brief: Brief, index: CandidateIndex, as_of: date, *, fewest: int = FEWEST) -> Screening:
    """Apply every constraint, then let go of rate, start and days, in this order, while fewer than `fewest` pass.

    Conditions that bring nobody stay. Whoever is blocked is in no count: not even that may be seen.
    """
    failed = {code: predicate(brief, index, as_of) for code, predicate in CONSTRAINTS.items()}
    eligible = ~_any(failed.values(), len(index))
    passing = eligible
    let_go: tuple[str, ...] = ()
    relaxed: tuple[str, ...] = ()
    for code in RELAXABLE:
        if passing.sum() >= fewest:
            break
        let_go = (*let_go, code)
        wider = ~_any((mask for name, mask in failed.items() if name not in let_go), len(index))
        if wider.sum() > passing.sum():
            passing, relaxed = wider, let_go
    seen = ~failed["blocked"]
    counts = {code: int((mask & seen).sum()) for code, mask in failed.items()}
    return Screening(failed, passing, eligible, {code: many for code, many in counts.items() if many}, relaxed)


def _any(masks: Iterable[Mask], size: int) -> Mask:
    excluded = np.zeros(size, dtype=np.bool_)
    for mask in masks:
        excluded |= mask
    return excluded
