"""Yen are integers; a rate is a dated percentage. Nothing here knows a float."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
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
