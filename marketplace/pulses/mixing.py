"""What was really done, in shares of the three PMO types: proposed from the boards, given by the PMO, measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

WHOLE = 100
GRAIN = 5
Mix = tuple[int, int, int]  # 参謀型, 推進型, 事務局型: percent
KIND = {  # which type a row on a board speaks for
    "decisions": 0,
    "dependencies": 0,
    "assumptions": 0,
    "change_requests": 0,
    "milestones": 1,
    "work-items": 1,
    "risks": 1,
    "issues": 1,
    "status_reports": 1,
    "actions": 2,
    "minutes": 2,
}


@dataclass(frozen=True, slots=True)
class Month:
    """One month's shares, and how many days of it the contract ran."""

    mix: Mix
    days: int


def in_steps(shares: tuple[float, float, float]) -> Mix:
    """Return shares that add up to 100 in steps of five, by the largest remainder."""
    steps = WHOLE // GRAIN
    total = sum(shares)
    exact = [steps * each / total for each in shares]
    whole = [int(each) for each in exact]
    for at in sorted(range(3), key=lambda n: whole[n] - exact[n])[: steps - sum(whole)]:
        whole[at] += 1
    first, second, third = (GRAIN * each for each in whole)
    return first, second, third


def proposed_mix(counts: Mapping[str, int], declared: Mix) -> Mix:
    """Return the shares that a month's rows speak for; without any rows the declared ones."""
    by_type = [0.0, 0.0, 0.0]
    for board, count in counts.items():
        by_type[KIND.get(board, 1)] += count
    if sum(by_type):
        return in_steps((by_type[0], by_type[1], by_type[2]))
    return in_steps(declared) if sum(declared) else (0, WHOLE, 0)


def measured(months: Iterable[Month]) -> Mix | None:
    """Return the shares over all months, weighted by days, as whole percent that add up to 100; None without any."""
    rows = [each for each in months if each.days > 0]
    days = sum(each.days for each in rows)
    if not days:
        return None
    first, second = (round(sum(each.mix[at] * each.days for each in rows) / days) for at in (0, 1))
    return first, second, max(0, WHOLE - first - second)
