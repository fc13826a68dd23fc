"""What is typed for one day and for one expense, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from marketplace.i18n import lazy_gettext as _
from marketplace.trade.settlement import DAY_OF_MINUTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from marketplace.work_reports.models import WorkDay
    from marketplace.work_reports.states import ExpenseKind

DITTO = frozenset({"〃", '"', "''", "同上"})
SUSPENDED = _("The contract was suspended on this day: no hours are reported on it.")
SLACK = 30  # minutes: times may be noted to the minute, hours are counted in 30 at the coarsest
NAMES = ("minutes", "content", "place", "remote", "starts", "ends", "pause")


@dataclass(frozen=True, slots=True)
class DayEntry:
    """One day's work: minutes, and what is said of it. Beginning, end and break are notes, in minutes."""

    minutes: int = 0
    content: str = ""
    place: str = ""
    remote: bool = False
    starts: int | None = None
    ends: int | None = None
    pause: int | None = None

    @property
    def empty(self) -> bool:
        """Whether there is nothing to keep; working remotely says nothing on a day without work."""
        return self == DayEntry(remote=self.remote)


@dataclass(frozen=True, slots=True)
class ExpenseEntry:
    """Money laid out: yen with tax included."""

    day: date
    kind: ExpenseKind
    words: str
    amount: int
    paid_to_carrier: bool = False


def entry_of(row: WorkDay) -> DayEntry:
    """Return what a row holds."""
    return DayEntry(**{name: getattr(row, name) for name in NAMES})


def without_dittos(entries: Mapping[date, DayEntry]) -> dict[date, DayEntry]:
    """Put the words of the day of work before where 〃 or 同上 stands; the first one stays as it is."""
    written: dict[date, DayEntry] = {}
    above = ""
    for day in sorted(entries):
        entry = entries[day]
        if entry.content in DITTO and above:
            entry = replace(entry, content=above)
        above = entry.content or above
        written[day] = entry
    return written


def doubtful_days(rows: Iterable[WorkDay]) -> list[date]:
    """Return the days whose noted times give other hours than those reported: told, never refused."""
    return sorted(row.day for row in rows if abs(_noted(row) - row.minutes) >= SLACK)


def _noted(row: WorkDay) -> int:
    """Return the minutes that the noted times give; those reported where not both are noted."""
    if row.starts is None or row.ends is None:
        return row.minutes
    return row.ends - row.starts - (row.pause or 0)


def day_errors(entry: DayEntry, *, grain: int) -> object:
    """Return what is wrong with a day; empty where nothing is (R20)."""
    if not 0 <= entry.minutes <= DAY_OF_MINUTES:
        return _("A day has 24 hours.")
    if entry.minutes % grain:
        return _("Hours are entered in steps of %(grain)s minutes.", grain=grain)
    return ""
