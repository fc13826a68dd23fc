"""What the agreed terms bring until a contract's end: whole months at the fee, none above or below the range of hours.

A forecast, not a promise: no settlement of hours, no expenses, today's tax rates; a month that begins or ends inside is
cut by the days that the contract says (R17), and so is one with suspended days: they count until it runs again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace.clock import today
from marketplace.contracts.models import Contract, ContractVersion
from marketplace.contracts.payment import due_dates, falls_under_toriteki
from marketplace.contracts.sides import Side, proration, settlement_terms
from marketplace.contracts.states import ContractState, VersionState
from marketplace.contracts.withholding import withheld_from
from marketplace.db import db
from marketplace.engagements.states import ContractModel
from marketplace.issuer import issuer
from marketplace.money import rate_on
from marketplace.pipeline.models import Application
from marketplace.trade.refusal import Refusal
from marketplace.trade.settlement import prorated
from marketplace.trade.taxes import CONSUMPTION_TAX, Rounding, consumption_tax
from marketplace.work_reports.months import first_of, last_day_of, last_of, next_month, suspended_in
from marketplace.work_reports.queries import ruling

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from marketplace.trade.settlement import SettlementTerms

COUNTED = (ContractState.SIGNED, ContractState.ACTIVE, ContractState.SUSPENDED, ContractState.ENDED)
FORGOTTEN = timedelta(days=92)  # a month that is over for longer and was never billed is no forecast any more


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """A month of a contract that has not been billed; `withheld` is None while nobody has decided on it."""

    contract_id: UUID
    number: str
    title: str
    month: date
    days: tuple[int, int] | None  # counted and of how many; None: the whole month
    by_calendar: bool
    net: int
    tax: int
    withheld: int | None
    due_on: date | None

    @property
    def transfer(self) -> int:
        """Return what would reach the account."""
        return self.net + self.tax - (self.withheld or 0)


def expected_by(user_id: UUID, billed: Iterable[tuple[UUID, date]]) -> list[Expected]:
    """The unbilled months of a person's contracts, oldest first; three queries. `billed`: contract and month."""
    known = set(billed)
    contracts = db.session.scalars(
        select(Contract)
        .join(Application, Contract.application_id == Application.id)
        .where(Contract.state.in_(COUNTED), Application.consultant.has(user_id=user_id))
        .where(Contract.last_day >= today() - FORGOTTEN)
        .order_by(Contract.first_day, Contract.number)
    ).all()
    if not contracts:
        return []
    agreed = _agreed_of(contracts)
    binding = falls_under_toriteki(issuer())
    months = (
        _expected(each, agreed[each.id], month, toriteki=binding)
        for each in contracts
        for month in _months(each)
        if (each.id, month) not in known and each.id in agreed
    )
    worth = (each for each in months if each.net)  # a month that begins on its last Sunday has no business day
    return sorted(worth, key=lambda each: (each.month, each.number))


def _agreed_of(contracts: Sequence[Contract]) -> dict[UUID, list[ContractVersion]]:
    rows = db.session.scalars(
        select(ContractVersion)
        .where(ContractVersion.contract_id.in_([each.id for each in contracts]))
        .where(ContractVersion.state == VersionState.AGREED)
        .order_by(ContractVersion.number)
    )
    found: dict[UUID, list[ContractVersion]] = {}
    for row in rows:
        found.setdefault(row.contract_id, []).append(row)
    return found


def _months(contract: Contract) -> list[date]:
    months, month, last = [], first_of(contract.first_day), last_day_of(contract)
    while month <= last:
        if last_of(month) >= today() - FORGOTTEN:
            months.append(month)
        month = next_month(month)
    return months


def _expected(contract: Contract, agreed: Sequence[ContractVersion], month: date, *, toriteki: bool) -> Expected:
    version = ruling(agreed, max(month, contract.first_day))
    kind = proration(version)
    terms: SettlementTerms = prorated(
        settlement_terms(version, Side.RECEIVED),
        contract.first_day,
        last_day_of(contract),
        month,
        kind,
        suspended_in(contract, month),
    )
    tax = consumption_tax(terms.base, rate_on(last_of(month), CONSUMPTION_TAX), Rounding.FLOOR)
    via = contract.model is ContractModel.VIA
    due = _due(version, month, toriteki=via and toriteki)
    return Expected(
        contract_id=contract.id, number=contract.number, title=contract.application.engagement.title, month=month,
        days=(terms.part.days, terms.part.of) if terms.part else None, by_calendar=version.calendar_pro_rata,
        net=terms.base, tax=tax, due_on=due,
        withheld=withheld_from(version, terms.base, on=due or last_of(month)),
    )  # fmt: skip


def _due(version: ContractVersion, month: date, *, toriteki: bool) -> date | None:
    try:
        return due_dates(version, month, toriteki=toriteki).consultant
    except Refusal:
        return None
