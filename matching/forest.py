"""Boosted trees read all at once: which leaf a row comes to, in every tree, without walking down any.

Each tree's leaves are bits, counted from the left. What a comparison that fails rules out is a mask, so a row is left
with the leaves that no feature rules out, and stands in the lowest of them (C. Lucchese et al., "QuickScorer: a fast
algorithm to rank documents with additive ensembles of regression trees", SIGIR 2015). Masks of one feature are combined
for each place between its thresholds beforehand. To ask what a row would score with some features changed, the masks of
all others are taken as they are: nineteen such questions cost little more than one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingRegressor

Array = NDArray[np.float64]
Masks = NDArray[np.unsignedinteger[Any]]

MOST_LEAVES = 64
_BLOCK = 256
"""Rows read at a time: their masks stay in a processor's nearer memory."""


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees by feature: `thresholds` rising, and `masks` (thresholds + 1, trees) of the leaves left between them.

    `values` (trees, leaves) are what leaves add to `start`.
    """

    thresholds: Sequence[Array]
    masks: Sequence[Masks]
    values: Array
    start: float

    @classmethod
    def of(cls, booster: HistGradientBoostingRegressor) -> Self:
        """Read the trees of a fitted booster; they have 64 leaves at most, and no feature is categorical."""
        trees = [one.nodes for (one,) in booster._predictors]  # noqa: SLF001 - no public name tells of the trees
        leaves = max(int(nodes["is_leaf"].sum()) for nodes in trees)
        kind = np.uint32 if leaves <= 32 else np.uint64  # noqa: PLR2004 - the bits that it has
        every, width = kind(np.iinfo(kind).max), int(booster.n_features_in_)
        values = np.zeros((len(trees), leaves))
        ruled: list[list[tuple[float, int, int]]] = [[] for _ in range(width)]
        for tree, nodes in enumerate(trees):
            for feature, threshold, mask in _read(nodes, values[tree]):
                ruled[feature].append((threshold, tree, mask))
        thresholds = [np.unique(np.array([one[0] for one in of_feature], dtype=np.float64)) for of_feature in ruled]
        masks = []
        for of_feature, rising in zip(ruled, thresholds, strict=True):
            table = np.full((len(rising) + 1, len(trees)), every)
            for threshold, tree, mask in of_feature:
                table[np.searchsorted(rising, threshold) + 1, tree] &= every ^ kind(mask)
            masks.append(np.bitwise_and.accumulate(table, axis=0))
        return cls(thresholds, masks, values, float(np.ravel(booster._baseline_prediction)[0]))  # noqa: SLF001 - as above

    def scores(self, rows: NDArray[np.floating[Any]]) -> Array:
        """Return the sum of all trees for each row (n, features), shape (n,)."""
        features = range(rows.shape[1])
        blocks = [rows[first : first + _BLOCK] for first in range(0, len(rows), _BLOCK)]
        return np.concatenate([np.empty(0), *(self.sums(self.left(block, features)) for block in blocks)])

    def left(self, rows: NDArray[np.floating[Any]], features: Sequence[int]) -> Masks:
        """Return the leaves that some features leave to each row, shape (n, trees)."""
        found = np.full((len(rows), len(self.values)), ~self.masks[0].dtype.type(0))
        for feature in features:
            if len(self.thresholds[feature]):
                at = np.searchsorted(self.thresholds[feature], rows[:, feature].astype(np.float64))
                found &= self.masks[feature].take(at, axis=0)
        return found

    def sums(self, left: Masks) -> Array:
        """Return the start and what the lowest leaf left in each tree (n, trees) adds, shape (n,)."""
        one = left.dtype.type(1)
        lowest = np.bitwise_count((left & (~left + one)) - one)
        places = lowest + np.arange(0, self.values.size, self.values.shape[1])
        added: Array = self.start + self.values.ravel().take(places).sum(axis=1)
        return added


def _read(nodes: NDArray[Any], values: Array) -> Iterator[tuple[int, float, int]]:
    """Put the values of a tree's leaves in their order, and yield feature, threshold and the leaves left of each node.

    Who exceeds the threshold of a node comes to none of the leaves on its left.
    """
    first: dict[int, int] = {}
    passed = 0
    waiting: list[tuple[int, bool]] = [(0, False)]
    while waiting:
        at, left_done = waiting.pop()
        node = nodes[at]
        if node["is_leaf"]:
            values[passed] = node["value"]
            passed += 1
        elif left_done:
            yield int(node["feature_idx"]), float(node["num_threshold"]), (1 << passed) - (1 << first[at])
            waiting.append((int(node["right"]), False))
        else:
            first[at] = passed
            waiting += [(at, True), (int(node["left"]), False)]
