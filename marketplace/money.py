"""Yen are integers; a rate is a dated percentage. Nothing here knows a float."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

Yen = NewType("Yen", int)

FULL_DAYS = 5  # days a week that a 100 % rate stands for


class NoRateError(LookupError):
    """No rate is on record for this day: a missing range raises, it never defaults (R30)."""


@dataclass(frozen=True, slots=True)
class DatedRate:
    """A rate valid from `since` until the next one, as a Decimal share (0.10 = 10 %)."""

    since: date
    share: Decimal


def rate_on(day: date, table: Sequence[DatedRate]) -> Decimal:
    """Return the share valid on `day`; raise NoRateError before the first entry."""
    valid = [row for row in table if row.since <= day]
    if not valid:
        raise NoRateError(day)
    return max(valid, key=lambda row: row.since).share


def at_days(monthly: Yen, days: int | Decimal) -> Yen:
    """Return what a 100 % monthly rate means at `days` a week, cut to the yen (215万 at 2 days = 86万)."""
    return Yen(int((Decimal(monthly) * Decimal(days) / FULL_DAYS).to_integral_value(ROUND_FLOOR)))


def fee_percent(order: Yen | None, received: Yen | None) -> int | None:
    """Return the operator's share of an order price in whole percent, rounded half up; None where one is unknown."""
    if not order or received is None:
        return None
    return int((Decimal(order - received) * 100 / order).to_integral_value(ROUND_HALF_UP))


type_of_end = tuple[Yen | None, Yen | None]  # order price and received price at one end of a range


def _both_ends(low: type_of_end, high: type_of_end) -> tuple[type_of_end, type_of_end]:
    """Return both ends; where a price is stated at one end only, that end serves for both."""
    return (low[0] or high[0], low[1] or high[1]), (high[0] or low[0], high[1] or low[1])


def fee_range(low: type_of_end, high: type_of_end) -> list[int]:
    """Return the distinct fees in whole percent of the lower and the upper ends, the smaller first."""
    fees = (fee_percent(order, received) for order, received in _both_ends(low, high))
    return sorted({fee for fee in fees if fee is not None})


def fee_amounts(low: type_of_end, high: type_of_end) -> list[Yen]:
    """Return the distinct fees in yen of the lower and the upper ends, the smaller first."""
    ends = _both_ends(low, high)
    return sorted({Yen(order - received) for order, received in ends if order and received is not None})
