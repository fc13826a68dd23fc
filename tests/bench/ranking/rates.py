"""How often rates that no guide has seen lie below what it tells: `python -m tests.bench.ranking.rates [--json FILE]`.

Postings are drawn by the demo's generator (so the figures say how the method holds, not what the trade pays), and the
eight realistic postings are told of as well: of so few the guide must say nothing.
"""

from __future__ import annotations

import argparse
import json
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from marketplace.demo.generate import engagement_values
from matching.rates import QUARTILES, RateGuide
from matching.records import Brief, Requirement
from tests.bench.ranking.report import told
from tests.matching.postings import ALL_POSTINGS

FIRST = date(2025, 1, 1)
DRAWS, UNSEEN, COMPANIES = 8, 1000, 120


def drawn(number: int) -> Brief:
    """Return one generated posting with its range."""
    values, requirements, _parts = engagement_values(number, FIRST)
    asked = (Requirement(one["text"], tuple(one["concepts"]), one["required"], one["years"]) for one in requirements)
    return Brief(
        str(number),
        type_mix=(values["strategic"], values["controlling"], values["supportive"]),
        functions=tuple(values["functions"]),
        phases=tuple(values["phases"]),
        industry=values["industry"],
        requirements=tuple(asked),
        tools=tuple(values["tools"]),
        rate_min=values["received_rate_min"],
        rate_max=values["received_rate_max"],
        days_min=values["days_min"],
        days_max=values["days_max"],
        months=values["months"],
        remote=values["remote"].value,
        onsite_days=values["onsite_days"],
        company=f"c{number % COMPANIES}",
    )


def below(learned_from: int, first: int, unseen: list[Brief]) -> list[float]:
    """Learn from so many postings; return the share of unseen ones told of, and of those below each quartile."""
    numbers = range(first, first + learned_from)
    days = [FIRST + timedelta(days=at) for at in range(learned_from)]
    guide = RateGuide().fit([drawn(each) for each in numbers], days)
    pairs = [(found, sum((one.rate_min or 0, one.rate_max or 0)) / 2) for one in unseen if (found := guide.guide(one))]
    names = ("low", "middle", "high")
    shares = [np.mean([rate < getattr(found, name) for found, rate in pairs]) if pairs else np.nan for name in names]
    return [len(pairs) / len(unseen), *map(float, shares)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--sizes", default="200,300,600")
    given = parser.parse_args()
    unseen = [drawn(1_000_000 + at) for at in range(UNSEEN)]
    table = {}
    told(f"learned from | told for | below {' | '.join(str(each) for each in QUARTILES)} (mean ± deviation)")
    for size in map(int, given.sizes.split(",")):
        rows = np.array([below(size, 10_000 * at, unseen) for at in range(DRAWS)])
        mean, deviation = np.nanmean(rows, axis=0), np.nanstd(rows, axis=0)
        table[size] = {"mean": mean.tolist(), "deviation": deviation.tolist()}
        shares = (f"{each:.3f} ± {about:.3f}" for each, about in zip(mean[1:], deviation[1:], strict=True))
        told(f"{size} | {mean[0]:.0%} | {' | '.join(shares)}")
    few = RateGuide().fit(ALL_POSTINGS, [FIRST] * len(ALL_POSTINGS))
    told(f"of the {len(ALL_POSTINGS)} realistic postings: {[few.guide(one) for one in ALL_POSTINGS]}")
    if given.json:
        given.json.write_text(json.dumps(table, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
