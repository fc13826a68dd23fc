"""What a client owes now and has spent: by engagement and by month of service, in yen with tax and expenses."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import case, func, select

from marketplace.billing.models import Invoice
from marketplace.billing.states import OWED, InvoiceState
from marketplace.clock import today
from marketplace.contracts.models import Contract
from marketplace.dashboards.sums import Sum
from marketplace.db import db
from marketplace.engagements.models import Engagement
from marketplace.pipeline.models import Application
from marketplace.trade.due_dates import late_before

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from marketplace.dashboards.periods import Period


@dataclass(frozen=True, slots=True)
class Owed:
    """How it stands today. `paid` is of the calendar year; `credit` is what was paid beyond what is asked for."""

    first_served: date | None  # None: there has never been an invoice
    open: Sum
    overdue: Sum
    paid: Sum
    credit: Sum


@dataclass(slots=True)
class Spent:
    """One engagement's spending, by the first day of each month."""

    engagement_id: UUID
    title: str
    months: dict[date, int] = field(default_factory=dict)
    count: int = 0

    @property
    def total(self) -> int:
        return sum(self.months.values())


def owed_by(company_id: UUID) -> Owed:
    """What a company owes; one query. What a correction has replaced counts nowhere."""
    rest, new_year = Invoice.asked - Invoice.paid, today().replace(month=1, day=1)
    cases = {
        "open": (Invoice.state.in_(OWED), rest),
        "overdue": (Invoice.state.in_(OWED) & (Invoice.due_on < late_before(today())), rest),
        "paid": ((Invoice.state == InvoiceState.PAID) & Invoice.paid_on.between(new_year, today()), Invoice.total),
        "credit": ((Invoice.state == InvoiceState.PAID) & (rest < 0), -rest),
    }
    columns = [
        func.sum(case((condition, value), else_=0))
        for condition, amount in cases.values()
        for value in (amount, 1)
    ]  # fmt: skip
    row = db.session.execute(
        select(func.min(Invoice.served_from), *columns).where(
            Invoice.company_id == company_id, Invoice.state != InvoiceState.CORRECTED
        )
    ).one()
    sums = [Sum(int(row[n] or 0), int(row[n + 1] or 0)) for n in range(1, len(row), 2)]
    return Owed(row[0], *sums)


def spent_by(company_id: UUID, period: Period) -> list[Spent]:
    """What a company was invoiced for the months of a period, what cost most first; one query."""
    rows = db.session.execute(
        select(Engagement.id, Engagement.title, Invoice.served_from, func.sum(Invoice.total), func.count())
        .join(Contract, Invoice.contract_id == Contract.id)
        .join(Application, Contract.application_id == Application.id)
        .join(Engagement, Application.engagement_id == Engagement.id)
        .where(Invoice.company_id == company_id, Invoice.state != InvoiceState.CORRECTED)
        .where(Invoice.served_from.between(period.first, period.until))
        .group_by(Engagement.id, Engagement.title, Invoice.served_from)
    )
    found: dict[UUID, Spent] = {}
    for key, title, served, total, count in rows:
        each = found.setdefault(key, Spent(key, title))
        month = served.replace(day=1)
        each.months[month] = each.months.get(month, 0) + int(total)
        each.count += count
    return sorted(found.values(), key=lambda each: (-each.total, each.title, str(each.engagement_id)))


def by_month(spent: list[Spent], period: Period) -> dict[date, int]:
    """Sum up engagements by month, oldest first; a month of nothing is there too."""
    return {month: sum(each.months.get(month, 0) for each in spent) for month in period.months}
