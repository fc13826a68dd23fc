"""What a report comes to on each side, by the terms that rule its month; each side's own and nobody else's to see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from marketplace.contracts.sides import Side, proration, settlement_terms
from marketplace.engagements.states import ContractModel
from marketplace.money import Yen
from marketplace.trade.settlement import prorated, settle
from marketplace.work_reports.months import last_day_of, suspended_in
from marketplace.work_reports.queries import version_for

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.contracts.models import ContractVersion
    from marketplace.trade.settlement import Settlement
    from marketplace.work_reports.models import WorkReport


@dataclass(frozen=True, slots=True)
class MonthMoney:
    """A month in yen without tax. `client` and `margin` are None in a DIRECT contract: the two settle one price.

    Expenses stand beside the settlement: the client gives back what the consultant laid out, without a margin.
    """

    consultant: Settlement
    client: Settlement | None
    margin: Yen | None
    expenses: Yen


def month_of(report: WorkReport) -> MonthMoney:
    """Settle a report, each side by its own price, range and rounding (R13 to R18)."""
    version = version_for(report.contract, report.month)
    consultant = settled(report, version, Side.RECEIVED)
    client = settled(report, version, Side.ORDER) if report.contract.model is ContractModel.VIA else None
    return MonthMoney(
        consultant=consultant,
        client=client,
        margin=Yen(client.total - consultant.total) if client else None,
        expenses=Yen(report.spent),
    )


def settled(report: WorkReport, version: ContractVersion, side: Side) -> Settlement:
    """Settle one side of a report by a version of the terms."""
    contract = report.contract
    terms = prorated(
        settlement_terms(version, side), contract.first_day, last_day_of(contract), report.month, proration(version),
        suspended_in(contract, report.month),
    )  # fmt: skip
    return settle(terms, report.minutes)


def settlements_for(user: User, report: WorkReport) -> dict[Side, Settlement]:
    """Return what this person reads: the client the order side, the consultant the received one, staff both.

    A DIRECT contract has one price, which both of its sides know.
    """
    money = month_of(report)
    if money.client is None:
        return {Side.RECEIVED: money.consultant}
    sides = {Side.ORDER: money.client, Side.RECEIVED: money.consultant}
    if user.is_staff:
        return sides
    own = Side.ORDER if user.company_id is not None else Side.RECEIVED
    return {own: sides[own]}
