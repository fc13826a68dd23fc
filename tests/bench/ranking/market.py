"""A market that is simulated, for what no public data holds: learning from the desk, from clicks, and who gets shown.

`python -m tests.bench.ranking.market [--seed 0] [--json FILE]`. Written down here, and seeded:

- 600 consultants and briefs without end have six hidden traits each; a pair's feature moves with the traits it is about
  and with chance. Newcomers (one in five) have no record: no contracts, no reviews, a thin profile.
- What a pair is truly worth: the hand weights, each off by a random factor and a fifth of them forgotten, and two
  things no weights can say (skills count double with the industry, little of either is worth nothing).
- Advisors grade the first twenty of a list by true worth and chance. Clients look at place p with chance p^-1, and
  click what they see and like.
- Measured on 300 later briefs, nDCG@10 of true grades among 60 candidates each; intervals by bootstrap over briefs.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from matching.catalogue import AT, FEATURES
from matching.evaluate import measured, paired_bootstrap
from matching.exposure import audit, explore
from matching.labels import Signal, labels, propensities
from matching.ladder import Judged, climb
from matching.prior import HAND_WEIGHTS, PriorRanker
from tests.bench.ranking.report import told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from matching.ranker import Ranker

PEOPLE, FIELD, LIST, LATER = 600, 60, 20, 300
BUDGETS = (0, 100, 300, 1_000, 3_000, 10_000, 20_000)
RECORD = ("review", "finished", "renewed", "answered", "completeness")
SWAPPED = 1500
BAR = 1_000


@dataclass(frozen=True)
class Briefs:
    """Briefs with their fields: candidates, features and true worth, all (briefs, FIELD, ...)."""

    people: NDArray[np.intp]
    features: NDArray[np.float32]
    worth: NDArray[np.float64]

    @property
    def grades(self) -> NDArray[np.float64]:
        return graded(self.worth)


def graded(worth: NDArray[np.float64]) -> NDArray[np.float64]:
    """Grade worth by fixed bounds: a tenth of all pairs is worth meeting, one in forty a contract that is renewed."""
    return np.searchsorted([0.9, 1.5, 2.1, 2.8], worth).astype(np.float64)


class Market:
    def __init__(self, seed: int) -> None:
        self.drawn = np.random.default_rng(seed)
        self.traits = self.drawn.normal(size=(PEOPLE, 6))
        self.new = self.drawn.random(PEOPLE) < 0.2
        hand = np.array([HAND_WEIGHTS.get(feature.name, 0.0) for feature in FEATURES])
        off = self.drawn.lognormal(0, 0.6, len(hand)) * (self.drawn.random(len(hand)) > 0.2)
        self.true = hand * off
        self.about = self.drawn.dirichlet(np.full(6, 0.4), len(hand))
        self.neutral = np.array([feature.neutral for feature in FEATURES])
        self.way = np.array([feature.direction or 1 for feature in FEATURES])

    def briefs(self, count: int) -> Briefs:
        people = np.stack([self.drawn.choice(PEOPLE, FIELD, replace=False) for _ in range(count)])
        wanted = self.drawn.normal(size=(count, 1, 6))
        like = self.traits[people] * wanted
        signal = like @ self.about.T + 0.8 * self.drawn.normal(size=(count, FIELD, len(FEATURES)))
        features = 1 / (1 + np.exp(-(1.2 * signal * self.way + np.log(self._odds()))))
        for name in RECORD:
            at = AT[name]
            features[..., at] = np.where(self.new[people], min(self.neutral[at], 0.5) * 0.6, features[..., at])
        skills, industry = features[..., AT["required_coverage"]], features[..., AT["industry"]]
        worth = (features - self.neutral) @ self.true + 2.5 * (skills > 0.6) * (industry - 0.3)
        worth = worth - 1.5 * (skills < 0.25) + 0.3 * self.drawn.normal(size=worth.shape)
        return Briefs(people, features.astype(np.float32), worth)

    def _odds(self) -> NDArray[np.float64]:
        share: NDArray[np.float64] = np.clip(self.neutral, 0.1, 0.9)
        odds: NDArray[np.float64] = share / (1 - share)
        return odds


def order_of(ranker: Ranker, of: Briefs) -> NDArray[np.intp]:
    """Return the field of each brief from the best on, shape (briefs, FIELD)."""
    scores = ranker.predict(of.features.reshape(-1, of.features.shape[-1])).reshape(of.people.shape)
    order: NDArray[np.intp] = np.argsort(-scores, axis=1, kind="stable")
    return order


def quality(ranker: Ranker, of: Briefs) -> NDArray[np.float64]:
    scores = ranker.predict(of.features.reshape(-1, of.features.shape[-1]))
    return measured(scores, of.grades.reshape(-1), np.repeat(np.arange(len(of.people)), FIELD))


def judged_by_advisors(market: Market, pairs: int) -> Judged:
    """Have advisors judge the first twenty of each list as the hand weights rank it."""
    of = market.briefs(max(pairs // LIST, 1))
    shown = order_of(PriorRanker.by_hand(), of)[:, :LIST]
    rows = np.take_along_axis(of.features, shown[..., None], axis=1).reshape(-1, of.features.shape[-1])
    worth = np.take_along_axis(of.worth, shown, axis=1) + 0.5 * market.drawn.normal(size=shown.shape)
    groups = np.repeat(np.arange(len(shown)), LIST)
    return Judged(rows, graded(worth).reshape(-1), groups, np.ones(len(rows)), groups.astype(float))


def learning(market: Market, later: Briefs) -> list[dict[str, Any]]:
    prior = quality(PriorRanker.by_hand(), later)
    found = []
    for pairs in BUDGETS:
        choice = climb(judged_by_advisors(market, pairs)) if pairs else None
        values = prior if choice is None else quality(choice.ranker, later)
        apart = paired_bootstrap(values.tolist(), prior.tolist())
        rung = "hand" if choice is None else choice.name
        found.append({"pairs": pairs, "rung": rung, "ndcg": float(values.mean()), "low": apart.low, "high": apart.high})
        interval = f"[{apart.low:+.4f}, {apart.high:+.4f}]"
        told(f"  {pairs:>6} judged pairs: {rung:<7}{values.mean():.4f}  to the prior {interval}")
    return found


def clicked(market: Market, of: Briefs) -> list[Signal]:
    """Show each list as the hand weights rank it, a random pair of its places swapped, and note who was clicked."""
    signals = []
    for brief, order in enumerate(order_of(PriorRanker.by_hand(), of)[:, :LIST]):
        one, other = market.drawn.choice(LIST, 2, replace=False)
        order[[one, other]] = order[[other, one]]
        looked = market.drawn.random(LIST) < 1 / np.arange(1, LIST + 1)
        liked = of.worth[brief, order] + 0.5 * market.drawn.normal(size=LIST) > 1.5
        for at, row in enumerate(order):
            kind = "saved" if looked[at] and liked[at] else "shown"
            signals.append(Signal(str(brief), str(row), kind, at + 1, "swapped" if at in {one, other} else ""))
    return signals


def from_clicks(market: Market, later: Briefs) -> dict[str, float]:
    """Learn from clicks as they are, and weighed by how likely each place is looked at."""
    of = market.briefs(SWAPPED)
    signals = clicked(market, of)
    swapped = [one for one in signals if one.reason]
    looked = propensities([one.place or 0 for one in swapped], [one.kind == "saved" for one in swapped], places=LIST)
    values = {}
    for name, weigh in (("naive", ()), ("weighed", looked.tolist())):
        learned = labels(signals, weigh)
        rows = np.array([of.features[int(one.brief), int(one.candidate)] for one in learned])
        ranker = PriorRanker.by_hand()
        grades, groups = [one.grade for one in learned], [int(one.brief) for one in learned]
        values[name] = quality(ranker.fit(rows, grades, groups, [one.weight for one in learned]), later)
    apart = paired_bootstrap(values["weighed"].tolist(), values["naive"].tolist())
    told(f"  clicks as they are {values['naive'].mean():.4f}, weighed by place {values['weighed'].mean():.4f}")
    told(
        f"  difference [{apart.low:+.4f}, {apart.high:+.4f}]; chances of the places {np.round(looked[:5], 2).tolist()}"
    )
    return {"naive": float(values["naive"].mean()), "weighed": float(values["weighed"].mean()), "low": apart.low}


def newcomers(market: Market, later: Briefs) -> list[dict[str, Any]]:
    """Compare who is among the first ten with who could be, with a place for trying and without."""
    order = order_of(PriorRanker.by_hand(), later)
    eligible = {"newcomers": int(market.new[later.people].sum()), "others": int((~market.new[later.people]).sum())}
    found = []
    for name in ("without", "with"):
        shown = {"newcomers": 0, "others": 0}
        for brief, rows in enumerate(order):
            first = _first_ten(rows, market.new[later.people[brief]], brief, trying=name == "with")
            new = int(market.new[later.people[brief][first]].sum())
            shown = {"newcomers": shown["newcomers"] + new, "others": shown["others"] + len(first) - new}
        share = audit(shown, eligible)[0]
        found.append({"place for trying": name, "ratio": share.ratio, "within": share.within})
        told(f"  {name} a place for trying: newcomers shown at {share.ratio:.2f} of their share (floor 0.80)")
    return found


def _first_ten(rows: NDArray[np.intp], new: NDArray[np.bool_], brief: int, *, trying: bool) -> list[int]:
    ranked: Sequence[str] = [str(row) for row in rows]
    if trying:
        ranked = explore(ranked, {str(row) for row in np.flatnonzero(new)}, key=str(brief)).order
    return [int(row) for row in ranked[:10]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    market = Market(given.seed)
    later = market.briefs(LATER)
    told(f"simulated market: {PEOPLE} consultants, {LATER} later briefs, nDCG@10")
    learned = learning(market, later)
    never_below = all(row["high"] >= 0 for row in learned)
    above = next(row["low"] > 0 for row in learned if row["pairs"] == BAR)
    told(f"  bar (never below the prior, above it by {BAR} pairs): {'met' if never_below and above else 'NOT MET'}")
    clicks = from_clicks(market, later)
    told(f"  bar (weighing by place beats naive clicks): {'met' if clicks['low'] > 0 else 'NOT MET'}")
    shown = newcomers(market, later)
    told(f"  bar (newcomers within the floor): {'met' if shown[-1]['within'] else 'NOT MET'}")
    if given.json:
        given.json.write_text(json.dumps({"learning": learned, "clicks": clicks, "newcomers": shown}, indent=1))


if __name__ == "__main__":
    main()
