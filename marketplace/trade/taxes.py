"""Consumption tax and withholding: dated tables, whole yen, one rounding (R23, R26, R28 to R30 of the trade's rules).

Rates are Decimal shares (0.10 = 10 %). A day before a table's first row raises NoRateError: nothing defaults (R30).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from marketplace.i18n import lazy_gettext as _
from marketplace.money import DatedRate, Yen, rate_on
from marketplace.trade.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable

CONSUMPTION_TAX = (DatedRate(date(2019, 10, 1), Decimal("0.10")),)
"""The standard rate (消費税法29条 and 地方消費税法: 7.8 % + 2.2 %)."""

UNREGISTERED_SHARE = (
    DatedRate(date(2023, 10, 1), Decimal("0.80")),
    DatedRate(date(2026, 10, 1), Decimal("0.70")),
    DatedRate(date(2028, 10, 1), Decimal("0.50")),
    DatedRate(date(2030, 10, 1), Decimal("0.30")),
    DatedRate(date(2031, 10, 1), Decimal(0)),
)
"""What may still be deducted of the deemed tax on a purchase from the unregistered (経過措置), by day of service."""

WITHHOLDING = (DatedRate(date(2013, 1, 1), Decimal("0.1021")),)
"""Up to a million yen a payment (所得税法205条 with 復興特別所得税)."""

WITHHOLDING_ABOVE = (DatedRate(date(2013, 1, 1), Decimal("0.2042")),)
"""On what exceeds the million."""

MILLION = Yen(1_000_000)


class Rounding(StrEnum):
    """How less than a yen is rounded; the issuer chooses, and keeps to it (消費税法基本通達1-8-15)."""

    FLOOR = "floor"
    HALF_UP = "half_up"
    CEIL = "ceil"


_MODES = {Rounding.FLOOR: ROUND_FLOOR, Rounding.HALF_UP: ROUND_HALF_UP, Rounding.CEIL: ROUND_CEILING}


class Withholding(StrEnum):
    """Which item of 所得税法204条1項 a contract's fee falls under: decided for each contract, never by default."""

    NONE = "none"
    ADVICE = "204_1_2"  # 経営コンサルタント and other professions
    WRITING = "204_1_1"  # manuscripts, lectures, design


@dataclass(frozen=True, slots=True)
class TaxedTotal:
    """What a document says of one rate: the sum without tax, and the tax on it."""

    rate: Decimal
    net: Yen
    tax: Yen

    @property
    def gross(self) -> Yen:
        return Yen(self.net + self.tax)


def consumption_tax(net: Yen, rate: Decimal, rounding: Rounding) -> Yen:
    """Return the tax on a document's whole sum at one rate: rounded once, never line by line (R23).

    A negative sum (返還) is rounded as its positive one would be, so that it takes back exactly what was charged.
    """
    tax = int((Decimal(abs(net)) * rate).to_integral_value(_MODES[rounding]))
    return Yen(tax if net >= 0 else -tax)


def taxed_totals(lines: Iterable[tuple[Yen, Decimal]], rounding: Rounding) -> list[TaxedTotal]:
    """Sum lines of (yen without tax, rate) by rate, the highest first, and tax each sum once (R23)."""
    nets: dict[Decimal, int] = defaultdict(int)
    for net, rate in lines:
        nets[rate] += net
    return [
        TaxedTotal(rate, Yen(net), consumption_tax(Yen(net), rate, rounding))
        for rate, net in sorted(nets.items(), reverse=True)
    ]


def lost_credit(tax: Yen, service_date: date) -> Yen:
    """Return what the buyer cannot deduct of the deemed tax on a purchase from somebody unregistered (R26).

    Keyed on the day the service was received, not on that of invoice or payment.
    """
    deductible = (Decimal(tax) * rate_on(service_date, UNREGISTERED_SHARE)).to_integral_value(ROUND_FLOOR)
    return Yen(tax - int(deductible))


def withholding_tax(base: Yen, category: Withholding | None, *, individual: bool, on: date) -> Yen:
    """Return the income tax to withhold from one payment, cut to the yen (R28).

    `base` is the fee without consumption tax where the document states the tax apart, else with it. A domestic
    corporation is never withheld from, one-person companies included. A contract whose category nobody has decided
    is refused: its payment notice is blocked.
    """
    if category is None:
        raise Refusal(_("Whether income tax is withheld under this contract has not been decided yet."))
    if base < 0:
        raise ValueError(base)
    lower, upper = rate_on(on, WITHHOLDING), rate_on(on, WITHHOLDING_ABOVE)
    if category is Withholding.NONE or not individual:
        return Yen(0)
    exact = Decimal(min(base, MILLION)) * lower + Decimal(max(base - MILLION, 0)) * upper
    return Yen(int(exact.to_integral_value(ROUND_FLOOR)))


def net_transfer(net: Yen, tax: Yen, withheld: Yen) -> Yen:
    """Return what reaches the account: fee and tax less what is withheld (R29). No transfer fee is ever deducted."""
    return Yen(net + tax - withheld)
