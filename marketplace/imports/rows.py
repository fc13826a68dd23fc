"""What every kind of document becomes: rows of cells, each row knowing where it stood."""

from __future__ import annotations

from dataclasses import dataclass


class RefusedError(Exception):
    """A file that is not read; `code` is one of `marketplace.imports.states.Refusal`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Row:
    """One line of text, or one row of a table.

    `cells` are pairs of a column (any number that rises from left to right) and the text, as it was written and never
    empty; `at` counts lines, paragraphs or rows from 1; `part` is the sheet's name or the page's number.
    """

    cells: tuple[tuple[int, str], ...]
    at: int
    part: str = ""

    @property
    def text(self) -> str:
        return "　".join(words for _column, words in self.cells)
