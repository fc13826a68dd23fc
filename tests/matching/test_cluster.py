"""Every brief at night, over the workers of a cluster, one of which dies."""

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import distributed
import pytest

from matching.blocks import rank_all
from matching.cluster import rank_on_cluster
from matching.index import build_index
from matching.index_folder import save
from tests.matching.people import TODAY
from tests.matching.test_sieve import BRIEFS, people

MANY = BRIEFS * 12
Cluster = Any


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as started:
        yield started


def test_a_worker_that_dies_takes_no_answer_with_it(tmp_path: Path, cluster: Cluster) -> None:
    folder = tmp_path / "index"
    save(build_index(people(400, 6), as_of=TODAY), folder)
    expected = rank_all(MANY, folder, as_of=TODAY)
    with ThreadPoolExecutor(1) as beside:
        asked = beside.submit(rank_on_cluster, MANY, folder, as_of=TODAY, scheduler=cluster.scheduler_address)
        victim = _in_the_middle(cluster)
        os.kill(victim, signal.SIGKILL)
        assert not asked.done()
        assert asked.result(timeout=120) == expected


def _in_the_middle(cluster: Cluster) -> int:
    """Wait until a worker has answered blocks and works on others, and return its process."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        for worker in cluster.workers.values():
            state = cluster.scheduler.workers.get(worker.worker_address)
            if state is not None and state.has_what and state.processing:
                process: int = worker.pid
                return process
        time.sleep(0.002)
    raise AssertionError("no worker was ever in the middle of its work")
