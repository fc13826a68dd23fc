"""精算: what a month's hours make of a monthly fee (R13 to R18 and R20 of the trade's rules; their section 4.2).

Hours are whole minutes, money is whole yen, shares are Decimals or Fractions; nothing is a float. The unit prices come
from the full-time month and stay the same in a month cut short: they stand in the order terms (3条通知, item 7).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from marketplace.business_days import is_business_day
from marketplace.i18n import lazy_gettext as _
from marketplace.money import Yen
from marketplace.trade.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

HOUR = 60
HALF_AN_HOUR = 30
DAY_OF_MINUTES = 24 * HOUR


class Method(StrEnum):
    """How a unit price comes from the fee M and the range of hours."""

    BOTH_ENDS = "both_ends"  # 上下割: M ÷ lower for what is missing, M ÷ upper for what exceeds
    MIDDLE = "middle"  # 中間割: M ÷ the middle of the range for both
    FIXED = "fixed"  # 固定: no settlement


class Proration(StrEnum):
    """日割り: by what a month begun or ended in its middle is counted."""

    NONE = "none"
    BUSINESS_DAYS = "business_days"
    CALENDAR_DAYS = "calendar_days"


class LineKind(StrEnum):
    """What a line of the calculation says; a page words it with the line's facts."""

    MONTHLY = "monthly"  # amount, and low and high where there is a range
    UTILISATION = "utilisation"  # share (of full time), amount, low, high
    PRORATION = "proration"  # by (a Proration), days, of, amount, low, high; suspended where days were taken out
    HOURS = "hours"  # minutes
    FIXED = "fixed"  # no settlement
    WITHIN = "within"  # minutes, low, high
    SHORT = "short"  # difference, unit, amount: 控除
    OVER = "over"  # difference, unit, amount: 超過
    TOTAL = "total"  # amount


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a month that an engagement covers, in days."""

    by: Proration
    days: int
    of: int
    suspended: int = 0  # days taken out of those that it would cover otherwise

    @property
    def share(self) -> Fraction:
        return Fraction(self.days, self.of)


@dataclass(frozen=True, slots=True)
class SettlementTerms:
    """One side's terms of a month: the client's and the consultant's are two of these, and know nothing of each other.

    `monthly`, `low_minutes` and `high_minutes` are those of full time (utilisation 1). Unit prices are cut below
    `unit_cut` yen (10 or 1).
    """

    monthly: Yen
    method: Method
    low_minutes: int = 0
    high_minutes: int = 0
    unit_cut: int = 10
    grain_minutes: int = 15
    utilisation: Decimal = Decimal(1)
    part: Part | None = None

    def __post_init__(self) -> None:
        ranged = 0 <= self.low_minutes <= self.high_minutes and self.high_minutes > 0
        if self.monthly < 0 or self.unit_cut not in {1, 10} or self.utilisation <= 0 or self.grain_minutes < 1:
            raise ValueError(self)
        if self.method is not Method.FIXED and not ranged:
            raise ValueError(self)

    @property
    def full(self) -> Yen:
        """The fee of a whole month at this utilisation, cut to the yen."""
        return Yen(floor(self.monthly * self.utilisation))

    @property
    def base(self) -> Yen:
        """The fee before hours are looked at, cut to the yen once."""
        share = Fraction(self.utilisation) * (self.part.share if self.part else 1)
        return Yen(floor(self.monthly * share))

    @property
    def range_minutes(self) -> tuple[int, int]:
        """The range of this month: a prorated one is cut to half an hour (73.68 to 94.74 h become 73.5 to 94.5 h)."""
        low, high = (floor(end * self.utilisation) for end in (self.low_minutes, self.high_minutes))
        if not self.part:
            return low, high
        return _to_half_an_hour(low * self.part.share), _to_half_an_hour(high * self.part.share)

    @property
    def short_unit(self) -> Yen:
        """控除単価: yen taken off for an hour below the range; 0 where the range begins at nothing."""
        divisor = self._middle if self.method is Method.MIDDLE else Fraction(self.low_minutes)
        return self._unit(divisor)

    @property
    def over_unit(self) -> Yen:
        """超過単価: yen added for an hour above the range."""
        divisor = self._middle if self.method is Method.MIDDLE else Fraction(self.high_minutes)
        return self._unit(divisor)

    @property
    def _middle(self) -> Fraction:
        return Fraction(self.low_minutes + self.high_minutes, 2)

    def _unit(self, minutes: Fraction) -> Yen:
        if self.method is Method.FIXED or minutes == 0:
            return Yen(0)
        return Yen(floor(self.monthly * HOUR / minutes / self.unit_cut) * self.unit_cut)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the calculation: yen and minutes as numbers, for a page to word."""

    kind: LineKind
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a month came to, without tax: `total` = `base` + `adjustment`; a deduction (控除) is negative.

    `difference` is in minutes, negative below the range, 0 inside it; `unit` is the yen an hour that applied to it.
    """

    base: Yen
    minutes: int
    difference: int
    unit: Yen
    adjustment: Yen
    total: Yen
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class BothSides:
    """A month on both sides, settled separately (R18); the margin is the operator's, without tax."""

    client: Settlement
    consultant: Settlement
    margin: Yen


def _to_half_an_hour(minutes: Fraction) -> int:
    return floor(minutes / HALF_AN_HOUR) * HALF_AN_HOUR


def _days(first: date, last: date, kind: Proration) -> set[date]:
    every = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return {day for day in every if kind is Proration.CALENDAR_DAYS or is_business_day(day)}


def prorated(
    terms: SettlementTerms, first: date, last: date, month: date, kind: Proration, without: Collection[date] = ()
) -> SettlementTerms:
    """Cut fee and range to the days from `first` to `last` that lie in the month of `month` (R17).

    `without`: days on which the contract was suspended, taken out of them. The whole month, or a contract that does
    not prorate, leaves the terms as they are.
    """
    opening = month.replace(day=1)
    closing = (opening + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    first, last = max(first, opening), min(last, closing)
    if kind is Proration.NONE or ((first, last) == (opening, closing) and not without):
        return terms
    covered = _days(first, last, kind)
    worked = covered.difference(without)
    part = Part(kind, len(worked), len(_days(opening, closing, kind)), len(covered) - len(worked))
    return terms if part.days == part.of else replace(terms, part=part)


def settle(terms: SettlementTerms, minutes: int) -> Settlement:
    """Settle a month's minutes (R13 to R16); what is added or taken off is cut to the yen."""
    if minutes < 0:
        raise ValueError(minutes)
    low, high = terms.range_minutes
    difference, unit = 0, Yen(0)
    if terms.method is not Method.FIXED and minutes < low:
        difference, unit = minutes - low, terms.short_unit
    elif terms.method is not Method.FIXED and minutes > high:
        difference, unit = minutes - high, terms.over_unit
    amount = abs(difference) * unit // HOUR
    adjustment = Yen(amount if difference > 0 else -amount)
    total = Yen(terms.base + adjustment)
    lines = (*_lines_of_terms(terms), *_lines_of_hours(terms, minutes, difference, unit), _line_of_total(total))
    return Settlement(terms.base, minutes, difference, unit, adjustment, total, lines)


def both(client: SettlementTerms, consultant: SettlementTerms, minutes: int) -> BothSides:
    """Settle both sides, each by its own terms: the consultant's is never a share of the client's (R18)."""
    sides = settle(client, minutes), settle(consultant, minutes)
    return BothSides(*sides, Yen(sides[0].total - sides[1].total))


def _range(low: int, high: int, method: Method) -> dict[str, object]:
    return {} if method is Method.FIXED else {"low": low, "high": high}


def _lines_of_terms(terms: SettlementTerms) -> list[Line]:
    """Say how the fee and the range of the month came about, one step a line."""
    at_full_time = _range(terms.low_minutes, terms.high_minutes, terms.method)
    lines = [Line(LineKind.MONTHLY, {"amount": terms.monthly, **at_full_time})]
    if terms.utilisation != 1:
        whole = replace(terms, part=None)
        cut = _range(*whole.range_minutes, terms.method)
        lines.append(Line(LineKind.UTILISATION, {"share": terms.utilisation, "amount": whole.base, **cut}))
    if terms.part:
        part: dict[str, object] = {
            "by": terms.part.by,
            "days": terms.part.days,
            "of": terms.part.of,
            "amount": terms.base,
        }
        part |= {"suspended": terms.part.suspended} if terms.part.suspended else {}
        lines.append(Line(LineKind.PRORATION, {**part, **_range(*terms.range_minutes, terms.method)}))
    return lines


def _lines_of_hours(terms: SettlementTerms, minutes: int, difference: int, unit: Yen) -> list[Line]:
    """Say what the hours did: nothing, took off, or added."""
    hours = Line(LineKind.HOURS, {"minutes": minutes})
    if terms.method is Method.FIXED:
        return [hours, Line(LineKind.FIXED, {})]
    if difference == 0:
        low, high = terms.range_minutes
        return [hours, Line(LineKind.WITHIN, {"minutes": minutes, "low": low, "high": high})]
    kind = LineKind.SHORT if difference < 0 else LineKind.OVER
    amount = Yen(abs(difference) * unit // HOUR)
    return [hours, Line(kind, {"difference": abs(difference), "unit": unit, "amount": amount})]


def _line_of_total(total: Yen) -> Line:
    return Line(LineKind.TOTAL, {"amount": total})


_DECIMAL = re.compile(r"(\d{1,3})(?:\.(\d{1,4}))?(?:h|時間)?", re.IGNORECASE)
_CLOCK = re.compile(r"(\d{1,3})(?::|時間|h)([0-5]?\d)(?:分|m)?", re.IGNORECASE)


def minutes_of(text: str, *, grain: int = 15, most: int = DAY_OF_MINUTES) -> int:
    """Read hours as people write them ("7.5", "7:30", "７時間３０分") into minutes of the contract's grain (R20)."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    clock, decimal = _CLOCK.fullmatch(plain), _DECIMAL.fullmatch(plain)
    if clock:
        exact = Fraction(int(clock[1]) * HOUR + int(clock[2]))
    elif decimal:
        exact = Fraction(f"{decimal[1]}.{decimal[2] or 0}") * HOUR
    else:
        raise Refusal(_("These hours cannot be read. For example: 7.5 or 7:30."))
    if exact % grain:
        raise Refusal(_("Hours are entered in steps of %(grain)s minutes.", grain=grain))
    if exact > most:
        raise Refusal(_("This is more than %(hours)s hours.", hours=most // HOUR))
    return int(exact)
