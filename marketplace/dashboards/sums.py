"""So many documents, and their yen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Sum:
    """The yen of so many documents."""

    yen: int = 0
    count: int = 0


NOTHING = Sum()


def total(sums: Iterable[Sum]) -> Sum:
    """Add up."""
    kept = list(sums)
    return Sum(sum(each.yen for each in kept), sum(each.count for each in kept))
