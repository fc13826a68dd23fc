"""Months of a contract: which days of one it covers, and by when a report is handed in and answered."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from marketplace.business_days import business_days_after
from marketplace.clock import today
from marketplace.contracts.suspensions import suspended_days

if TYPE_CHECKING:
    from marketplace.contracts.models import Contract

DAY = timedelta(days=1)
WRITTEN_WITHIN, ANSWERED_WITHIN = 2, 5  # business days of the following month
AT_LEAST = 3  # business days to answer a report that comes late


def first_of(day: date) -> date:
    """Return the first day of a day's month."""
    return day.replace(day=1)


def next_month(month: date) -> date:
    """Return the first day of the month after."""
    return (month.replace(day=1) + timedelta(days=31)).replace(day=1)


def last_of(month: date) -> date:
    """Return the last day of a month."""
    return next_month(month) - DAY


def last_day_of(contract: Contract) -> date:
    """Return the last day on which there is work: the agreed one, or an earlier end."""
    return min(contract.last_day, contract.ended_on or contract.last_day)


def covered(contract: Contract, month: date) -> tuple[date, date] | None:
    """Return the first and the last day of the month that the contract covers; None where it covers none."""
    first, last = max(contract.first_day, first_of(month)), min(last_day_of(contract), last_of(month))
    return (first, last) if first <= last else None


def days_in(contract: Contract, month: date) -> list[date]:
    """Return every day of the month that the contract covers."""
    span = covered(contract, month)
    return [span[0] + DAY * n for n in range((span[1] - span[0]).days + 1)] if span else []


def suspended_in(contract: Contract, month: date) -> frozenset[date]:
    """Return the days of a month that the contract covers and on which it was suspended."""
    span = covered(contract, month)
    return suspended_days(contract, *span) if span else frozenset()


def was_suspended_throughout(contract: Contract, month: date) -> bool:
    """Tell whether there was no day of work in a month: nobody is asked for a report on it."""
    return bool(contract.suspensions) and not set(days_in(contract, month)) - suspended_in(contract, month)


def months_until_now(contract: Contract) -> list[date]:
    """Return the months of a contract that have begun, oldest first."""
    last = min(today(), last_day_of(contract))
    months, month = [], first_of(contract.first_day)
    while month <= last and contract.first_day <= today():
        months.append(month)
        month = next_month(month)
    return months


def written_by(month: date) -> date:
    """Return the day by which a month is handed in: the second business day of the next one."""
    return business_days_after(last_of(month), WRITTEN_WITHIN)


def answered_by(month: date, handed_in: date) -> date:
    """Return the day by which a report is answered: the fifth business day, or three after it was handed in late."""
    return max(business_days_after(last_of(month), ANSWERED_WITHIN), business_days_after(handed_in, AT_LEAST))
