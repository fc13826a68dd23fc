"""What people did with a match, as grades to learn from, and how far each is to be trusted.

Grades are those of the design: 4 a contract that was renewed, or finished with a good review; 3 met, offered or
contracted; 2 applied and shortlisted, or invited and accepted; 1 saved, applied or read for more than 20 seconds; 0
shown and passed over, or turned down by an advisor. What was turned down for rate or dates says nothing of skills and
is left out. An advisor's word and an outcome count in full; a click counts little, and the less the likelier the place
it stood at would have been clicked whatever stood there (Joachims, Swaminathan and Schnabel, "Unbiased Learning-to-Rank
with Biased Feedback", 2017).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

GRADES: Mapping[str, int] = MappingProxyType(
    {
        "renewed": 4,
        "finished_well": 4,
        "contracted": 3,
        "offered": 3,
        "met": 3,
        "shortlisted": 2,
        "invitation_accepted": 2,
        "applied": 1,
        "saved": 1,
        "read": 1,
        "shown": 0,
        "rejected": 0,
    }
)
CLICKS = frozenset({"applied", "saved", "read", "shown"})
"""What hangs on the place a match was shown at; everything else is somebody's considered word."""
NO_JUDGEMENT_OF_SKILL = frozenset({"rate", "start", "days", "place", "filled", "withdrawn"})
CONSIDERED, CLICKED, MOST = 1.0, 0.2, 10.0
READ_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing that happened between a brief and a candidate.

    `kind` is one of `GRADES`; `place` the rank (from 1) it was shown at, where it was shown in a list; `reason` why
    somebody was turned down.
    """

    brief: str
    candidate: str
    kind: str
    place: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """The grade of a pair, 0 to 4, and its weight."""

    brief: str
    candidate: str
    grade: int
    weight: float


def labels(signals: Iterable[Signal], propensities: Sequence[float] = ()) -> list[Label]:
    """Return one label a pair, in the order of the first signal of each: its best grade, except that a no is a no.

    `propensities[p - 1]` is how likely place p is looked at; without them places are taken as looked at alike. A pair
    that was turned down for what has nothing to do with skill has no label. Raises `ValueError` for an unknown kind.
    """
    pairs: dict[tuple[str, str], list[Signal]] = {}
    for one in signals:
        if one.kind not in GRADES:
            raise ValueError(f"unknown signal {one.kind!r}")
        pairs.setdefault((one.brief, one.candidate), []).append(one)
    found = (_label(brief, candidate, seen, propensities) for (brief, candidate), seen in pairs.items())
    return [label for label in found if label is not None]


def _label(brief: str, candidate: str, seen: Sequence[Signal], propensities: Sequence[float]) -> Label | None:
    turned_down = [one for one in seen if one.kind == "rejected"]
    if any(one.reason in NO_JUDGEMENT_OF_SKILL for one in turned_down):
        return None
    best = max(turned_down or seen, key=lambda one: GRADES[one.kind])
    return Label(brief, candidate, GRADES[best.kind], _weight(best, propensities))


def _weight(one: Signal, propensities: Sequence[float]) -> float:
    if one.kind not in CLICKS:
        return CONSIDERED
    likely = 1.0
    if one.place is not None and len(propensities):
        likely = propensities[min(one.place, len(propensities)) - 1]
    # Who passed something over far down has most likely not seen it: that is worth less, not more.
    return CLICKED * likely if one.kind == "shown" else min(CLICKED / likely, MOST) if likely > 0 else MOST


def propensities(shown: ArrayLike, clicked: ArrayLike, *, places: int, prior: float = 10.0) -> Array:
    """Estimate how likely each place is looked at, relative to the first, from lists whose order was drawn at random.

    `shown` (n,) are places (from 1) of matches that had been put there by a random swap, `clicked` (n,) whether each
    was clicked. What was swapped at random is equally good everywhere, so that shares of clicks differ by place alone
    (Joachims et al., 2017, section 5.3). Shares are drawn towards 1 / place by `prior` views, and never rise with it.
    """
    at, hit = np.asarray(shown, dtype=np.intp), np.asarray(clicked, dtype=np.float64)
    usual = 1 / np.arange(1, places + 1)
    within = (at >= 1) & (at <= places)
    views = np.bincount(at[within] - 1, minlength=places).astype(np.float64)
    clicks = np.bincount(at[within] - 1, weights=hit[within], minlength=places)
    if not clicks.any():
        return usual
    base = (clicks[0] + prior * clicks.sum() / views.sum()) / (views[0] + prior)
    share = (clicks + prior * base * usual) / (views + prior)
    falling: Array = np.minimum.accumulate(np.minimum(share / share[0], 1))
    return falling


def neighbour_propensities(
    upper: ArrayLike, clicked_upper: ArrayLike, clicked_lower: ArrayLike, *, places: int, prior: float = 5.0
) -> Array:
    """Estimate how likely each place is looked at, relative to the first, from pairs of neighbours put in random order.

    `upper` (n,) are the upper places (from 1) of such pairs, the others whether who stood there, and below, was
    clicked. As a coin decides who stands above, both are equally good on average, and the share of clicks below to
    those above is that of the two places (Wang et al., "Position Bias Estimation for Unbiased Learning to Rank in
    Personal Search", 2018). Shares are drawn towards p / (p + 1) by `prior` clicks; beyond the last place that was
    tried they fall as one over the place.
    """
    at = np.asarray(upper, dtype=np.intp)
    above, below = (np.asarray(each, dtype=np.float64) for each in (clicked_upper, clicked_lower))
    found = np.ones(places)
    for place in range(1, places):
        here = at == place
        usual = place / (place + 1)
        ratio = (below[here].sum() + prior * usual) / (above[here].sum() + prior)
        found[place] = found[place - 1] * min(float(ratio), 1.0)
    return found


def agreement(one: ArrayLike, other: ArrayLike, grades: int = 5) -> float:
    """Return the quadratic weighted kappa of two advisors over the same pairs (Cohen, 1968): 1 alike, 0 by chance.

    Read it before their labels are trusted. Raises `ValueError` where they did not judge the same number of pairs.
    """
    first, second = np.asarray(one, dtype=np.intp), np.asarray(other, dtype=np.intp)
    if first.shape != second.shape or not len(first):
        raise ValueError("two advisors, the same pairs")
    seen = np.zeros((grades, grades))
    np.add.at(seen, (first, second), 1)
    apart = (np.arange(grades)[:, None] - np.arange(grades)[None, :]) ** 2
    by_chance = np.outer(seen.sum(axis=1), seen.sum(axis=0)) / len(first)
    expected = float((apart * by_chance).sum())
    return 1 - float((apart * seen).sum()) / expected if expected else 1.0
