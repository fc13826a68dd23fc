"""How long ranking takes: `python -m tests.bench.ranking.speed [--people 100000] [--json FILE]`.

One process, one thread, an index mapped from its folder; people and postings are those of `crowd`. Each figure is the
median over 40 postings (20 above 200,000 people), with the least and the processor's time beside it: other work on the
machine makes the median longer. Indexes of more than 200,000 are not written; what one takes on disk grows with the
people.
The trees are learned from the simulated market. What two stages lose is measured on O*NET where its data is there.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from matching.batch import rank, rank_briefs
from matching.features import pair_features
from matching.index import updated
from matching.index_folder import load, save
from matching.ladder import trees
from matching.learned import LearnedScorer
from matching.requirements import demand_of
from tests.bench.ranking.crowd import TODAY, briefs, crowd, people
from tests.bench.ranking.market import Market, judged_by_advisors
from tests.bench.ranking.report import told
from tests.bench.ranking.two_stages import losses, losses_on_our_features

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from matching.index import CandidateIndex
    from matching.records import Brief
    from matching.scorer import Scorer

BARS = {100_000: 20.0, 1_000_000: 200.0}
BAR_OF_UPDATE, BAR_OF_FOLDER, BAR_OF_BRIEFS = 5.0, 1500.0, 2000.0
POSTINGS, MOST_BRIEFS, MOST_WRITTEN, MOST_WHOLE = 40, 5_000, 1_000_000, 200_000
WORDS_APART = ("id", "key", "words", "first", "projects", "strongest")
RESIDENT = """
import sys
from pathlib import Path
from matching.batch import rank
from matching.index_folder import load
from matching.vocabulary import default_vocabulary
from tests.bench.ranking.crowd import TODAY, briefs
index = load(Path(sys.argv[1]), default_vocabulary())
for brief in briefs(10):
    rank(brief, index, as_of=TODAY)
print("ready", flush=True)
sys.stdin.readline()
"""


def timed(calls: Iterable[Callable[[], Any]]) -> dict[str, float]:
    """Return the median and the least of what calls take, and the processor's time, in ms; a few calls warm up."""
    asked = list(calls)
    for call in asked[:5]:
        call()
    found, worked = [], []
    for call in asked:
        began, busy = time.perf_counter(), time.process_time()
        call()
        found.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - busy) * 1000)
    return {"median": float(np.median(found)), "least": min(found), "processor": float(np.median(worked))}


def say(name: str, found: dict[str, float], bar: float | None = None) -> dict[str, Any]:
    met = "" if bar is None else f"  bar {bar:g}: {_verdict(found, bar)}"
    busy = f"  processor {found['processor']:8.2f}" if "processor" in found else ""
    told(f"  {name:<60}{found['median']:9.2f} ms  least {found['least']:8.2f}{busy}{met}")
    return {"what": name, **found, "bar": bar}


def _verdict(found: dict[str, float], bar: float) -> str:
    if found["median"] <= bar:
        return "met"
    return "met by the processor's time alone" if found.get("processor", bar + 1) <= bar else "NOT MET"


def learned() -> LearnedScorer:
    judged = judged_by_advisors(Market(0), 10_000)
    return LearnedScorer.of(trees(judged), judged.rows)


def ranking(index: CandidateIndex, scorer: Scorer) -> list[dict[str, Any]]:
    size, found = len(index), []
    for name, ranker, finalists in (
        ("linear", None, 0),
        ("trees on 500", scorer, 500),
        ("trees on 1,000", scorer, 1000),
    ):
        for explained, reasons in ((0, "no reasons"), (50, "reasons for 50")):

            def ranked(
                brief: Brief, ranker: Scorer | None = ranker, finalists: int = finalists, explained: int = explained
            ) -> None:
                rank(brief, index, as_of=TODAY, ranker=ranker, finalists=finalists, explained=explained)

            calls = [partial(ranked, brief) for brief in briefs(POSTINGS)]
            found.append(
                say(f"{size:,} people, {name}, {reasons}", timed(calls), BARS.get(size) if explained else None)
            )
    return found


def everybody(index: CandidateIndex, scorer: Scorer) -> list[dict[str, Any]]:
    """Score all rows by the trees, for comparison."""
    brief = briefs(1)[0]
    matrix = pair_features(brief, index, TODAY).matrix
    return [
        say(
            f"{len(index):,} people, all features of everybody", timed([lambda: pair_features(brief, index, TODAY)] * 3)
        ),
        say(f"{len(index):,} people, everybody through the trees", timed([lambda: scorer.predict(matrix)] * 3)),
    ]


def limit(index: CandidateIndex) -> dict[str, Any]:
    """Return how long one pass over what a posting reads takes at the speed the memory has now."""
    room = np.ones(2**26, dtype=np.float32)
    speed = room.nbytes / (timed([room.sum] * 20)["least"] / 1000)
    touched = []
    for brief in briefs(POSTINGS):
        concepts = {one for line in brief.requirements for one in demand_of(line, index.vocabulary).concepts}
        for part in index.parts:
            numbers = sum(array.nbytes for name, array in part.columns.items() if name not in WORDS_APART)
            entries = sum(part.entries(one).stop - part.entries(one).start for one in concepts)
            touched.append(numbers + part.projects["industry"].nbytes + entries * 8)
    size = sum(touched) / POSTINGS
    name = f"{len(index):,} people, one pass over {size / 1e6:.0f} MB at {speed / 1e9:.1f} GB/s (the limit)"
    return say(name, {"median": size / speed * 1000, "least": size / speed * 1000})


def changing(index: CandidateIndex) -> dict[str, Any]:
    fresh = [replace(one, id=f"p{at * 7:07d}") for at, one in enumerate(people(40))]
    calls = [lambda one=one: updated(index, [one]) for one in fresh]
    return say(f"{len(index):,} people, a change of one of them", timed(calls), BAR_OF_UPDATE)


def one_person() -> dict[str, Any]:
    asked, like = briefs(MOST_BRIEFS), crowd(2000)
    calls = [lambda one=one: rank_briefs(one, asked, as_of=TODAY, like=like) for one in people(3)]
    return say(f"{MOST_BRIEFS:,} postings for one person", timed(calls), BAR_OF_BRIEFS)


def memory(folder: Path) -> dict[str, Any]:
    """Return what the folder takes on disk, and two processes that rank from it in memory."""
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    told(f"  on disk {size:,.0f} MB")
    command = [sys.executable, "-c", RESIDENT, str(folder)]
    both = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=dict(os.environ)) for _ in range(2)
    ]
    for one in both:
        if one.stdout is not None:
            one.stdout.readline()
    shares = [_resident(one.pid) for one in both]
    for one in both:
        one.communicate(b"\n")
    for at, share in enumerate(shares):
        told(f"  process {at + 1}: " + ", ".join(f"{name} {value:,.0f} MB" for name, value in share.items()))
    return {"megabytes": size, "processes": shares}


def _resident(process: int) -> dict[str, float]:
    """Return how much a process has in memory, all of it and its part of what it shares, as far as the system says."""
    for name in ("smaps_rollup", "status"):
        try:
            lines = Path(f"/proc/{process}/{name}").read_text(encoding="utf-8").splitlines()
        except OSError:
            continue
        wanted = ("Rss:", "Pss:", "Private_Dirty:", "VmRSS:", "RssAnon:", "RssFile:")
        return {line.split()[0].rstrip(":"): int(line.split()[1]) / 1024 for line in lines if line.startswith(wanted)}
    return {}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, action="append")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    scorer = learned()
    found: dict[str, Any] = {"rows": [one_person()], "memory": {}}
    for many in given.people or [100_000]:
        with tempfile.TemporaryDirectory() as kept:
            index, folder = crowd(many), Path(kept) / "index"
            if many <= MOST_WRITTEN:
                began = time.perf_counter()
                save(index, folder)
                told(f"{many:,} people, written in {time.perf_counter() - began:.0f} s")
                index = load(folder)
            found["rows"] += [*ranking(index, scorer), limit(index), changing(index)]
            if many <= MOST_WHOLE:
                found["rows"] += everybody(index, scorer)
            if many <= MOST_WRITTEN:
                found["memory"][many] = memory(folder)
    found["ours"] = losses_on_our_features(scorer)
    try:
        found["stages"] = losses()
    except SystemExit as absent:  # the data is not here, and it says what to do
        told(f"  {absent}")
    if given.json:
        given.json.write_text(json.dumps(found, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
