"""The product's night on a cluster stores what one machine would, though a worker dies or nobody answers."""

from __future__ import annotations

import os
import signal
import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import dask
import pytest
import time_machine
from sqlalchemy import select

from marketplace.background import Job, JobState, run_due
from marketplace.clock import now
from marketplace.shortlist import jobs, night, operations
from marketplace.shortlist.models import Match
from tests.factories.pipeline import make_posting
from tests.factories.profiles import make_listed_consultant
from tests.marketplace.shortlist.test_night import stored
from tests.matching.clusters import two_workers, working_victim

if TYPE_CHECKING:
    from collections.abc import Callable

    import sqlalchemy as sa
    from flask import Flask

    Session = sa.orm.scoped_session[sa.orm.Session]
    Ranks = Callable[[str], None]

POSTINGS = 48


@pytest.fixture
def ranked_by(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Ranks:
    def told(scheduler: str) -> None:
        monkeypatch.setitem(app.config, "PRODUCT", replace(app.config["PRODUCT"], dask_scheduler=scheduler))

    return told


def _killed(cluster: object) -> int:
    victim = working_victim(cluster)
    os.kill(victim, signal.SIGKILL)
    return victim


def test_a_worker_that_dies_changes_nothing_that_is_stored(session: Session, ranked_by: Ranks) -> None:
    for _ in range(12):
        make_listed_consultant()
    postings = [make_posting() for _ in range(POSTINGS)]
    for posting in postings:
        operations.rank_engagement(posting.id)
    alone = stored(session)
    assert len(alone) == 12 * POSTINGS
    for row in session.scalars(select(Match)):
        session.delete(row)
    session.commit()
    with two_workers() as cluster, ThreadPoolExecutor(1) as beside:
        ranked_by(cluster.scheduler_address)
        (block,) = night.in_blocks([posting.id for posting in postings])
        killed = beside.submit(_killed, cluster)
        jobs.rank_block(block, night.ranked_block(block))
        assert killed.result(timeout=60)
    assert stored(session) == alone


def test_a_night_without_an_answer_leaves_the_lists_and_is_tried_again(session: Session, ranked_by: Ranks) -> None:
    make_listed_consultant()
    posting = make_posting()
    operations.rank_engagement(posting.id)
    before = stored(session)
    run_due()
    with socket.socket() as taken:  # bound, and nobody listens
        taken.bind(("127.0.0.1", 0))
        ranked_by(f"tcp://127.0.0.1:{taken.getsockname()[1]}")
        jobs.rank_everything()
        session.commit()
        with dask.config.set({"distributed.comm.timeouts.connect": "1s"}):
            run_due()
    assert stored(session) == before
    row = session.scalars(select(Job).where(Job.name == "shortlist.rank_block")).one()
    assert (row.state, row.attempts) == (JobState.QUEUED, 1)
    assert "trying to connect to tcp://127.0.0.1" in str(row.error)
    for match in session.scalars(select(Match)):
        match.score = 1
    session.commit()
    with two_workers() as cluster, time_machine.travel(now() + timedelta(hours=1), tick=True):
        ranked_by(cluster.scheduler_address)
        run_due()
    session.refresh(row)
    assert row.state is JobState.DONE
    assert stored(session) == before
