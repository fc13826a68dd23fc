"""What makes a match impossible. One named predicate each, over all candidates at once.

Nobody is dropped silently: the code of the predicate is the reason, and the counts by code go to the reader. A missing
skill is not in this list: it costs score and is shown.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from matching.columns import MODES, PREFECTURE_BITS, UNKNOWN_DAY, key
from matching.index import CandidateIndex, Part
from matching.records import Brief

Mask = NDArray[np.bool_]
Times = NDArray[np.uint8]
Predicate = Callable[[Brief, Part, date], Mask]

RATE_TOLERANCE = 1.15
START_TOLERANCE_DAYS = 30
DAYS_TOLERANCE = 1
ONSITE_TOLERANCE_DAYS = 1
FEWEST = 20
"""With fewer who pass, conditions are relaxed."""
_GONE = 100
RELAXABLE = ("rate_too_high", "start_too_late", "too_few_days")
"""In this order."""


def start_too_late(brief: Brief, part: Part, as_of: date) -> Mask:
    """Available more than 30 days after the start (or after today, where it starts at once)."""
    start = max(brief.start or as_of, as_of).toordinal()
    available = part.columns["available"]
    late: Mask = (available != UNKNOWN_DAY) & (available > start + START_TOLERANCE_DAYS)
    return late


def too_few_days(brief: Brief, part: Part, as_of: date) -> Mask:
    """Short of the least days a week by more than one, or by any where the posting is strict."""
    del as_of
    days = np.minimum(part.columns["days_max"], part.columns["days_free"])
    short: Mask = days < brief.days_min - (0 if brief.strict_days else DAYS_TOLERANCE)
    return short


def rate_too_high(brief: Brief, part: Part, as_of: date) -> Mask:
    """Asks for more than 1.15 times the most the posting pays."""
    del as_of
    most = np.inf if brief.rate_max is None else brief.rate_max * RATE_TOLERANCE
    dear: Mask = part.columns["rate"] > most  # not a number is not more
    return dear


def place_impossible(brief: Brief, part: Part, as_of: date) -> Mask:
    """Does not work in that way, in that prefecture, or so many days on site; a place nobody named excludes nobody."""
    del as_of
    remote = part.columns["remote"]
    # Who works on site all week also works there on some days; who is remote only does not.
    accepted = MODES["hybrid"] | MODES["onsite"] if brief.remote == "hybrid" else MODES[brief.remote]
    impossible: Mask = (remote != 0) & ((remote & accepted) == 0)
    if brief.remote == "full":
        return impossible
    impossible |= part.columns["max_onsite_days"] + ONSITE_TOLERANCE_DAYS < brief.onsite_days
    places = part.columns["prefectures"]
    if brief.prefecture:
        impossible |= (places != 0) & ((places & np.uint64(PREFECTURE_BITS[brief.prefecture])) == 0)
    return impossible


def licence_missing(brief: Brief, part: Part, as_of: date) -> Mask:
    """Does not hold a licence that the law asks for."""
    del as_of
    missing = np.zeros(len(part), dtype=np.bool_)
    for licence in brief.licences:
        missing |= part.measure("strength", licence) == 0
    return missing


def blocked(brief: Brief, part: Part, as_of: date) -> Mask:
    """The consultant and this company are kept apart, whoever asked for it."""
    del as_of
    apart = np.zeros(len(part), dtype=np.bool_)
    if brief.company:
        pairs = part.blocked
        apart[pairs["row"][pairs["company"] == np.uint64(key(brief.company))]] = True
    return apart


def no_capacity(brief: Brief, part: Part, as_of: date) -> Mask:
    """Has no day of the week left."""
    del brief, as_of
    free: Mask = part.columns["days_free"] <= 0
    return free


def rejected(brief: Brief, part: Part, as_of: date) -> Mask:
    """The advisor said no to this person for this posting."""
    del as_of
    refused = np.zeros(len(part), dtype=np.bool_)
    refused[part.rows(brief.rejected)] = True
    return refused


def business_form_refused(brief: Brief, part: Part, as_of: date) -> Mask:
    """The posting takes individuals only, or companies only."""
    del as_of
    company = part.columns["company"] == 1
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

    `passing` takes the relaxed codes into account; `eligible` does not. `alone` are masks of whom each code alone
    keeps out, for codes that keep out anybody alone; `others` who does not pass and may be seen. Masks are (rows,); of
    rows that are gone all are false.
    """

    failed: Mapping[str, Mask]
    passing: Mask
    eligible: Mask
    counts: Mapping[str, int]
    relaxed: tuple[str, ...]
    alone: Mapping[str, Mask]
    others: Mask

    def codes(self, row: int) -> tuple[str, ...]:
        return tuple(code for code, mask in self.failed.items() if mask[row])


def screen(brief: Brief, index: CandidateIndex, as_of: date, *, fewest: int = FEWEST) -> Screening:
    """Apply every constraint, then let go of rate, start and days, in this order, while fewer than `fewest` pass.

    Conditions that bring nobody stay. Whoever is blocked is in no count: not even that may be seen.
    """
    failed, times = _failed(brief, index, as_of)
    eligible = times == 0
    passing, relaxed = _relaxed(failed, times, fewest)
    seen = ~failed["blocked"]
    counts = {code: int(np.count_nonzero(mask & seen)) for code, mask in failed.items()}
    once = (times == 1) & ~passing
    alone = {code: mask & once for code, mask in failed.items() if code != "blocked"}
    return Screening(
        failed,
        passing,
        eligible,
        {code: many for code, many in counts.items() if many},
        relaxed,
        {code: mask for code, mask in alone.items() if mask.any()},
        (times > 0) & (times < _GONE) & ~passing & seen,
    )


def _failed(brief: Brief, index: CandidateIndex, as_of: date) -> tuple[dict[str, Mask], Times]:
    """Return who fails what, and how many conditions each row fails; rows that are gone fail none, and `_GONE`."""
    failed = {code: np.zeros(index.size, dtype=np.bool_) for code in CONSTRAINTS}
    times = np.zeros(index.size, dtype=np.uint8)
    for start, part, gone in index.starts():
        rows = slice(start, start + len(part))
        for code, predicate in CONSTRAINTS.items():
            mask = predicate(brief, part, as_of)
            mask[gone] = False
            failed[code][rows] = mask
            times[rows] += mask.view(np.uint8)
        times[start + gone] = _GONE
    return failed, times


def _relaxed(failed: Mapping[str, Mask], times: Times, fewest: int) -> tuple[Mask, tuple[str, ...]]:
    """Return who passes once as many conditions are let go as it takes, and which."""
    passing, relaxed = times == 0, tuple[str, ...]()
    many, left = np.count_nonzero(passing), times
    let_go: tuple[str, ...] = ()
    for code in RELAXABLE:
        if many >= fewest:
            break
        let_go, left = (*let_go, code), left - failed[code].view(np.uint8)
        wider = left == 0
        if np.count_nonzero(wider) > many:
            passing, many, relaxed = wider, np.count_nonzero(wider), let_go
    return passing, relaxed
