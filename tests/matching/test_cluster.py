"""Every brief at night, over the workers of a cluster, one of which dies."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from matching.blocks import rank_all
from matching.cluster import rank_on_cluster
from matching.index import build_index
from matching.index_folder import save
from tests.matching.clusters import Cluster, two_workers, working_victim
from tests.matching.people import TODAY
from tests.matching.test_sieve import BRIEFS, people

MANY = BRIEFS * 12


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    with two_workers() as started:
        yield started


def test_a_worker_that_dies_takes_no_answer_with_it(tmp_path: Path, cluster: Cluster) -> None:
    folder = tmp_path / "index"
    save(build_index(people(400, 6), as_of=TODAY), folder)
    expected = rank_all(MANY, folder, as_of=TODAY)
    with ThreadPoolExecutor(1) as beside:
        asked = beside.submit(rank_on_cluster, MANY, folder, as_of=TODAY, scheduler=cluster.scheduler_address)
        victim = working_victim(cluster)
        os.kill(victim, signal.SIGKILL)
        assert not asked.done()
        assert asked.result(timeout=120) == expected
