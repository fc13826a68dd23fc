"""Project budgets as people say them: 38億円, 7.5億円, 800万円."""

from __future__ import annotations

from decimal import Decimal

from marketplace.formats import man
from marketplace.i18n import present_locale

OKU = 100_000_000
BILLION = 1_000_000_000
FINEST = 1_000_000  # budgets are never more exact than this where they are said in 億円


def budget(amount: int | None) -> str:
    """Say a budget in yen; empty for none."""
    if amount is None:
        return ""
    unit, name = (OKU, "億円") if present_locale() == "ja" else (BILLION, "B")
    if amount < unit or amount % FINEST:
        return man(amount)
    number = f"{(Decimal(amount) / unit).normalize():,f}"
    return f"{number}{name}" if present_locale() == "ja" else f"¥{number}{name}"
