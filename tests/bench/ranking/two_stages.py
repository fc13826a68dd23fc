"""What two stages lose: how many of the relevant the first keeps, and what scoring only those it keeps costs.

O*NET as in `onet`: the first stage is the hand-set linear score over columns (text among them), the second the learned
trees. A relevant occupation that the first leaves out is lost to both. On the product's own features there are no
grades that anybody gave: there the order by the ranker alone is the truth, its first ten worth three and the forty
after them one; the same is asked of texts kept as their heaviest words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from unittest import mock

import numpy as np

from matching import index as indexing
from matching.batch import Ranking, rank
from matching.evaluate import ndcg_at_k, paired_bootstrap
from matching.index import build_index
from matching.words import WORDS_KEPT
from tests.bench.ranking.crowd import TODAY, briefs, crowd, people
from tests.bench.ranking.onet import FOLDS, Market
from tests.bench.ranking.rankers import LEARNERS
from tests.bench.ranking.report import told

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from matching.scorer import Scorer

KEPT = (100, 200, 500)
BAR_OF_RECALL, BAR_OF_LOSS = 0.95, 0.002
LEARNER = "LambdaRanker"
MANY, FINALISTS, FULL_TEXT = 20_000, (500, 1000), 4_000


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


def losses_on_our_features(scorer: Scorer) -> list[dict[str, Any]]:
    """Return what two stages lose against scoring everybody, by numbers of finalists, and what heaviest words lose."""
    asked, index = briefs(40), crowd(MANY)
    whole = [rank(brief, index, as_of=TODAY, ranker=scorer, explained=0, finalists=MANY) for brief in asked]
    found = []
    for many in FINALISTS:
        two = [rank(brief, index, as_of=TODAY, ranker=scorer, explained=0, finalists=many) for brief in asked]
        found.append(_against(f"{MANY:,} people, trees on the best {many:,} against trees on all", whole, two))
    candidates = people(1000)
    with mock.patch.object(indexing, "WORDS_KEPT", FULL_TEXT):
        full = build_index(candidates, as_of=TODAY)
    kept = build_index(candidates, as_of=TODAY)
    whole, two = ([rank(one, each, as_of=TODAY, explained=0) for one in asked] for each in (full, kept))
    name = f"{len(candidates):,} people, the {WORDS_KEPT} heaviest words of a text against all words"
    return [*found, _against(name, whole, two)]


def _against(name: str, whole: Sequence[Ranking], found: Sequence[Ranking]) -> dict[str, Any]:
    """Compare rankings with those taken for the truth."""
    worth = [{one.candidate_id: 3.0 if at < 10 else 1.0 for at, one in enumerate(each.matches[:50])} for each in whole]
    orders = [[one.candidate_id for one in each.matches] for each in found]
    quality = [_ndcg_of(order, grades) for order, grades in zip(orders, worth, strict=True) if grades]
    tens = [{one.candidate_id for one in each.matches[:10]} for each in whole]
    same = [len(ten & set(order[:10])) / len(ten) for ten, order in zip(tens, orders, strict=True) if ten]
    told(f"  {name}: nDCG@10 {np.mean(quality):.4f}, {np.mean(same):.3f} of the first ten")
    return {"what": name, "ndcg": float(np.mean(quality)), "of_ten": float(np.mean(same))}


def _ndcg_of(order: Sequence[str], grades: Mapping[str, float]) -> float:
    missed = [one for one in grades if one not in set(order)]
    return ndcg_at_k(np.array([grades.get(one, 0.0) for one in (*order, *missed)]))
