"""What happens to stored files by itself."""

from __future__ import annotations

from marketplace.background import daily
from marketplace.threads import operations


@daily
def sweep_files() -> None:
    """Take away files that no message names."""
    operations.sweep_files()
