"""Money on one screen: a full month of a contract, from the client's price to what reaches the consultant's account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from marketplace.clock import TOKYO, today
from marketplace.contracts.payment import DueDates, due_dates, falls_under_toriteki
from marketplace.contracts.sides import Side, settlement_terms
from marketplace.contracts.withholding import withheld_from
from marketplace.engagements.states import ContractModel
from marketplace.issuer import issuer
from marketplace.money import Yen, rate_on
from marketplace.trade.refusal import Refusal
from marketplace.trade.taxes import CONSUMPTION_TAX, Rounding, consumption_tax, net_transfer

if TYPE_CHECKING:
    from datetime import date

    from marketplace.contracts.models import ContractVersion


@dataclass(frozen=True, slots=True)
class Amount:
    """A price with its tax, in yen."""

    net: Yen
    tax: Yen

    @property
    def total(self) -> Yen:
        """Return what is paid with the tax."""
        return Yen(self.net + self.tax)


@dataclass(frozen=True, slots=True)
class Money:
    """One month without settlement, in yen; `withheld` is None while nobody has decided on it."""

    order: Amount | None
    fee: Yen | None  # the operator's, without tax
    fee_share: Decimal | None  # in percent of the order price, to one decimal
    received: Amount
    withheld: Yen | None
    transfer: Yen | None
    due: DueDates | None  # of the month asked about; None where the wording gives no legal date


def billed_from(version: ContractVersion) -> date | None:
    """Return the first month that a change of running terms is billed by; None: it rules from the first day on.

    The same rule as work_reports.queries.version_for: what is agreed inside a month rules from the next one.
    """
    agreed = version.agreed_at.astimezone(TOKYO).date() if version.agreed_at else version.first_day
    if agreed <= version.contract.first_day:
        return None
    return agreed if agreed.day == 1 else (agreed.replace(day=1) + timedelta(days=31)).replace(day=1)


def money_of(version: ContractVersion, *, begins: date | None = None) -> Money:
    """Return a whole month of a version at today's rates, with the due dates of the present month of the contract.

    `begins`: the first month that the version rules, where that is still to come.
    """
    day = min(max(today(), version.first_day, begins or version.first_day), version.last_day)
    ordered = _amount(settlement_terms(version, Side.ORDER).full, day) if version.order_price is not None else None
    received = _amount(settlement_terms(version, Side.RECEIVED).full, day)
    fee = Yen(ordered.net - received.net) if ordered else None
    return Money(
        order=ordered,
        fee=fee,
        fee_share=round(Decimal(fee) * 100 / ordered.net, 1) if ordered and fee is not None else None,
        received=received,
        withheld=(held := withheld_from(version, received.net, on=day)),
        transfer=net_transfer(received.net, received.tax, held) if held is not None else None,
        due=_due(version, day),
    )


def _amount(price: int, day: date) -> Amount:
    net = Yen(price)
    return Amount(net, consumption_tax(net, rate_on(day, CONSUMPTION_TAX), Rounding.FLOOR))


def _due(version: ContractVersion, day: date) -> DueDates | None:
    via = version.contract.model is ContractModel.VIA
    try:
        return due_dates(version, day, toriteki=via and falls_under_toriteki(issuer()))
    except Refusal:
        return None
