"""The lines of a document and their totals: tax once per rate (R23), expenses outside of it. All yen are integers."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from marketplace.billing.states import LineKind
from marketplace.money import Yen
from marketplace.trade.taxes import Rounding, TaxedTotal, taxed_totals

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what it is, in words by locale, its amount without tax, and its rate; an expense has none."""

    kind: LineKind
    words: Mapping[str, str]
    amount: int
    rate: Decimal | None
    calculation: Mapping[str, Sequence[Sequence[str]]] = field(default_factory=dict)  # by locale: what and value

    def kept(self) -> dict[str, Any]:
        """Return the line as it is kept with its document."""
        rate = None if self.rate is None else str(self.rate)
        kept = {"kind": self.kind.value, "words": dict(self.words), "amount": self.amount, "rate": rate}
        return {**kept, "calculation": dict(self.calculation)} if self.calculation else kept


def read_line(kept: Mapping[str, Any]) -> Line:
    """Return a kept line."""
    rate = None if kept["rate"] is None else Decimal(kept["rate"])
    return Line(LineKind(kept["kind"]), kept["words"], kept["amount"], rate, kept.get("calculation", {}))


@dataclass(frozen=True, slots=True)
class Totals:
    """What a document comes to: taxed sums by rate, the outlays beside them, and all of it."""

    by_rate: tuple[TaxedTotal, ...]
    outlays: Yen

    @property
    def net(self) -> Yen:
        """Return the taxed amounts without their tax."""
        return Yen(sum(each.net for each in self.by_rate))

    @property
    def tax(self) -> Yen:
        """Return the tax of all rates."""
        return Yen(sum(each.tax for each in self.by_rate))

    @property
    def total(self) -> Yen:
        """Return what is to be paid."""
        return Yen(self.net + self.tax + self.outlays)


def totals_of(lines: Sequence[Line], rounding: Rounding = Rounding.FLOOR) -> Totals:
    """Sum up lines; a rate's tax is rounded once for the whole document."""
    taxed = [(Yen(line.amount), line.rate) for line in lines if line.rate is not None]
    outlays = sum(line.amount for line in lines if line.rate is None)
    return Totals(tuple(taxed_totals(taxed, rounding)), Yen(outlays))
