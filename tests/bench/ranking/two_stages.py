"""What two stages lose: how many of the relevant the first keeps, and what scoring only those it keeps costs.

O*NET as in `onet`: the first stage is the hand-set linear score over columns (text among them), the second the learned
trees. A relevant occupation that the first leaves out is lost to both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from matching.evaluate import ndcg_at_k, paired_bootstrap
from tests.bench.ranking.onet import FOLDS, Market
from tests.bench.ranking.rankers import LEARNERS
from tests.bench.ranking.report import told

if TYPE_CHECKING:
    from numpy.typing import NDArray

KEPT = (100, 200, 500)
BAR_OF_RECALL, BAR_OF_LOSS = 0.95, 0.002
LEARNER = "LambdaRanker"


def losses() -> list[dict[str, Any]]:
    """Return, for each number kept, the share of the relevant among them and the loss of nDCG@10."""
    market = Market()
    linear = market.baselines["hand weights"]
    whole: list[float] = []
    kept: dict[int, list[float]] = {many: [] for many in KEPT}
    recalls: dict[int, list[float]] = {many: [] for many in KEPT}
    for fold in range(FOLDS):
        score = LEARNERS[LEARNER](*market.lessons(fold), 0)
        for one in market.asked(fold):
            others = market.others(int(one))
            grades, first = market.grades[one, others], linear[one, others]
            second = score(market.features[one, others])
            whole.append(_ndcg(grades, second))
            for many in KEPT:
                out = np.argsort(-first, kind="stable")[many:]
                kept[many].append(_ndcg(grades, np.where(np.isin(np.arange(len(others)), out), -np.inf, second)))
                if (grades > 0).any():
                    recalls[many].append(1 - float((grades[out] > 0).sum() / (grades > 0).sum()))
    return [_row(many, recalls[many], kept[many], whole) for many in KEPT]


def _row(many: int, recalls: list[float], kept: list[float], whole: list[float]) -> dict[str, Any]:
    apart, recall = paired_bootstrap(kept, whole), float(np.mean(recalls))
    told(
        f"  first stage keeps {many} of 922: {recall:.3f} of the relevant, nDCG@10 {np.mean(kept):.4f} against"
        f" {np.mean(whole):.4f}, {apart.mean:+.4f} [{apart.low:+.4f}, {apart.high:+.4f}]"
    )
    return {"kept": many, "recall": recall, "loss": -apart.mean, "low": apart.low, "high": apart.high}


def _ndcg(grades: NDArray[np.float64], scores: NDArray[np.float64]) -> float:
    return ndcg_at_k(grades[np.argsort(-scores, kind="stable")])
