"""LambdaRanker alone on any learning-to-rank set: `python -m tests.bench.ranking.svmlight [TRAIN TEST] [--json FILE]`.

Two svmlight files, with `qid:` fields or counts in a `.query` file beside each. Five seeds a ranker; a difference is of
the means over seeds, its interval of a bootstrap over the queries.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from matching.evaluate import measured
from matching.svmlight import load_both
from tests.bench.ranking.needs import data_folder
from tests.bench.ranking.rankers import LEARNERS, REFERENCE
from tests.bench.ranking.report import describe, told

SEEDS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="*", help="TRAIN TEST; LightGBM's own example without")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    if len(given.files) not in {0, 2}:
        parser.error("two files, to learn from and to be measured on")
    train, test = given.files or [data_folder("lightgbm-lambdarank") / f"rank.{one}" for one in ("train", "test")]
    try:
        (rows, grades, groups), (others, judged, of) = load_both(train, test)
    except (OSError, ValueError) as error:
        parser.error(str(error))
    told(
        f"{train.name}: {len(grades)} rows of {rows.shape[1]} columns, {len(np.unique(of))} queries to measure, nDCG@10"
    )
    found, spread = {}, {}
    for name, learner in LEARNERS.items():
        each = [measured(learner(rows, grades, groups, seed)(others), judged, of) for seed in range(SEEDS)]
        found[name], spread[name] = np.mean(each, axis=0), float(np.std([one.mean() for one in each]))
    table = [describe(name, list(values), list(found[REFERENCE])) for name, values in found.items()]
    for row in table:
        apart = f"{row['difference']:+.4f} [{row['low']:+.4f}, {row['high']:+.4f}]"
        told(f"  {row['ranker']:<52}{row['mean']:.4f} (seeds ±{spread[row['ranker']]:.4f})  {apart}")
    alone = next(row for row in table if row["ranker"] == "LambdaRanker")
    met = alone["difference"] >= -max(spread["LambdaRanker"], spread[REFERENCE])
    told(f"  bar (LambdaRanker not below {REFERENCE} by more than the seeds differ): {'met' if met else 'NOT MET'}")
    if given.json:
        given.json.write_text(json.dumps({"rankers": table, "spread": spread}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
