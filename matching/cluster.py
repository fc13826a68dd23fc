"""Ranking on a cluster of Dask workers that see the folder of the index; needs the extra `cluster`.

A worker that is lost takes no answer with it: its blocks are ranked again by those that remain.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from distributed import Client

from matching.batch import EXPLAINED, Ranking
from matching.blocks import Block, blocks_of
from matching.records import Brief
from matching.scorer import Scorer

RETRIES = 2
"""How often a block that fails is tried again; one whose worker dies is, beside that, as Dask is configured."""


def rank_on_cluster(  # noqa: PLR0913 - settings by name, each with its default
    briefs: Sequence[Brief],
    folder: Path,
    k: int = 200,
    *,
    as_of: date,
    scheduler: str,
    explained: int = EXPLAINED,
    ranker: Scorer | None = None,
) -> list[Ranking]:
    """Rank every brief before the index in `folder` on the workers of a scheduler (tcp://host:port).

    The answers are in the order of the briefs, and those that `rank` gives.
    """
    blocks = blocks_of(briefs, folder, k=k, as_of=as_of, explained=explained, ranker=ranker)
    with Client(scheduler, set_as_default=False) as client:
        futures = [client.submit(_ranked, block, pure=False, retries=RETRIES) for block in blocks]
        answers: list[list[Ranking]] = client.gather(futures)
    return [one for answer in answers for one in answer]


def _ranked(block: Block) -> list[Ranking]:
    return block.ranked()
