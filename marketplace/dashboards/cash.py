"""The cash calendar: what is expected in and out in the next weeks, from issued documents and payment runs alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from marketplace.billing.states import NoticeState
from marketplace.clock import today
from marketplace.dashboards.standing import weeks_from
from marketplace.dashboards.sums import NOTHING, Sum, total
from marketplace.trade.due_dates import is_late, late_before

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from marketplace.dashboards.standing import Claim, Debt, Scheduled

WEEKS = 8


@dataclass(slots=True)
class CashDay:
    """One day: what clients are to pay, what is due to consultants and in no run, and the runs of the day."""

    day: date
    claims: Sum = NOTHING
    debts: Sum = NOTHING
    runs: list[Scheduled] = field(default_factory=list)

    @property
    def since(self) -> date:
        """Return the first due date of what is expected on this day: banks did not pay it before today."""
        return late_before(self.day) if self.day == today() else self.day

    @property
    def incoming(self) -> int:
        return self.claims.yen

    @property
    def outgoing(self) -> int:
        return self.debts.yen + sum(each.sum.yen for each in self.runs)


@dataclass(frozen=True, slots=True)
class CashWeek:
    """One week from Monday to Sunday, its days with anything, and the sum of all balances until its end."""

    first: date
    last: date
    days: tuple[CashDay, ...]
    incoming: int
    outgoing: int
    running: int

    @property
    def balance(self) -> int:
        return self.incoming - self.outgoing


@dataclass(frozen=True, slots=True)
class Calendar:
    """The weeks, and beside them what has no day: past its due date, in dispute, or later than the last week."""

    weeks: tuple[CashWeek, ...]
    late_in: Sum
    late_out: Sum
    disputed: Sum
    later_in: Sum
    later_out: Sum


def calendar(claims: Sequence[Claim], debts: Sequence[Debt], runs: Sequence[Scheduled]) -> Calendar:
    """Lay money out over the weeks; whatever is given is in exactly one place.

    What is past its due date may come any day: it is beside the weeks, in none. A payment run counts on its own day.
    """
    first, last = today(), weeks_from(today(), WEEKS)[-1][1]
    payable = [each for each in debts if each.state not in {NoticeState.DISPUTED, NoticeState.SCHEDULED}]
    days: dict[date, CashDay] = {}
    for claim in claims:
        if claim.due_on <= last and not is_late(claim.due_on, first):
            kept = _of(days, max(claim.due_on, first))  # a Sunday's is paid on the Monday
            kept.claims = total([kept.claims, claim.sum])
    for debt in payable:
        if debt.due_on <= last and not is_late(debt.due_on, first):
            kept = _of(days, max(debt.due_on, first))
            kept.debts = total([kept.debts, debt.sum])
    for run in runs:
        if first <= run.pay_on <= last:
            _of(days, run.pay_on).runs.append(run)
    return Calendar(
        weeks=_weeks(days),
        late_in=total(each.sum for each in claims if is_late(each.due_on, first)),
        late_out=total(
            [*(e.sum for e in payable if is_late(e.due_on, first)), *(e.sum for e in runs if e.pay_on < first)]
        ),
        disputed=total(each.sum for each in debts if each.state is NoticeState.DISPUTED),
        later_in=total(each.sum for each in claims if each.due_on > last),
        later_out=total([*(e.sum for e in payable if e.due_on > last), *(e.sum for e in runs if e.pay_on > last)]),
    )  # fmt: skip


def _of(days: dict[date, CashDay], day: date) -> CashDay:
    return days.setdefault(day, CashDay(day))


def _weeks(days: dict[date, CashDay]) -> tuple[CashWeek, ...]:
    weeks, running = [], 0
    for first, last in weeks_from(today(), WEEKS):
        kept = tuple(days[day] for day in sorted(days) if first <= day <= last)
        incoming, outgoing = _sum(day.incoming for day in kept), _sum(day.outgoing for day in kept)
        running += incoming - outgoing
        weeks.append(CashWeek(first, last, kept, incoming, outgoing, running))
    return tuple(weeks)


def _sum(amounts: Iterable[int]) -> int:
    return sum(amounts)
