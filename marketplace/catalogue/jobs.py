"""What happens to the catalogue by itself."""

from __future__ import annotations

from marketplace.background import hourly
from marketplace.catalogue import operations


@hourly
def seed_missing() -> None:
    """Bring in what a release has added, and all of it at first; in force even before, but not yet to be edited."""
    operations.seed_missing()
