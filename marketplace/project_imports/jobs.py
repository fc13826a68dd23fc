"""What the clock does for imports."""

from __future__ import annotations

from marketplace.background import daily
from marketplace.project_imports import operations


@daily
def sweep_import_files() -> None:
    """Take away yesterday's files."""
    operations.sweep_files()
