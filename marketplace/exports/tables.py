"""Tables of a paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence


def listed(
    heading: str, columns: Sequence[tuple[str, int]], rows: Sequence[Sequence[str]], *, none: str = ""
) -> dict[str, Any]:
    """Return a table as the template sets it.

    A column is its heading and its width in millimetres: 0 takes what is left, a negative one holds numbers.
    """
    return {
        "heading": heading, "columns": [name for name, _width in columns],
        "widths": [abs(width) for _name, width in columns], "numbers": [width < 0 for _name, width in columns],
        "rows": [list(row) for row in rows], "none": none,
    }  # fmt: skip
