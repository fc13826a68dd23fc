"""How a night's learning ended, and what a page has to say of one posting."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """What came of one learning; only what holds on later postings is told."""

    LEARNED = "learned"
    TOO_FEW = "too_few"
    DOES_NOT_HOLD = "does_not_hold"


class Telling(StrEnum):
    """What is told of a posting's rate."""

    NOTHING = "nothing"  # too little stands behind
    COMPUTING = "computing"  # not yet computed, and a job will
    SHOWN = "shown"
    OUT_OF_DATE = "out_of_date"  # the posting has changed since; the figures of before


class Place(StrEnum):
    """Where the middle of a posting's own range stands among its like."""

    UNKNOWN = "unknown"
    BELOW = "below"
    WITHIN = "within"
    ABOVE = "above"
