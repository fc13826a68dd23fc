"""Pair features about terms: money, dates, days, place, languages, and the kind of work."""

from collections.abc import Mapping
from datetime import date

import numpy as np

from matching.columns import (
    FUNCTION_BITS,
    LANGUAGES,
    LEVELS,
    MIX,
    MODES,
    PHASE_BITS,
    PREFECTURE_BITS,
    UNKNOWN_DAY,
    bits,
)
from matching.constraints import RATE_TOLERANCE, START_TOLERANCE_DAYS
from matching.index import Part
from matching.records import PERCENT, Brief
from matching.words import Vector

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
_SAME_REGION = 0.5
_ACCEPTS_BELOW = 0.1
"""At a rate this share below the wish, the chance to accept is about a quarter."""


def terms_features(brief: Brief, part: Part, as_of: date) -> Mapping[str, Vector]:
    return {
        **_money(brief, part),
        **_time(brief, part, as_of),
        **_place(brief, part),
        **_languages(brief, part),
        **_work(brief, part),
    }


def _money(brief: Brief, part: Part) -> dict[str, Vector]:
    if not brief.rate_max:
        return {}
    over = part.columns["rate"] * np.float32(1 / brief.rate_max) - np.float32(1)
    accepts = 1 / (1 + np.exp(_between(over * np.float32(1 / _ACCEPTS_BELOW), -8, 8)))
    return {
        # Of no number and zero, `fmax` takes zero: who names no rate asks for none too much.
        "rate_over": np.minimum(np.fmax(over * np.float32(1 / (RATE_TOLERANCE - 1)), 0), 1),
        "would_accept": np.where(np.isnan(over), np.float32(0.5), accepts),
    }


def _time(brief: Brief, part: Part, as_of: date) -> dict[str, Vector]:
    columns = part.columns
    start = max(brief.start or as_of, as_of).toordinal()
    known = columns["available"] != UNKNOWN_DAY
    late = ((columns["available"] - start) * known).astype(np.float32)
    days = np.minimum(columns["days_max"], columns["days_free"])
    return {
        "start_late": _between(late * np.float32(1 / START_TOLERANCE_DAYS), 0, 1),
        "start_slack": _between(late * np.float32(-1 / _LONGEST_SLACK_DAYS), 0, 1),
        "days_short": _between((np.float32(brief.days_min) - days) * np.float32(0.5), 0, 1),
        "days_over": _between((columns["days_min"] - np.float32(brief.days_max)) * np.float32(0.5), 0, 1),
    }


def _place(brief: Brief, part: Part) -> dict[str, Vector]:
    columns = part.columns
    found = {"mode_fit": ((columns["remote"] & np.uint8(MODES[brief.remote])) != 0).astype(np.float32)}
    if brief.remote != "full":
        gap = np.float32(brief.onsite_days) - columns["max_onsite_days"]
        found["onsite_gap"] = _between(gap * np.float32(0.5), 0, 1)
        if brief.prefecture:
            region = next(one for one in _REGIONS if brief.prefecture in one)
            near = (columns["prefectures"] & np.uint64(bits(region, PREFECTURE_BITS))) != 0
            here = (columns["prefectures"] & np.uint64(PREFECTURE_BITS[brief.prefecture])) != 0
            found["place_fit"] = np.maximum(here, near * np.float32(_SAME_REGION))
    return found


def _languages(brief: Brief, part: Part) -> dict[str, Vector]:
    asked = [(language, LEVELS[level]) for language, level in brief.languages if language in LANGUAGES]
    if not asked:
        return {}
    gap = np.zeros(len(part), dtype=np.float32)
    for language, level in asked:
        held = part.columns["languages"][:, LANGUAGES.index(language)].astype(np.float32)
        gap += np.maximum(np.float32(level) - held, 0) * np.float32(1 / len(LEVELS) / len(asked))
    return {"language_gap": gap}


def _work(brief: Brief, part: Part) -> dict[str, Vector]:
    found = _types(brief, part)
    for name, table, codes in (("functions", FUNCTION_BITS, brief.functions), ("phases", PHASE_BITS, brief.phases)):
        asked = bits(codes, table)
        if asked:
            shared = np.bitwise_count(part.columns[name] & np.uint8(asked))
            found[name] = shared * np.float32(1 / asked.bit_count())
    return found


def _types(brief: Brief, part: Part) -> dict[str, Vector]:
    if not sum(brief.type_mix):
        return {}
    shares = [part.columns[name] for name in MIX]
    known = (shares[0] | shares[1] | shares[2]) != 0
    apart = np.zeros(len(part), dtype=np.float32)
    for mine, theirs in zip(brief.type_mix, shares, strict=True):
        apart += np.abs(theirs.astype(np.float32) - np.float32(mine))
    main = shares[int(np.argmax(brief.type_mix))]
    return {
        "mix_distance": np.where(known, apart * np.float32(0.5 / PERCENT), np.float32(0.5)),
        "main_type": np.where(known, main * np.float32(1 / PERCENT), np.float32(0.3)),
    }


def _between(values: Vector, least: float, most: float) -> Vector:
    """Limit values; two plain calls take a third of the time of `np.clip`."""
    found: Vector = np.minimum(np.maximum(values, np.float32(least)), np.float32(most))
    return found
