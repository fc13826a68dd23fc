"""Who gets shown: one place of a list for somebody new, less of the same few, and the shares that are watched.

A ranker learns only from what it shows, so whoever is never shown never rises. Figures from the design: one place drawn
from ranks 11 to 50 costs 0.017 nDCG@10 at place 8 and 0.015 at 10; a penalty of 0.1 x sqrt(shown - 10) costs 0.001 and
takes the most-shown candidate from 39 lists to 33.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

PLACES = (8, 9, 10)
"""Where the one who is tried stands, counted from 1; which of them hangs on the list."""
FROM, UNTIL = 11, 50
SHUFFLED = 7
OFTEN, PENALTY, TOP = 10, 0.1, 50
LEAST_SHARE, MOST_SHARE = 0.8, 1.25
FEWEST_SHOWN = 30
"""With fewer matches shown a share is chance."""


@dataclass(frozen=True, slots=True)
class Tried:
    """The order to show, and who stands in the place for trying (from rank `rank` to place `place`); None without."""

    order: tuple[str, ...]
    candidate: str | None = None
    place: int | None = None
    rank: int | None = None


def explore(ranked: Sequence[str], newcomers: Collection[str], *, key: str) -> Tried:
    """Move one candidate of ranks 11 to 50 up to place 8, 9 or 10, newcomers first.

    `key` (a brief and a day) decides who and where: the same list looks the same until the key changes. Lists of ten
    or fewer stay as they are.
    """
    further = list(ranked[FROM - 1 : UNTIL])
    if not further:
        return Tried(tuple(ranked))
    drawn = np.random.default_rng(int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "little"))
    new = [one for one in further if one in newcomers]
    chosen = str(drawn.choice(new or further))
    place = int(drawn.choice(PLACES))
    rest = [one for one in ranked if one != chosen]
    order = (*rest[: place - 1], chosen, *rest[place - 1 :])
    return Tried(order, chosen, place, ranked.index(chosen) + 1)


def shuffle_neighbours(ranked: Sequence[str], *, key: str) -> tuple[tuple[str, ...], int | None]:
    """Put one pair of neighbours among the first seven in random order; return the order and the pair's upper place.

    Who stands above is a coin's choice, so that clicks on the two say how far places are looked at, whatever stands
    there; the list loses next to nothing by it. `key` decides; lists shorter than eight stay as they are.
    """
    if len(ranked) <= SHUFFLED:
        return tuple(ranked), None
    drawn = np.random.default_rng(int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "little"))
    upper = int(drawn.integers(1, SHUFFLED))
    order = list(ranked)
    if drawn.random() < 0.5:  # noqa: PLR2004 - a coin
        order[upper - 1], order[upper] = order[upper], order[upper - 1]
    return tuple(order), upper


def damped(scores: ArrayLike, shown: ArrayLike) -> Array:
    """Take 0.1 x sqrt(shown - 10) from the logits of those shown in more than ten lists, among the best 50 alone.

    `scores` (n,) are logits in any order, `shown` (n,) in how many lists each stood lately. Who is not among the best
    50 keeps the score; nobody falls below them.
    """
    given, often = np.array(scores, dtype=np.float64), np.asarray(shown, dtype=np.float64)
    best = np.argsort(-given, kind="stable")[:TOP]
    lowered = given[best] - PENALTY * np.sqrt(np.maximum(often[best] - OFTEN, 0))
    floor = given[best].min() if len(best) else 0.0
    given[best] = np.maximum(lowered, floor)
    return given


@dataclass(frozen=True, slots=True)
class Share:
    """A group's part of all that was shown, its part of all who could have been, and one over the other."""

    group: str
    shown: int
    shown_share: float
    eligible_share: float
    ratio: float
    within: bool


def audit(shown: Mapping[str, int], eligible: Mapping[str, int]) -> list[Share]:
    """Compare exposure with eligibility by group, groups in their order of `eligible`; the bounds are 0.8 and 1.25.

    `shown` counts matches shown, `eligible` matches that met every condition. A group that could not be shown at all
    is left out; with fewer than 30 shown in all, every ratio counts as within.
    """
    total, possible = sum(shown.get(group, 0) for group in eligible), sum(eligible.values())
    found = []
    for group, could in eligible.items():
        if could:
            seen = shown.get(group, 0)
            shown_share, eligible_share = (seen / total if total else 0.0), could / possible
            ratio = shown_share / eligible_share
            within = total < FEWEST_SHOWN or LEAST_SHARE <= ratio <= MOST_SHARE
            found.append(Share(group, seen, shown_share, eligible_share, ratio, within))
    return found
