"""The days on which a contract was suspended: kept with it as spans, the day of suspending in, that of resuming not."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from marketplace.contracts.models import Contract

DAY = timedelta(days=1)
Span = tuple[date, date | None]
"""The first and the last suspended day; None while it lasts."""


def spans_of(contract: Contract) -> list[Span]:
    """Return the spans, oldest first."""
    return [
        (date.fromisoformat(each["first"]), date.fromisoformat(each["last"]) if each["last"] else None)
        for each in contract.suspensions
    ]


def begun(contract: Contract, day: date) -> list[dict[str, str]]:
    """Return what to keep when a contract is suspended on a day; a span that ended just before goes on."""
    kept = list(contract.suspensions)
    if kept and kept[-1]["last"] == (day - DAY).isoformat():
        return [*kept[:-1], {**kept[-1], "last": ""}]
    return [*kept, {"first": day.isoformat(), "last": ""}]


def ended(contract: Contract, day: date) -> list[dict[str, str]]:
    """Return what to keep when it runs again from a day on; a suspension of no whole day has been none."""
    *before, last = contract.suspensions
    if last["first"] >= day.isoformat():
        return before
    return [*before, {**last, "last": (day - DAY).isoformat()}]


def suspended_days(contract: Contract, first: date, last: date) -> frozenset[date]:
    """Return the suspended days from a first to a last one."""
    days: set[date] = set()
    for begin, end in spans_of(contract):
        start, stop = max(begin, first), min(end or last, last)
        days |= {start + DAY * n for n in range((stop - start).days + 1)}
    return frozenset(days)
