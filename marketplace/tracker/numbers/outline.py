"""The lines of a WBS by their levels: which line is part of which, and which lines carry the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def parents(levels: Sequence[int]) -> list[int | None]:
    """Return for each line the index of the line it is part of: the nearest one above it of a lower level."""
    open_: list[int] = []
    found: list[int | None] = []
    for index, level in enumerate(levels):
        while open_ and levels[open_[-1]] >= level:
            open_.pop()
        found.append(open_[-1] if open_ else None)
        open_.append(index)
    return found


def carrying(levels: Sequence[int], filled: Sequence[bool]) -> list[bool]:
    """Tell which lines' own figures are added up.

    Those that say something while no part of theirs does: a summary that repeats the sum of its parts is not counted
    twice, and one whose parts say nothing speaks for them.
    """
    above = parents(levels)
    below = [False] * len(levels)
    for index in range(len(levels) - 1, -1, -1):
        over = above[index]
        if over is not None and (filled[index] or below[index]):
            below[over] = True
    return [mine and not parts for mine, parts in zip(filled, below, strict=True)]
