"""What happens to payments' files by itself."""

from __future__ import annotations

from marketplace.background import daily
from marketplace.payouts.operations import runs


@daily
def sweep_files() -> None:
    """Take away files that no run names."""
    runs.sweep_files()
