"""The night's ranking over several processes or a cluster, where the installation is told to: block by block.

Without RANKING_WORKERS and DASK_SCHEDULER each posting is a job of its own, in the process that runs the jobs.
"""

from __future__ import annotations

import os
import shutil
import socket
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from typing import TYPE_CHECKING
from uuid import UUID

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import selectinload

import matching
from marketplace.clock import now, today
from marketplace.db import db
from marketplace.engagements.models import Engagement
from marketplace.shortlist.current import in_force
from marketplace.shortlist.index import current_index
from marketplace.shortlist.operations import BEST_PEOPLE, RANKED, Found, found_for
from marketplace.shortlist.records import brief_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from config import Config
    from matching import Brief, CandidateIndex, Ranking, Scorer

BLOCK = 64  # postings ranked together and stored in one transaction
FOLDER = "ranking-index"
LEFT = timedelta(days=2)


@dataclass
class _Written:
    index: CandidateIndex | None = None


_written = _Written()


def in_blocks(ids: Sequence[UUID]) -> Iterator[str]:
    """Yield the postings of each block as one value of a job; none where each is a job of its own."""
    config: Config = current_app.config["PRODUCT"]
    if config.dask_scheduler or config.ranking_workers > 1:
        for first in range(0, len(ids), BLOCK):
            yield " ".join(str(each) for each in ids[first : first + BLOCK])


def ranked_block(ids: str) -> dict[UUID, Found | None]:
    """Compute the rankings of a block; only reads. A posting that is not ranked any more has none."""
    asked = [UUID(each) for each in ids.split()]
    rows = db.session.scalars(
        select(Engagement)
        .where(Engagement.id.in_(asked), Engagement.state.in_(RANKED))
        .options(selectinload(Engagement.requirements))
        .order_by(Engagement.id)
    ).all()
    briefs, index, ranker = [brief_of(row) for row in rows], current_index(), in_force()
    rankings = _ranked(briefs, index, ranker.scorer)
    found: dict[UUID, Found | None] = dict.fromkeys(asked)
    for row, brief, ranking in zip(rows, briefs, rankings, strict=True):
        found[row.id] = found_for(brief, index, ranking, model=ranker.name)
    return found


def _ranked(briefs: Sequence[Brief], index: CandidateIndex, scorer: Scorer) -> list[Ranking]:
    config: Config = current_app.config["PRODUCT"]
    folder = _folder_of(index, config.instance / FOLDER)
    if not config.dask_scheduler:
        return matching.rank_all(
            briefs, folder, BEST_PEOPLE,
            as_of=today(), explained=BEST_PEOPLE, ranker=scorer, n_jobs=config.ranking_workers,
        )  # fmt: skip
    # Only where a scheduler is named: it needs the extra `cluster`, which few install.
    on_cluster = import_module("matching.cluster").rank_on_cluster
    rankings: list[Ranking] = on_cluster(
        briefs, folder, BEST_PEOPLE,
        as_of=today(), explained=BEST_PEOPLE, ranker=scorer, scheduler=config.dask_scheduler,
    )  # fmt: skip
    return rankings


def _folder_of(index: CandidateIndex, folder: Path) -> Path:
    """Return this process's own folder of the index, written once for each index.

    Two processes that take blocks at the same time would write into each other's arrays.
    """
    own = folder / _process()
    if _written.index is not index or not own.exists():
        _clear(folder)
        matching.save_index(index, own)
        _written.index = index
    return own


def _process() -> str:
    return f"{socket.gethostname()}-{os.getpid()}"


def _clear(folder: Path) -> None:
    """Take away what processes that are long gone have left: each one alive writes its index anew every day."""
    for left in folder.glob("*"):
        if left.stat().st_mtime < (now() - LEFT).timestamp():
            shutil.rmtree(left, ignore_errors=True)
