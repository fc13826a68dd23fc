"""How the benches of rankers tell what they found."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import numpy as np

from matching.evaluate import paired_bootstrap

if TYPE_CHECKING:
    from collections.abc import Sequence


def told(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def describe(name: str, values: Sequence[float], reference: Sequence[float]) -> dict[str, Any]:
    """Return a row of the table: the mean, and the paired difference to the reference with its 95 % interval."""
    apart = paired_bootstrap(values, reference)
    return {
        "ranker": name,
        "mean": float(np.mean(values)),
        "difference": apart.mean,
        "low": apart.low,
        "high": apart.high,
    }
