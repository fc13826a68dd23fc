"""The portfolio of 50 projects with 200 rows each: `python -m tests.bench.portfolio --projects 50 --rows 200`.

Server time of one whole request in this process, signed in as the client whose projects they are and as the operator;
the bar is 100 ms. One project is made as in the tests, the others are copies of its rows.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select
from uuid_utils.compat import uuid7

from marketplace.clock import now, today
from marketplace.contracts.models import Contract, ContractVersion
from marketplace.db import Model, db
from marketplace.engagements.models import Engagement
from marketplace.offers.models import Offer
from marketplace.pipeline.models import Application
from marketplace.status_reports.models import Edition, StatusReport
from marketplace.tracker.models import Decision, Dependency, Issue, Milestone, Project, Risk, WorkItem
from tests.bench.__main__ import make_app
from tests.bench.months import copied
from tests.conftest import count_queries
from tests.factories.accounts import make_operator
from tests.factories.profiles import make_consultant
from tests.factories.tracker import plain_status, started_project
from tests.postgres import postgresql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient

BAR = 100.0  # ms
ROUNDS = 40
REPORTS = 12
COLOURS = ("green", "green", "amber", "green", "red")
DIMENSIONS = ("schedule", "scope", "cost", "quality", "risk")


def _rows(project_id: Any, count: int, seed: int) -> Iterator[tuple[type[Model], dict[str, Any]]]:  # noqa: ANN401
    """Yield so many rows of all boards, a tenth each of risks and issues, some of the others, the rest work items."""
    for at in range(count):
        day = today() + timedelta(days=(at * 7 + seed * 3) % 200 - 40)
        row = {"id": uuid7(), "project_id": project_id, "number": at + 1, "position": at + 1}
        match at % 20:
            case 0:
                values = {"name": f"マイルストーン {at}", "baseline_on": day, "forecast_on": day}
                yield Milestone, row | values | {"actual_on": day if day < today() and at % 3 else None}
            case 2 | 3:
                values = {"title": f"リスク {at}", "probability": at % 5 + 1, "impact": (at + seed) % 5 + 1}
                yield Risk, row | values
            case 4 | 5:
                closed = day if at % 3 else None
                yield Issue, row | {"title": f"課題 {at}", "raised_on": day, "due_on": day, "closed_on": closed}
            case 6:
                yield Decision, row | {"title": f"決定 {at}", "due_on": day}
            case 7:
                whom = f"計画 {seed + 1} M-1" if at < 20 else "法務部"
                yield Dependency, row | {"title": f"依存 {at}", "on_whom": whom, "due_on": day}
            case _:
                values = {"name": f"作業 {at}", "due_on": day, "percent": 100 if day < today() and at % 9 else 30}
                yield WorkItem, row | values


def plant(projects: int, count: int) -> str:
    """Keep so many running projects of one client, each with its contract, rows and reports; return whose they are."""
    project, pmo, owner, _advisor = started_project(weeks=REPORTS)
    contract = project.contract
    card, offer = contract.application, db.session.get_one(Offer, contract.offer_id)
    version = db.session.scalars(select(ContractVersion).where(ContractVersion.contract_id == contract.id)).one()
    report = plain_status(project, pmo)
    db.session.flush()
    edition = db.session.scalars(select(Edition).where(Edition.status_report_id == report.id)).one()
    people = [card.consultant, *(make_consultant() for _n in range(projects // 3))]
    db.session.flush()
    rows: dict[type[Model], list[dict[str, Any]]] = {}

    def add(model: type[Model], values: dict[str, Any]) -> dict[str, Any]:
        rows.setdefault(model, []).append(values)
        return values

    for at in range(1, projects):
        posting = add(Engagement, copied(card.engagement))
        who = people[at % len(people)].id
        application = add(Application, copied(card, engagement_id=posting["id"], consultant_id=who))
        offered = add(Offer, copied(offer, application_id=application["id"]))
        ids = {"application_id": application["id"], "offer_id": offered["id"]}
        work = add(Contract, copied(contract, number=f"{contract.number}-{at}", **ids))
        add(ContractVersion, copied(version, contract_id=work["id"], days=at % 3 + 2))
        one = add(Project, copied(project, contract_id=work["id"], name=f"計画 {at}", budget=40_000_000 + at))
        for model, values in _rows(one["id"], count, at):
            add(model, values)
        for week in range(REPORTS):
            due = today() - timedelta(weeks=REPORTS - week)
            kept = add(StatusReport, copied(report, project_id=one["id"], number=week + 1, due_on=due, first_day=due))
            colours = {name: COLOURS[(at + week + n) % 5] for n, name in enumerate(DIMENSIONS)}
            content = edition.content | {
                "ratings": {name: {"rag": rag, "proposed": rag, "word": ""} for name, rag in colours.items()},
                "value": {"measure": "yen", "on": due.isoformat(), "ev": 9_000, "ac": 10_000, "bac": 40_000},
                "facts": {"expected_cost": 39_000_000 + at * 100_000},
            }  # fmt: skip
            add(Edition, copied(edition, status_report_id=kept["id"], content=content, submitted_at=now()))
    for model, kept_rows in rows.items():
        db.session.execute(insert(model), kept_rows)
    db.session.commit()
    return owner.fs_uniquifier


def signed_in(app: Flask, uniquifier: str) -> FlaskClient:
    """Return a browser with somebody's session."""
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = uniquifier, True
    return client


def measured(app: Flask, uniquifier: str) -> dict[str, float]:
    """Time the page: the first request, then the median and the slow end of many."""
    client, taken = signed_in(app, uniquifier), []
    with app.app_context(), count_queries() as seen:
        began = time.perf_counter()
        page = client.get("/portfolio")
        first = (time.perf_counter() - began) * 1000
    assert page.status_code == 200
    for _round in range(ROUNDS):
        began = time.perf_counter()
        client.get("/portfolio")
        taken.append((time.perf_counter() - began) * 1000)
    return {
        "first_ms": first, "median_ms": statistics.median(taken), "p95_ms": sorted(taken)[int(ROUNDS * 0.95)],
        "queries": len(seen), "kilobytes": len(page.data) / 1024,
    }  # fmt: skip


def bench(url: str, instance: Path, projects: int, count: int) -> dict[str, dict[str, float]]:
    """Measure one engine."""
    app = make_app(url, instance)
    with app.app_context():
        Model.metadata.create_all(db.engine)
        owner = plant(projects, count)
        staff = make_operator().fs_uniquifier
        db.session.commit()
        db.session.remove()
    return {"client": measured(app, owner), "operator": measured(app, staff)}


def main() -> None:
    """Measure both engines and print a table; the figures as JSON too."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.portfolio", description=__doc__)
    parser.add_argument("--projects", type=int, default=50)
    parser.add_argument("--rows", type=int, default=200)
    parser.add_argument("--json", default="bench-portfolio.json")
    given = parser.parse_args()
    found: dict[str, dict[str, dict[str, float]]] = {}
    with tempfile.TemporaryDirectory(prefix="ennoshita-bench-") as name:
        found["sqlite"] = bench(f"sqlite:///{Path(name) / 'bench.db'}", Path(name), given.projects, given.rows)
    with tempfile.TemporaryDirectory(prefix="ennoshita-bench-") as name, postgresql() as url:
        found["postgresql"] = bench(url, Path(name), given.projects, given.rows)
    print(f"portfolio of {given.projects} projects, {given.rows} rows each (bar: median of {BAR:.0f} ms)")
    for engine, readers in found.items():
        for reader, figures in readers.items():
            words = ", ".join(f"{key} {value:.0f}" for key, value in figures.items())
            print(f"  {engine:<11}{reader:<9} {words}  {'ok' if figures['median_ms'] < BAR else 'OVER THE BAR'}")
    Path(given.json).write_text(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
