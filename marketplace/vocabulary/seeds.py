"""What the code brings: the trade's glossary, with which the operator's catalogue begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matching.vocabulary import default_vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matching.vocabulary import Concept


def seeds() -> Sequence[Concept]:
    """Return the seed tables' concepts, in order."""
    return tuple(default_vocabulary())
