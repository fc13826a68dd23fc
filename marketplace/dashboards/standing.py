"""How the operator stands today: what clients owe it by age, what it owes consultants by state. DIRECT is not its."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from marketplace.billing.models import Invoice, PaymentNotice
from marketplace.billing.states import OWED, UNSETTLED, NoticeState
from marketplace.clock import today
from marketplace.contracts.models import Contract
from marketplace.dashboards.sums import NOTHING, Sum, total
from marketplace.db import db
from marketplace.engagements.states import ContractModel
from marketplace.payouts.models import Payment, PaymentRun
from marketplace.payouts.queries import came_back
from marketplace.payouts.states import RunState
from marketplace.trade.due_dates import DAY, is_late, late_before

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

AGES = ((1, 30), (31, 60), (61, 90), (91, None))  # days past the due date; before them: not due yet
NOT_DUE = (None, 0)


@dataclass(frozen=True, slots=True)
class Claim:
    """What clients owe that is due on one day."""

    due_on: date
    sum: Sum


@dataclass(frozen=True, slots=True)
class Debt:
    """What consultants are owed that is due on one day and in one state."""

    due_on: date
    state: NoticeState
    sum: Sum


@dataclass(frozen=True, slots=True)
class Scheduled:
    """What a payment run that is under way transfers on its day."""

    run_id: UUID
    number: str
    pay_on: date
    sum: Sum


@dataclass(frozen=True, slots=True)
class Age:
    """Claims that are so many days past their due date, and between which due dates those lie."""

    low: int | None  # None: not due yet
    high: int | None
    due_since: date | None
    due_until: date | None
    sum: Sum


def claims() -> list[Claim]:
    """What clients owe the operator by day, the first day first; one query."""
    rows = db.session.execute(
        select(Invoice.due_on, func.sum(Invoice.asked - Invoice.paid), func.count())
        .join(Contract, Invoice.contract_id == Contract.id)
        .where(Contract.model == ContractModel.VIA, Invoice.state.in_(OWED))
        .group_by(Invoice.due_on)
        .order_by(Invoice.due_on)
    )
    return [Claim(day, Sum(int(yen), count)) for day, yen, count in rows]


def debts() -> list[Debt]:
    """What the operator owes consultants by day and state, the first day first; two queries.

    With it what came back from the bank after its notice was corrected: it is owed as if it were confirmed.
    """
    rows = db.session.execute(
        select(PaymentNotice.due_on, PaymentNotice.state, func.sum(PaymentNotice.transfer), func.count())
        .where(PaymentNotice.state.in_(UNSETTLED))
        .group_by(PaymentNotice.due_on, PaymentNotice.state)
        .order_by(PaymentNotice.due_on, PaymentNotice.state)
    )
    found = {(day, state): Sum(int(yen), count) for day, state, yen, count in rows}
    for notice, in_a_run in came_back():
        key = notice.due_on, NoticeState.SCHEDULED if in_a_run else NoticeState.CONFIRMED
        found[key] = total([found.get(key, NOTHING), Sum(notice.transfer, 1)])
    return [Debt(day, state, found[day, state]) for day, state in sorted(found)]


def scheduled() -> list[Scheduled]:
    """The payment runs under way, the first day first; one query."""
    rows = db.session.execute(
        select(PaymentRun.id, PaymentRun.number, PaymentRun.pay_on, func.sum(Payment.amount), func.count())
        .join(Payment, Payment.run_id == PaymentRun.id)
        .where(Payment.active, PaymentRun.state != RunState.DONE)
        .group_by(PaymentRun.id, PaymentRun.number, PaymentRun.pay_on)
        .order_by(PaymentRun.pay_on, PaymentRun.number)
    )
    return [Scheduled(key, number, day, Sum(int(yen), count)) for key, number, day, yen, count in rows]


def by_age(owed: Sequence[Claim]) -> list[Age]:
    """Sort claims by how long their due date has passed: not yet, then each of AGES; empty ones are there too."""
    begin = late_before(today())
    found = [Age(*NOT_DUE, begin, None, total(each.sum for each in owed if each.due_on >= begin))]
    for low, high in AGES:
        since, until = (today() - DAY * high if high else None), min(today() - DAY * low, begin - DAY)
        kept = (each.sum for each in owed if each.due_on <= until and (since is None or each.due_on >= since))
        found.append(Age(low, high, since, until, total(kept)))
    return found


def overdue(owed: Sequence[Claim]) -> Sum:
    """What of it is past its due date."""
    return total(each.sum for each in owed if is_late(each.due_on, today()))


def by_state(owed: Sequence[Debt]) -> dict[NoticeState, Sum]:
    """Sum up debts by state, in the order of a notice's life."""
    states = (NoticeState.SENT, NoticeState.CONFIRMED, NoticeState.SCHEDULED, NoticeState.DISPUTED)
    return {state: total(each.sum for each in owed if each.state is state) for state in states}


def weeks_from(day: date, count: int) -> list[tuple[date, date]]:
    """Return the Mondays and Sundays of so many weeks, the one of a day first."""
    monday = day - timedelta(days=day.weekday())
    return [(monday + timedelta(weeks=n), monday + timedelta(weeks=n, days=6)) for n in range(count)]


def first_served() -> date | None:
    """The first day that was ever invoiced through the operator; one query."""
    return db.session.scalar(
        select(func.min(Invoice.served_from))
        .join(Contract, Invoice.contract_id == Contract.id)
        .where(Contract.model == ContractModel.VIA)
    )
