"""What a correction changes: day by day, expense by expense, and in sum."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from marketplace.work_reports.entries import DayEntry, entry_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from marketplace.work_reports.models import Expense, WorkReport


@dataclass(frozen=True, slots=True)
class DayDifference:
    """A day that reads otherwise; a side without the day is empty."""

    day: date
    before: DayEntry
    after: DayEntry


@dataclass(frozen=True, slots=True)
class Differences:
    """Everything that differs between two versions; falsy where nothing does."""

    days: Sequence[DayDifference]
    removed: Sequence[Expense]
    added: Sequence[Expense]
    minutes: int  # more, or fewer where negative
    spent: int
    issues: bool

    def __bool__(self) -> bool:
        return bool(self.days or self.removed or self.added or self.issues)


def differences(before: WorkReport, after: WorkReport) -> Differences:
    """Compare two versions of a month."""
    old, new = ({row.day: entry_of(row) for row in each.days} for each in (before, after))
    days = [
        DayDifference(day, old.get(day, DayEntry()), new.get(day, DayEntry()))
        for day in sorted({*old, *new})
        if old.get(day) != new.get(day)
    ]
    kept, now_there = ([_said(each) for each in report.expenses] for report in (before, after))
    return Differences(
        days=days,
        removed=[each for each in before.expenses if _said(each) not in now_there],
        added=[each for each in after.expenses if _said(each) not in kept],
        minutes=after.minutes - before.minutes,
        spent=after.spent - before.spent,
        issues=before.issues != after.issues,
    )


def _said(expense: Expense) -> tuple[object, ...]:
    names = ("day", "kind", "words", "amount", "paid_to_carrier", "receipt_key")
    return tuple(getattr(expense, name) for name in names)
