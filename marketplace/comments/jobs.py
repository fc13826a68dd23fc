"""What happens to comments' files by itself."""

from __future__ import annotations

from marketplace.background import daily
from marketplace.comments import operations


@daily
def sweep_comment_files() -> None:
    """Take away files that no comment names."""
    operations.sweep_files()
