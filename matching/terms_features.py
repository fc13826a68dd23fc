"""Pair features about terms: money, dates, days, place, languages, and the kind of work."""

from collections.abc import Mapping
from datetime import date

import numpy as np

from matching.columns import (
    FUNCTION_BITS,
    LANGUAGES,
    LEVELS,
    MODES,
    PHASE_BITS,
    PREFECTURE_BITS,
    UNKNOWN_DAY,
    bits,
)
from matching.constraints import RATE_TOLERANCE, START_TOLERANCE_DAYS
from matching.index import CandidateIndex, Vector
from matching.records import PERCENT, Brief

_REGIONS = (
    ("01",),
    ("02", "03", "04", "05", "06", "07"),
    ("08", "09", "10", "11", "12", "13", "14"),
    ("15", "16", "17", "18", "19", "20", "21", "22", "23"),
    ("24", "25", "26", "27", "28", "29", "30"),
    ("31", "32", "33", "34", "35", "36", "37", "38", "39"),
    ("40", "41", "42", "43", "44", "45", "46", "47"),
)
_LONGEST_SLACK_DAYS = 90
_USUAL_DAYS = 5
_SAME_REGION = 0.5
_ACCEPTS_BELOW = 0.1
"""At a rate this share below the wish, the chance to accept is about a quarter."""


def terms_features(brief: Brief, index: CandidateIndex, as_of: date) -> Mapping[str, Vector]:
    return {
        **_money(brief, index),
        **_time(brief, index, as_of),
        **_place(brief, index),
        **_languages(brief, index),
        **_work(brief, index),
    }


def _money(brief: Brief, index: CandidateIndex) -> dict[str, Vector]:
    if not brief.rate_max:
        return {}
    rate = index.columns["rate"]
    over = np.nan_to_num(rate / np.float32(brief.rate_max) - 1)
    accepts = 1 / (1 + np.exp(np.clip(over / _ACCEPTS_BELOW, -8, 8)))
    return {
        "rate_over": np.clip(over / (RATE_TOLERANCE - 1), 0, 1),
        "would_accept": np.where(np.isnan(rate), np.float32(0.5), accepts),
    }


def _time(brief: Brief, index: CandidateIndex, as_of: date) -> dict[str, Vector]:
    columns = index.columns
    start = max(brief.start or as_of, as_of).toordinal()
    known = columns["available"] != UNKNOWN_DAY
    late = np.where(known, columns["available"] - start, 0).astype(np.float32)
    days = np.minimum(columns["days_max"], columns["days_free"])
    return {
        "start_late": np.clip(late / START_TOLERANCE_DAYS, 0, 1),
        "start_slack": np.clip(-late / _LONGEST_SLACK_DAYS, 0, 1),
        "days_short": np.clip((brief.days_min - days) / 2, 0, 1),
        "days_over": np.clip((columns["days_min"] - brief.days_max) / 2, 0, 1),
        "load": np.clip((columns["days_max"] - columns["days_free"]) / _USUAL_DAYS, 0, 1),
    }


def _place(brief: Brief, index: CandidateIndex) -> dict[str, Vector]:
    columns = index.columns
    found = {"mode_fit": ((columns["remote"] & MODES[brief.remote]) != 0).astype(np.float32)}
    if brief.remote != "full":
        found["onsite_gap"] = np.clip((brief.onsite_days - columns["max_onsite_days"]) / 2, 0, 1)
        if brief.prefecture:
            region = next(one for one in _REGIONS if brief.prefecture in one)
            near = (columns["prefectures"] & np.uint64(bits(region, PREFECTURE_BITS))) != 0
            here = (columns["prefectures"] & np.uint64(PREFECTURE_BITS[brief.prefecture])) != 0
            found["place_fit"] = np.maximum(here, near * np.float32(_SAME_REGION))
    return found


def _languages(brief: Brief, index: CandidateIndex) -> dict[str, Vector]:
    asked = [(language, LEVELS[level]) for language, level in brief.languages if language in LANGUAGES]
    if not asked:
        return {}
    held = index.columns["languages"].astype(np.float32)
    gaps = [np.maximum(level - held[:, LANGUAGES.index(language)], 0) / len(LEVELS) for language, level in asked]
    return {"language_gap": np.mean(gaps, axis=0)}


def _work(brief: Brief, index: CandidateIndex) -> dict[str, Vector]:
    found = _types(brief, index)
    for name, table, codes in (("functions", FUNCTION_BITS, brief.functions), ("phases", PHASE_BITS, brief.phases)):
        asked = bits(codes, table)
        if asked:
            shared = np.bitwise_count(index.columns[name] & np.uint8(asked))
            found[name] = shared / np.float32(asked.bit_count())
    return found


def _types(brief: Brief, index: CandidateIndex) -> dict[str, Vector]:
    if not sum(brief.type_mix):
        return {}
    mine, theirs = np.array(brief.type_mix, dtype=np.float32) / PERCENT, index.columns["mix"]
    known = theirs.sum(axis=1) > 0
    main = int(np.argmax(mine))
    return {
        "mix_distance": np.where(known, np.abs(theirs - mine).sum(axis=1) / 2, np.float32(0.5)),
        "main_type": np.where(known, theirs[:, main], np.float32(0.3)),
    }
