"""Every brief at night, in blocks over processes that map the index from its folder: what is sent is a path."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from joblib import Parallel, delayed

from matching.batch import EXPLAINED, Ranking, rank
from matching.index import CandidateIndex
from matching.index_folder import load, save, stamp_of
from matching.prior import PriorRanker
from matching.records import Brief
from matching.scorer import Scorer

A_BLOCK = 8
"""Briefs of a block: what is done again when a worker is lost."""


@dataclass(frozen=True, slots=True)
class Block:
    """Briefs with the folder of the index, the `stamp` of what stood there, and how to rank."""

    briefs: Sequence[Brief]
    folder: str
    stamp: str
    k: int
    explained: int
    as_of: date
    ranker: Scorer

    def ranked(self) -> list[Ranking]:
        index = _opened(self.folder, self.stamp)
        return [
            rank(one, index, k=self.k, as_of=self.as_of, explained=self.explained, ranker=self.ranker)
            for one in self.briefs
        ]


def blocks_of(
    briefs: Sequence[Brief],
    folder: Path,
    *,
    k: int,
    as_of: date,
    explained: int = EXPLAINED,
    ranker: Scorer | None = None,
) -> list[Block]:
    """Cut briefs into blocks, in their order."""
    ranker, stamp = ranker or PriorRanker.by_hand(), stamp_of(folder)
    cuts = np.array_split(np.arange(len(briefs)), max(1, -(-len(briefs) // A_BLOCK)))
    return [
        Block([briefs[at] for at in cut], str(folder.resolve()), stamp, k, explained, as_of, ranker)
        for cut in cuts
        if len(cut)
    ]


@lru_cache(maxsize=1)
def _opened(folder: str, stamp: str) -> CandidateIndex:
    """Map an index once a process, and anew when another stands in the folder."""
    del stamp
    return load(Path(folder))


def rank_all(  # noqa: PLR0913 - settings by name, each with its default
    briefs: Sequence[Brief],
    index: CandidateIndex | Path,
    k: int = 200,
    *,
    as_of: date,
    n_jobs: int = 1,
    explained: int = EXPLAINED,
    ranker: Scorer | None = None,
) -> list[Ranking]:
    """Rank every brief, in blocks over `n_jobs` processes of this machine; the answers are in the order of the briefs.

    Workers map the index from its folder; an index that has none is put into one for as long as they work.
    """
    if n_jobs == 1 or not briefs:
        opened = load(index) if isinstance(index, Path) else index
        return [rank(one, opened, k=k, as_of=as_of, explained=explained, ranker=ranker) for one in briefs]
    with TemporaryDirectory() as kept:
        folder = index if isinstance(index, Path) else Path(kept) / "index"
        if isinstance(index, CandidateIndex):
            save(index, folder)
        blocks = blocks_of(briefs, folder, k=k, as_of=as_of, explained=explained, ranker=ranker)
        answers: list[list[Ranking]] = Parallel(n_jobs=n_jobs)(delayed(Block.ranked)(block) for block in blocks)
    return [one for answer in answers for one in answer]
