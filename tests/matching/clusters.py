"""A cluster of two worker processes on this machine, and the one of them that is in the middle of its work."""

import time
from typing import Any

import distributed

Cluster = Any


def two_workers() -> Cluster:
    return distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None)


def working_victim(cluster: Cluster) -> int:
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
