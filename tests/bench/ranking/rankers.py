"""The rankers that are compared, each as (rows, grades, groups) -> a function that scores rows.

LightGBM, XGBoost and scikit-learn's own are set to the same trees, steps and leaves as ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from matching.grades import gains_of
from matching.prior import PriorRanker
from matching.ranker import LambdaRanker
from tests.bench.ranking.needs import needed

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Rows = NDArray[np.float32]
    Numbers = NDArray[np.float64]
    Score = Callable[[Rows], Numbers]
    Learner = Callable[[Rows, Numbers, NDArray[np.intp], int], Score]

TREES, STEP, LEAVES, A_LEAF, COLUMNS = 200, 0.06, 31, 30, 0.6
BAGS = 5


def logistic(rows: Rows, grades: Numbers, groups: NDArray[np.intp], seed: int) -> Score:
    """Related or not, one row at a time, weighed by the gain."""
    del groups
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=500, random_state=seed))
    model.fit(rows, grades > 0, logisticregression__sample_weight=np.maximum(gains_of(grades), 1))
    return model.decision_function  # type: ignore[no-any-return]


def pairwise(rows: Rows, grades: Numbers, groups: NDArray[np.intp], seed: int) -> Score:
    """Ours without trees: pairs of a group, Gaussian prior at zero."""
    return PriorRanker(standardise=True, random_state=seed).fit(rows, grades, groups).decision_function


def squared(rows: Rows, grades: Numbers, groups: NDArray[np.intp], seed: int) -> Score:
    """scikit-learn's trees on the gains, one row at a time."""
    del groups
    model = HistGradientBoostingRegressor(
        max_iter=TREES,
        learning_rate=STEP,
        max_leaf_nodes=LEAVES,
        min_samples_leaf=A_LEAF,
        max_features=COLUMNS,
        early_stopping=False,
        random_state=seed,
    )
    return model.fit(rows, gains_of(grades)).predict  # type: ignore[no-any-return]


def lightgbm(rows: Rows, grades: Numbers, groups: NDArray[np.intp], seed: int) -> Score:
    """LightGBM's LambdaMART."""
    order, sizes = _sorted(groups)
    model = needed("lightgbm").LGBMRanker(
        objective="lambdarank",
        n_estimators=TREES,
        learning_rate=STEP,
        num_leaves=LEAVES,
        min_child_samples=A_LEAF,
        colsample_bytree=COLUMNS,
        random_state=seed,
        n_jobs=1,
        verbose=-1,
    )
    model.fit(rows[order], grades[order].astype(int), group=sizes)
    return model.booster_.predict  # type: ignore[no-any-return]


def xgboost(rows: Rows, grades: Numbers, groups: NDArray[np.intp], seed: int) -> Score:
    """XGBoost's rank:ndcg."""
    order, sizes = _sorted(groups)
    model = needed("xgboost").XGBRanker(
        objective="rank:ndcg",
        n_estimators=TREES,
        learning_rate=STEP,
        max_leaves=LEAVES,
        grow_policy="lossguide",
        max_depth=0,
        tree_method="hist",
        colsample_bytree=COLUMNS,
        random_state=seed,
        n_jobs=1,
    )
    model.fit(rows[order], grades[order], group=sizes)
    return model.predict  # type: ignore[no-any-return]


def ours(rows: Rows, grades: Numbers, groups: NDArray[np.intp], seed: int) -> Score:
    """One booster, nothing beside it."""
    return LambdaRanker(random_state=seed).fit(rows, grades, groups).predict


def ours_on_linear(rows: Rows, grades: Numbers, groups: NDArray[np.intp], seed: int) -> Score:
    """One booster on the linear ranker's score."""
    base = PriorRanker(standardise=True, random_state=seed)
    return LambdaRanker(random_state=seed, base=base).fit(rows, grades, groups).predict


def ours_in_bags(rows: Rows, grades: Numbers, groups: NDArray[np.intp], seed: int) -> Score:
    """The mean of five boosters on the linear ranker's score."""
    base = PriorRanker(standardise=True, random_state=seed)
    return LambdaRanker(random_state=100 * seed, base=base, bags=BAGS).fit(rows, grades, groups).predict


LEARNERS: dict[str, Learner] = {
    "logistic regression, a row at a time": logistic,
    "pairwise logistic": pairwise,
    "scikit-learn trees, squared error": squared,
    "XGBoost rank:ndcg": xgboost,
    "LightGBM lambdarank": lightgbm,
    "LambdaRanker": ours,
    "LambdaRanker on the linear score": ours_on_linear,
    f"LambdaRanker on the linear score, {BAGS} bags": ours_in_bags,
}
REFERENCE = "LightGBM lambdarank"


def _sorted(groups: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    order = np.argsort(groups, kind="stable")
    return order, np.unique(groups[order], return_counts=True)[1]
