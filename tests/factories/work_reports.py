"""Work reports as a consultant writes them, on a contract that has run for some months."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import time_machine

from marketplace import files
from marketplace.business_days import is_business_day
from marketplace.clock import TOKYO, now, today
from marketplace.contracts.models import Contract, ContractVersion
from marketplace.contracts.operations.signing import start_if_due
from marketplace.contracts.states import ContractState, VersionState
from marketplace.contracts.terms import Terms
from marketplace.db import db
from marketplace.engagements.states import ContractModel, Settlement
from marketplace.work_reports.entries import DayEntry
from marketplace.work_reports.models import Expense, WorkDay, WorkReport
from marketplace.work_reports.months import days_in, first_of
from marketplace.work_reports.operations.answering import approve, submit
from marketplace.work_reports.operations.writing import begin_report, save_days
from marketplace.work_reports.states import ExpenseKind, ReportState
from tests.factories.contracts import TERM, signed_contract
from tests.factories.keeping import keep

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from marketplace.accounts.models import User
    from marketplace.pipeline.models import Application

WORKED: dict[str, Any] = {  # the rules' own example: both 140 to 180 hours, split, cut below 10 yen
    "order_price": 1_000_000, "order_low": 8400, "order_high": 10_800, "order_cut": 10,
    "received_price": 800_000, "received_low": 8400, "received_high": 10_800, "received_cut": 10,
}  # fmt: skip


def last_month() -> date:
    """Return the first day of the month before this one."""
    return first_of(first_of(today()) - timedelta(days=1))


def reported_contract(
    first_day: date | None = None, *, model: ContractModel = ContractModel.VIA, **terms: Any
) -> tuple[Contract, User, User]:
    """Make a contract that was signed in time and has run since a day, the first of last month if none is given.

    Returns it, the client's owner and the advisor.
    """
    first = first_day or last_month()
    plain: dict[str, Any] = {"first_day": first, "last_day": first + timedelta(days=200), **WORKED}
    with time_machine.travel(datetime.combine(first - timedelta(days=20), time(11), tzinfo=TOKYO), tick=False):
        contract, owner, advisor = signed_contract(model, **{**plain, **terms})
    start_if_due(contract)
    keep()
    assert contract.state is ContractState.ACTIVE
    return contract, owner, advisor


def writer(contract: Contract) -> User:
    """Return the consultant of a contract."""
    return contract.application.consultant.user


def hours(minutes: int, contract: Contract, month: date) -> dict[date, DayEntry]:
    """Spread minutes over the days of the month that are over: business days first, eight hours each, the rest last."""
    past = [day for day in days_in(contract, month) if day <= today()]
    days = sorted(past, key=lambda day: (not is_business_day(day), day))
    each = max(480, -(-minutes // len(days) // 15) * 15)
    entries: dict[date, DayEntry] = {}
    for day in days:
        if minutes <= 0:
            break
        entries[day] = DayEntry(min(each, minutes), content="課題管理表の更新、週次会議の運営")
        minutes -= each
    return entries


def drafted_report(
    contract: Contract,
    minutes: int = 9600,
    *,
    month: date | None = None,
    entries: Mapping[date, DayEntry] | None = None,
) -> WorkReport:
    """Write a report of so many minutes."""
    month = month or first_of(contract.first_day)
    report = begin_report(contract, month, by=writer(contract))
    save_days(report, entries or hours(minutes, contract, month), issues="", by=writer(contract))
    keep()
    return report


def submitted_report(contract: Contract, minutes: int = 9600, **values: Any) -> WorkReport:
    """Write and hand in a report."""
    report = drafted_report(contract, minutes, **values)
    submit(report, by=writer(contract))
    keep()
    return report


def approved_report(contract: Contract, owner: User, minutes: int = 9600, **values: Any) -> WorkReport:
    """Write, hand in and approve a report."""
    report = submitted_report(contract, minutes, **values)
    approve(report, by=owner)
    keep()
    return report


def plain_report(application: Application, offer_id: UUID) -> WorkReport:
    """Keep rows of a running contract and of a report that waits for approval, with an expense and its receipt."""
    first = last_month()
    contract = Contract(
        application_id=application.id, offer_id=offer_id, number=f"{first.year}-9999", model=ContractModel.VIA,
        state=ContractState.ACTIVE, sent_at=now(), signed_at=now(), first_day=first,
        last_day=first + timedelta(days=200),
    )  # fmt: skip
    terms = Terms(
        first_day=contract.first_day, last_day=contract.last_day, days=5, work="PMO支援", place="リモート",
        received_settlement=Settlement.SPLIT, received_term=TERM, order_term=TERM, **WORKED,
    )  # fmt: skip
    version = ContractVersion(
        contract_id=contract.id, number=1, state=VersionState.AGREED, sent_at=now(), agreed_at=now(), **terms.values()
    )
    report = WorkReport(
        contract_id=contract.id, month=first, state=ReportState.SUBMITTED, submitted_at=now(),
        submitted_by_id=application.consultant.user_id, due_at=now(),
    )  # fmt: skip
    expense = Expense(
        report_id=report.id, day=first, kind=ExpenseKind.TRANSPORT, words="東京―名古屋", amount=10_560,
        receipt_key=files.put(b"%PDF-1.7", folder="receipts"), receipt_name="領収書.pdf",
        receipt_type="application/pdf",
    )  # fmt: skip
    db.session.add_all([contract, version])
    db.session.flush()
    db.session.add(report)
    db.session.flush()
    db.session.add_all([WorkDay(report_id=report.id, day=first, minutes=480, content="課題管理"), expense])
    keep()
    return report
