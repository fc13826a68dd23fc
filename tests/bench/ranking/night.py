"""How long every brief takes at night: `python -m tests.bench.ranking.night [--people 100000] [--briefs 100]`.

All briefs before all people, k = 200 and reasons for 50, in this process, over processes of this machine (joblib's
loky) and on a local Dask cluster, with one and two workers. One round warms up what stays between nights: processes,
their imports, the mapped index.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from distributed import LocalCluster

from matching.blocks import rank_all
from matching.cluster import rank_on_cluster
from matching.index_folder import save
from tests.bench.ranking.crowd import TODAY, briefs, crowd
from tests.bench.ranking.report import told

if TYPE_CHECKING:
    from collections.abc import Callable

WORKERS = (1, 2)
A_NIGHT = 1_000


def measured(name: str, workers: int, many: int, night: Callable[[int], Any]) -> dict[str, Any]:
    night(2 * 8 * workers)
    began = time.perf_counter()
    night(many)
    took = time.perf_counter() - began
    told(
        f"  {name:<6} {workers} workers: {took:7.1f} s for {many} briefs, {1000 * took / many:6.1f} ms each,"
        f" {A_NIGHT} in {A_NIGHT * took / many:6.0f} s"
    )
    return {"how": name, "workers": workers, "briefs": many, "seconds": took}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--briefs", type=int, default=100)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    found: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as kept:
        folder, asked = Path(kept) / "index", briefs(given.briefs)
        save(crowd(given.people), folder)
        told(f"{given.people:,} people, {given.briefs} briefs")
        for workers in WORKERS:

            def on_processes(many: int, workers: int = workers) -> None:
                rank_all(asked[:many], folder, as_of=TODAY, n_jobs=workers)

            found.append(measured("loky", workers, given.briefs, on_processes))
        for workers in WORKERS:
            with LocalCluster(n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None) as local:

                def on_dask(many: int, scheduler: str = local.scheduler_address) -> None:
                    rank_on_cluster(asked[:many], folder, as_of=TODAY, scheduler=scheduler)

                found.append(measured("Dask", workers, given.briefs, on_dask))
    if given.json:
        given.json.write_text(json.dumps(found, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
