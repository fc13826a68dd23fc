"""One side of a contract as the settlement reads it: the client's price or the consultant's fee."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from marketplace.engagements.states import Settlement
from marketplace.money import Yen
from marketplace.trade.settlement import Method, Proration, SettlementTerms

if TYPE_CHECKING:
    from marketplace.contracts.models import ContractVersion


class Side(StrEnum):
    """Whose money it is; the words are the beginnings of the columns' names."""

    ORDER = "order"  # what the client pays
    RECEIVED = "received"  # what the consultant gets


METHOD = {Settlement.SPLIT: Method.BOTH_ENDS, Settlement.MIDDLE: Method.MIDDLE, Settlement.FIXED: Method.FIXED}


def settlement_terms(version: ContractVersion, side: Side) -> SettlementTerms:
    """Return what hours are settled by on a side; its price must be known."""
    price, kind, low, high, cut = (
        getattr(version, f"{side.value}_{part}") for part in ("price", "settlement", "low", "high", "cut")
    )
    return SettlementTerms(
        monthly=Yen(price), method=METHOD[kind], low_minutes=low, high_minutes=high, unit_cut=cut,
        grain_minutes=version.grain, utilisation=Decimal(version.utilisation) / 100,
    )  # fmt: skip


def proration(version: ContractVersion) -> Proration:
    """Return by which days a month is cut short."""
    return Proration.CALENDAR_DAYS if version.calendar_pro_rata else Proration.BUSINESS_DAYS
