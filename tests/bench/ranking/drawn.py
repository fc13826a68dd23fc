"""LambdaRanker alone on sets that nobody tuned it on: `python -m tests.bench.ranking.drawn [--draws N] [--json FILE]`.

Six kinds of groups are drawn: grades hang on a linear part, on eight bends, on a product of two columns and on a step,
and on noise, so much of it in `noisy` that most of the order is chance. Each draw is another set; a third of its groups
is learned from, the rest measured. A kind's bar: the difference to LightGBM is not below zero beyond its 95 % interval
over the groups of all draws, or smaller than what another seed changes.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from matching.evaluate import measured
from tests.bench.ranking.rankers import LEARNERS, REFERENCE
from tests.bench.ranking.report import describe, told

if TYPE_CHECKING:
    from numpy.typing import NDArray

KINDS = {
    "dense": "40 to 139 rows a group, five grades",
    "sparse": "one row in 25 relevant, two grades",
    "noisy": "three times the noise on the grades",
    "small": "8 to 19 rows a group",
    "counts": "columns are counts of long tails",
    "flat": "groups alike, no shift of their own",
}
OURS = "LambdaRanker"
DRAWS, SEEDS, GROUPS, LEARNED, COLUMNS = 5, 2, 300, 100, 40
NOISE = {"noisy": 2.0}
GRADES_FROM = (0.0, 0.8, 1.5, 2.1)


def drawn(kind: str, seed: int) -> tuple[NDArray[np.float32], NDArray[np.float64], NDArray[np.intp]]:
    """Return rows, grades and groups of a new set."""
    draw = np.random.default_rng((seed, list(KINDS).index(kind)))
    straight = draw.normal(size=COLUMNS) * (draw.random(COLUMNS) < 0.4)
    bends = draw.normal(size=(COLUMNS, 8))
    rows, grades, groups = [], [], []
    for group in range(GROUPS):
        size = int(draw.integers(8, 20) if kind == "small" else draw.integers(40, 140))
        of = draw.normal(size=(size, COLUMNS)) + (draw.normal(size=COLUMNS) * 0.7 if kind != "flat" else 0)
        if kind == "counts":
            of = np.floor(np.exp(of))
        read = np.log1p(of) if kind == "counts" else of
        worth = read @ straight + 0.7 * np.tanh(read @ bends).sum(axis=1) + read[:, 0] * read[:, 1]
        worth += 1.5 * ((read[:, 2] > 0.3) & (read[:, 3] < 0))
        worth = (worth - worth.mean()) / worth.std() + draw.normal(size=size) * NOISE.get(kind, 0.7)
        rows.append(of.astype(np.float32))
        grades.append(
            np.argsort(np.argsort(-worth)) < max(1, size // 25) if kind == "sparse" else np.digitize(worth, GRADES_FROM)
        )
        groups.append(np.full(size, group))
    return np.concatenate(rows), np.concatenate(grades).astype(np.float64), np.concatenate(groups)


def compared(kind: str, draws: int) -> dict[str, Any]:
    """Return a row of the table: both means, their difference with its interval, and what another seed changes."""
    found: dict[str, list[NDArray[np.float64]]] = {REFERENCE: [], OURS: []}
    spread: list[float] = []
    for draw in range(draws):
        rows, grades, groups = drawn(kind, draw)
        new = groups >= LEARNED
        for name, values in found.items():
            each = [
                measured(
                    LEARNERS[name](rows[~new], grades[~new], groups[~new], seed)(rows[new]), grades[new], groups[new]
                )
                for seed in range(SEEDS)
            ]
            values.append(np.mean(each, axis=0))
            spread.append(float(np.std([one.mean() for one in each])))
    theirs, ours = (list(np.concatenate(values)) for values in found.values())
    return describe(OURS, ours, theirs) | {"kind": kind, "reference": float(np.mean(theirs)), "spread": max(spread)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=DRAWS)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    told(f"Drawn sets: {given.draws} of a kind, {LEARNED} groups to learn from, {GROUPS - LEARNED} to measure, nDCG@10")
    table = []
    for kind, what in KINDS.items():
        row = compared(kind, given.draws)
        table.append(row)
        met = row["high"] >= 0 or -row["difference"] <= row["spread"]
        told(
            f"  {kind} ({what}): {REFERENCE} {row['reference']:.4f}, {OURS} {row['mean']:.4f},"
            f" {row['difference']:+.4f} [{row['low']:+.4f}, {row['high']:+.4f}], seeds ±{row['spread']:.4f}:"
            f" bar {'met' if met else 'NOT MET'}"
        )
    if given.json:
        given.json.write_text(json.dumps(table, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
