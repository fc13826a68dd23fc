"""What happens to profiles by itself."""

from __future__ import annotations

from marketplace.background import daily
from marketplace.profiles import duplicates


@daily
def keep_missing_keys() -> None:
    """Have profiles that came in without the product's own verbs found as doubles too."""
    duplicates.keep_missing_keys()
