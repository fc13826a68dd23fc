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


def fee_range(low: tuple[Yen | None, Yen | None], high: tuple[Yen | None, Yen | None]) -> list[int]:
    """Return the distinct fees of the lower and the upper ends of (order price, received), the smaller first.

    Where one side is stated at one end only, that end serves for both.
    """
    order_low, received_low = low[0] or high[0], low[1] or high[1]
    fees = (fee_percent(order_low, received_low), fee_percent(high[0] or low[0], high[1] or low[1]))
    return sorted({fee for fee in fees if fee is not None})
