"""A month closed for many contracts by the product's own command: `python -m tests.bench.months --contracts 1000`.

One contract and its approved report are made as in the tests, the others are copies of their rows.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, inspect, select
from uuid_utils.compat import uuid7

from config import ROOT
from marketplace.billing.models import Invoice, LedgerEntry, PaymentNotice
from marketplace.contracts.models import Contract, ContractVersion
from marketplace.db import Model, db
from marketplace.engagements.models import Engagement
from marketplace.offers.models import Offer
from marketplace.pipeline.models import Application
from marketplace.work_reports.models import WorkDay, WorkReport
from tests.bench.__main__ import make_app
from tests.factories.billing import approved_month
from tests.postgres import postgresql

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


def copied(row: Model, **changes: Any) -> dict[str, Any]:
    """Return a row's values under an id of its own, with changes."""
    mapper = inspect(type(row))
    values = {each.key: getattr(row, each.key) for each in mapper.column_attrs}
    return {**values, "id": uuid7(), **changes}


def plant(contracts: int) -> date:
    """Keep so many running contracts, each with an approved report of the last month; return the month."""
    report, _owner = approved_month(168.25)
    contract = report.contract
    card = db.session.get_one(Application, contract.application_id)
    posting = db.session.get_one(Engagement, card.engagement_id)
    offer = db.session.get_one(Offer, contract.offer_id)
    version = db.session.scalars(select(ContractVersion).where(ContractVersion.contract_id == contract.id)).one()
    days = db.session.scalars(select(WorkDay).where(WorkDay.report_id == report.id)).all()
    rows: Mapping[type[Model], list[dict[str, Any]]] = {
        model: [] for model in (Engagement, Application, Offer, Contract, ContractVersion, WorkReport, WorkDay)
    }
    for number in range(1, contracts):
        posting_row = copied(posting)
        card_row = copied(card, engagement_id=posting_row["id"])
        offer_row = copied(offer, application_id=card_row["id"])
        contract_row = copied(
            contract, application_id=card_row["id"], offer_id=offer_row["id"], number=f"{contract.number}-{number}"
        )
        report_row = copied(report, contract_id=contract_row["id"])
        rows[Engagement].append(posting_row)
        rows[Application].append(card_row)
        rows[Offer].append(offer_row)
        rows[Contract].append(contract_row)
        rows[ContractVersion].append(copied(version, contract_id=contract_row["id"]))
        rows[WorkReport].append(report_row)
        rows[WorkDay] += [copied(each, report_id=report_row["id"]) for each in days]
    for model, values in rows.items():
        if values:
            db.session.execute(insert(model), values)
    db.session.commit()
    return report.month


def close(url: str, instance: Path, contracts: int) -> None:
    """Plant, close the month by the command, again, and check what stands in the ledger."""
    app = make_app(url, instance)
    with app.app_context():
        Model.metadata.create_all(db.engine)
        month = plant(contracts)
        db.session.remove()
        db.engine.dispose()
    environ = {**os.environ, "ENNOSHITA_DEMO": "1", "DATABASE_URL": url, "ENNOSHITA_INSTANCE": str(instance)}
    command = [str(Path(sys.executable).parent / "flask"), "--app", "wsgi", "billing", "close", f"{month:%Y-%m}"]
    for _twice in range(2):
        subprocess.run(command, cwd=ROOT, env=environ, check=True)
    with app.app_context():
        counts = [db.session.scalar(select(func.count()).select_from(each)) for each in (Invoice, PaymentNotice)]
        ledger = db.session.scalar(select(func.sum(LedgerEntry.amount)))
        numbers = db.session.scalar(select(func.max(Invoice.number)))
    print(f"{counts[0]} invoices, {counts[1]} payment notices, last number {numbers}, ledger sums up to {ledger}")
    assert counts == [contracts, contracts]
    assert ledger == 0


def main() -> None:
    """Close the month on both engines."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.months", description=__doc__)
    parser.add_argument("--contracts", type=int, default=1000)
    contracts = parser.parse_args().contracts
    with tempfile.TemporaryDirectory(prefix="ennoshita-bench-") as name:
        print("sqlite", flush=True)
        close(f"sqlite:///{Path(name) / 'bench.db'}", Path(name), contracts)
    with tempfile.TemporaryDirectory(prefix="ennoshita-bench-") as name, postgresql() as url:
        print("postgresql", flush=True)
        close(url, Path(name), contracts)


if __name__ == "__main__":
    main()
