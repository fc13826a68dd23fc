"""Which open invoices a payment may be for: by the payer's name, the invoice's number and the amount. Pure.

A name is compared without company forms and spaces (trade.kana.comparable). Names that were matched before are known.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from itertools import combinations
from typing import TYPE_CHECKING

from marketplace.billing.states import LEAST_FEE, MOST_FEE
from marketplace.inputs import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from uuid import UUID

LEAST_TIMES = 10  # a payment is so many times its fee at least
MOST = 5  # suggestions to a payment
LOOKED_THROUGH, MOST_TOGETHER = 10, 4  # sums: of so many oldest invoices of one company, so many together


class Fit(IntEnum):
    """How well it fits, the best first."""

    EXACT_NAMED = 1
    SEVERAL_NAMED = 2
    SHORT_BY_FEE_NAMED = 3
    EXACT = 4
    SEVERAL = 5
    OVER = 6
    PART = 7
    SHORT_BY_FEE = 8


@dataclass(frozen=True, slots=True)
class Owed:
    """An open invoice: what of it counts here."""

    id: UUID
    number: str
    company_id: UUID
    to_name: str
    names: frozenset[str]  # of the client, as they are compared
    open: int
    due_on: date


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment: what of it counts here."""

    amount: int
    payer: str
    text: str  # the payer and the reference as the bank wrote them: an invoice's number may stand there


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Invoices that a payment may be for; `difference`: yen over (positive) or short of them (negative)."""

    fit: Fit
    invoices: tuple[Owed, ...]
    difference: int

    @property
    def numbers(self) -> str:
        return " ".join(each.number for each in self.invoices)

    @property
    def fee(self) -> int:
        """Yen that look like a transfer fee taken off; 0 where the rest cannot be one."""
        paid = sum(each.open for each in self.invoices) + self.difference
        return -self.difference if is_fee(-self.difference, paid) else 0


def is_fee(short: int, amount: int) -> bool:
    """Tell whether what a payment of `amount` yen is short by may be a transfer fee; of a small payment it is none."""
    return LEAST_FEE <= short <= MOST_FEE and short * LEAST_TIMES <= amount


def suggestions_for(paid: Paid, owed: Sequence[Owed], learnt: Mapping[str, frozenset[UUID]]) -> list[Suggestion]:
    """Return what a payment may be for, the best first, the oldest invoice first among equals.

    `learnt`: the companies whose invoices a name's payments were matched to before.
    """
    known = set(learnt.get(paid.payer, frozenset())) if paid.payer else set()
    known |= {each.company_id for each in owed if (paid.payer and paid.payer in each.names) or _numbered(paid, each)}
    named = [each for each in owed if each.company_id in known]
    others = [each for each in owed if each.company_id not in known]
    found = [
        *(_one(paid, each, named=True) for each in named),
        *_several(paid, named, Fit.SEVERAL_NAMED),
        *(_one(paid, each, named=False) for each in others),
        *_several(paid, others, Fit.SEVERAL),
    ]
    kept = [each for each in found if each is not None]
    return sorted(kept, key=lambda each: (each.fit, not _says(paid, each), each.invoices[0].due_on))[:MOST]


def _numbered(paid: Paid, owed: Owed) -> bool:
    return owed.number in folded(paid.text).upper()


def _says(paid: Paid, suggestion: Suggestion) -> bool:
    """Tell whether the payment itself names the invoice."""
    return all(_numbered(paid, each) for each in suggestion.invoices)


def _one(paid: Paid, owed: Owed, *, named: bool) -> Suggestion | None:
    difference = paid.amount - owed.open
    if difference == 0:
        fit = Fit.EXACT_NAMED if named else Fit.EXACT
    elif is_fee(-difference, paid.amount):
        fit = Fit.SHORT_BY_FEE_NAMED if named else Fit.SHORT_BY_FEE
    elif named:
        fit = Fit.OVER if difference > 0 else Fit.PART
    else:
        return None
    return Suggestion(fit, (owed,), difference)


def _several(paid: Paid, owed: Iterable[Owed], fit: Fit) -> Iterator[Suggestion]:
    """Yield sums of several invoices of one company; of a company that is not named all that it owes together only."""
    by_company: dict[UUID, list[Owed]] = {}
    for each in owed:
        by_company.setdefault(each.company_id, []).append(each)
    for rows in by_company.values():
        oldest = sorted(rows, key=lambda each: (each.due_on, each.number))
        sets = {tuple(oldest): None}
        if fit is Fit.SEVERAL_NAMED:
            few = range(2, MOST_TOGETHER + 1)
            sets |= {some: None for size in few for some in combinations(oldest[:LOOKED_THROUGH], size)}
        for some in sets:
            if len(some) > 1 and sum(each.open for each in some) == paid.amount:
                yield Suggestion(fit, some, 0)
