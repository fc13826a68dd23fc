"""Closing a month: a job for each approved report, so that one that fails holds up no other, and nothing runs twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.background import enqueue
from marketplace.billing.queries import billable

if TYPE_CHECKING:
    from datetime import date

    from marketplace.accounts.models import User


def close_month(month: date, *, by: User | None) -> int:
    """Queue the billing of every approved report of a month; return how many."""
    del by
    reports = billable(month)
    for report in reports:
        enqueue("billing.bill_month", key=f"bill:{report.id}", work_report_id=str(report.id))
    return len(reports)
