"""`make bench`: the list, the posting's page and text search against a bare page in the same run, as the list grows.

Options: --engine sqlite|postgresql (both by default), --sizes 1000,5000,100000, --json FILE.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from config import DEMO_SECRET, Config
from marketplace.app import create_app
from marketplace.browse import fragments, search, snapshot
from marketplace.db import Model, db
from marketplace.demo import bulk
from tests.bench.load import Figures, measure
from tests.bench.servers import megabytes, serving
from tests.conftest import count_queries
from tests.postgres import postgresql

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Flask

SIZES = (1000, 5000, 100_000)
SECONDS = 3.0
COLD = [
    f"/engagements?rate={rate}&type={kind}&remote={mode}&page={page}"
    for rate in (60, 80, 100, 120)
    for kind in ("strategic", "controlling", "supportive")
    for mode in ("full", "hybrid", "onsite")
    for page in range(1, 21)
]
TEXTS = {
    "rare term": "半導体新工場",
    "usual term": "移行リハーサル",
    "in most rows": "PMO",
    "two terms": "SAP 進捗管理",
}


def make_app(url: str, instance: Path) -> Flask:
    """Return the product's application in this process, for planting and counting."""
    return create_app(
        Config(
            database_url=url,
            secret_key=DEMO_SECRET,
            password_salt=DEMO_SECRET,
            totp_secret=DEMO_SECRET,
            instance=instance,
            demo=True,
            secure_cookies=False,
            rate_limits=False,
        )  # fmt: skip
    )


def grow(app: Flask, have: int, want: int) -> float:
    """Add open postings until there are `want`; return the seconds it took."""
    began = time.perf_counter()
    with app.app_context():
        Model.metadata.create_all(db.engine)
        companies = bulk.add_companies(40, advisors=[])
        bulk.add_engagements(want - have, companies=companies, say=lambda _text: None)
        if db.engine.dialect.name == "postgresql":
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("ANALYZE")
        db.engine.dispose()
    return time.perf_counter() - began


def query_counts(app: Flask, addresses: dict[str, str]) -> dict[str, int]:
    """Count the statements of one cold request a page."""
    counts = {}
    client = app.test_client()
    for name, address in addresses.items():
        fragments.forget()
        search.forget()
        with app.app_context(), count_queries() as seen:
            assert client.get(address).status_code == 200
        counts[name] = len(seen)
    return counts


def some_postings(app: Flask, count: int) -> list[str]:
    """Return ids of open postings, newest first."""
    with app.app_context():
        current = snapshot.current()
        return [str(current.ids[row]) for row in current.newest[:count]]


def measure_size(url: str, instance: Path, ids: Sequence[str]) -> dict[str, Figures | float]:
    """Measure one size on real servers: the bare pages, then ours."""
    results: dict[str, Figures | float] = {}
    with serving("tests.bench.bare:app", url, instance) as (port, process):
        measure(port, ["/"], seconds=0.5)
        results["bare list"] = measure(port, ["/"], seconds=SECONDS)
        results["bare list x8"] = measure(port, ["/"], connections=8, seconds=SECONDS)
        results["bare detail"] = measure(port, [f"/detail/{each}" for each in ids], seconds=SECONDS)
        results["bare memory MB"] = megabytes(process)
    with serving("wsgi:app", url, instance) as (port, process):
        began = time.perf_counter()
        measure(port, ["/engagements"], seconds=0.1)
        results["first request s"] = time.perf_counter() - began
        results["list cold"] = measure(port, COLD, seconds=SECONDS)
        results["list"] = measure(
            port, ["/engagements", "/engagements?page=2", "/engagements?remote=full"], seconds=SECONDS
        )
        results["list x8"] = measure(port, ["/engagements"], connections=8, seconds=SECONDS)
        details = [f"/engagements/{each}" for each in ids]
        results["detail cold"] = measure(port, details, seconds=0.05 * len(details) / 10)
        results["detail"] = measure(port, details[:20], seconds=SECONDS)
        for name, words in TEXTS.items():
            pages = [
                f"/engagements?q={quote(words)}&rate={rate}&days={day}" for rate in (60, 80, 100) for day in range(1, 6)
            ]
            results[f"search, {name}, first time"] = measure(port, [f"/engagements?q={quote(words)}"], seconds=0.001)
            results[f"search, {name}"] = measure(port, [f"/engagements?q={quote(words)}", *pages], seconds=0.4)
        results["memory MB"] = megabytes(process)
    return results


def report(engine: str, size: int, results: dict[str, Figures | float]) -> None:
    """Print one size as a table with ratios to the bare pages."""
    print(f"\n{engine}, {size:,} open postings")
    print(f"  {'':<26}{'median ms':>10}{'p95 ms':>9}{'req/s':>9}   of bare")
    for name, value in results.items():
        if not isinstance(value, Figures):
            print(f"  {name:<26}{value:>10.1f}")
            continue
        pair = "bare detail" if "detail" in name else "bare list x8" if name.endswith("x8") else "bare list"
        bare = results[pair]
        assert isinstance(bare, Figures)
        ratio = "" if name.startswith("bare") else f"{value.rate / bare.rate:>9.2f}"
        print(f"  {name:<26}{value.median:>10.1f}{value.p95:>9.1f}{value.rate:>9.0f}{ratio}")


def bench(engine: str, url: str, instance: Path, sizes: Sequence[int]) -> list[dict[str, Any]]:
    """Run all sizes on one engine."""
    rows: list[dict[str, Any]] = []
    have = 0
    app = make_app(url, instance)
    for size in sizes:
        planted = grow(app, have, size)
        have = size
        snapshot.forget()
        ids = some_postings(app, 200)
        results = measure_size(url, instance, ids)
        counts = query_counts(app, {"list": "/engagements", "filtered": COLD[0], "detail": f"/engagements/{ids[0]}"})
        report(engine, size, results)
        print(f"  queries a page: {counts}; planted in {planted:.0f} s", flush=True)
        plain = {name: asdict(value) if isinstance(value, Figures) else value for name, value in results.items()}
        rows.append({"engine": engine, "size": size, "queries": counts, "planted_s": planted, **plain})
    return rows


def main() -> None:
    """Run the benches asked for and write their figures as JSON too."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), action="append")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--json", default="bench-list.json")
    given = parser.parse_args()
    sizes = [int(each) for each in given.sizes.split(",")]
    rows: list[dict[str, Any]] = []
    for engine in given.engine or ("sqlite", "postgresql"):
        with tempfile.TemporaryDirectory(prefix="ennoshita-bench-") as name:
            folder = Path(name)
            if engine == "sqlite":
                rows += bench(engine, f"sqlite:///{folder / 'bench.db'}", folder, sizes)
                continue
            with postgresql() as url:
                rows += bench(engine, url, folder, sizes)
    Path(given.json).write_text(json.dumps(rows, indent=2, ensure_ascii=False))
    print(f"\nAs JSON: {given.json}")


if __name__ == "__main__":
    main()
