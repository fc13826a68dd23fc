"""What happens to profiles by itself."""

from __future__ import annotations

from uuid import UUID

from marketplace.background import daily, enqueue, job
from marketplace.profiles import duplicates, retagging
from marketplace.vocabulary.editions import look_again


@daily
def keep_missing_keys() -> None:
    """Have profiles that came in without the product's own verbs found as doubles too."""
    duplicates.keep_missing_keys()


@job
def retag_profiles(beyond: str = "") -> None:
    """Take a change of the catalogue over into the profiles, part by part."""
    look_again()
    last = retagging.retag_profiles(UUID(beyond) if beyond else None)
    if last is not None:
        enqueue("profiles.retag_profiles", beyond=str(last))
