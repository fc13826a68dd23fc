"""What a consultant has earned, month by month, and what is due when: from notices, and from DIRECT invoices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace.billing.models import Invoice, PaymentNotice
from marketplace.billing.states import OWED, UNSETTLED, InvoiceState, NoticeState
from marketplace.contracts.models import Contract
from marketplace.db import db
from marketplace.engagements.models import Engagement
from marketplace.engagements.states import ContractModel
from marketplace.payouts.queries import came_back
from marketplace.pipeline.models import Application

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

    from marketplace.dashboards.periods import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Earned:
    """One living document: its sums, what of it has been transferred and what is still to come, in yen.

    Of a DIRECT invoice it is the client that withholds: its payment record states that, not the operator's.
    """

    id: UUID
    direct: bool
    number: str
    contract_id: UUID
    title: str
    month: date
    due_on: date
    state: InvoiceState | NoticeState
    net: int
    tax: int
    outlays: int
    total: int
    withheld: int
    to_come: int
    paid_on: date | None
    deemed_on: date | None

    @property
    def amount(self) -> int:
        """Return what is transferred in the end."""
        return self.total - self.withheld

    @property
    def transferred(self) -> int:
        """Return what has been, with the document that this one replaces."""
        return self.amount - self.to_come


@dataclass(frozen=True, slots=True)
class Sums:
    """The sums of some documents."""

    count: int
    net: int
    tax: int
    outlays: int
    total: int
    withheld: int
    transferred: int
    to_come: int


def sums_of(rows: Iterable[Earned]) -> Sums:
    """Sum up."""
    kept = list(rows)
    names = ("net", "tax", "outlays", "total", "withheld", "transferred", "to_come")
    return Sums(len(kept), *(sum(getattr(each, name) for each in kept) for name in names))


def earned_by(user_id: UUID) -> list[Earned]:
    """Every living document of a person, the oldest month first; three queries."""
    found = [*_of_notices(user_id), *_of_invoices(user_id)]
    return sorted(found, key=lambda each: (each.month, each.number))


def _of_notices(user_id: UUID) -> list[Earned]:
    """Return living notices; what their month had been paid, and the bank has returned, is still to come."""
    back: dict[tuple[UUID, date], int] = {}
    for notice, _in_a_run in came_back(user_id):
        month = notice.contract_id, notice.served_from.replace(day=1)
        back[month] = back.get(month, 0) + notice.transfer
    rows = db.session.execute(
        select(PaymentNotice.__table__, Engagement.title)
        .join(Contract, PaymentNotice.contract_id == Contract.id)
        .join(Application, Contract.application_id == Application.id)
        .join(Engagement, Application.engagement_id == Engagement.id)
        .where(PaymentNotice.consultant.has(user_id=user_id), PaymentNotice.state != NoticeState.CORRECTED)
    )
    return [
        Earned(
            id=row.id, direct=False, number=row.number, contract_id=row.contract_id, title=row.title,
            month=row.served_from.replace(day=1), due_on=row.due_on, state=row.state, net=row.net, tax=row.tax,
            outlays=row.outlays, total=row.total, withheld=row.withheld,
            to_come=(row.transfer if row.state in UNSETTLED else 0)
            + back.get((row.contract_id, row.served_from.replace(day=1)), 0),
            paid_on=row.paid_on, deemed_on=row.deemed_on,
        )
        for row in rows
    ]  # fmt: skip


def _of_invoices(user_id: UUID) -> list[Earned]:
    rows = db.session.execute(
        select(Invoice.__table__, Engagement.title)
        .join(Contract, Invoice.contract_id == Contract.id)
        .join(Application, Contract.application_id == Application.id)
        .join(Engagement, Application.engagement_id == Engagement.id)
        .where(Application.consultant.has(user_id=user_id), Contract.model == ContractModel.DIRECT)
        .where(Invoice.state != InvoiceState.CORRECTED)
    )
    return [
        Earned(
            id=row.id, direct=True, number=row.number, contract_id=row.contract_id, title=row.title,
            month=row.served_from.replace(day=1), due_on=row.due_on, state=row.state, net=row.net, tax=row.tax,
            outlays=row.outlays, total=row.total, withheld=row.withheld,
            to_come=row.total - row.withheld - row.paid if row.state in OWED else 0,
            paid_on=row.paid_on, deemed_on=None,
        )
        for row in rows
    ]  # fmt: skip


def by_month(rows: Iterable[Earned], period: Period) -> dict[date, Sums]:
    """Sum up documents by month of service, the months with any, oldest first."""
    months: dict[date, list[Earned]] = {}
    for each in rows:
        if period.first <= each.month <= period.last:
            months.setdefault(each.month, []).append(each)
    return {month: sums_of(months[month]) for month in sorted(months)}


def still_due(rows: Iterable[Earned]) -> list[Earned]:
    """What money is still to come for (or to be given back), what is due first."""
    return sorted((each for each in rows if each.to_come), key=lambda each: (each.due_on, each.number))


def next_transfer(rows: Iterable[Earned]) -> Earned | None:
    """Return what is transferred next: nothing that is disputed, and nothing that is to be given back."""
    coming = (each for each in still_due(rows) if each.to_come > 0 and each.state is not NoticeState.DISPUTED)
    return next(coming, None)


def of_tax_year(rows: Iterable[Earned], year: int) -> list[Earned]:
    """What the operator's 支払調書 of a year is made of: notices whose payment fell due in it, paid or not."""
    return [each for each in rows if not each.direct and each.due_on.year == year]
