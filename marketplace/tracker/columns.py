"""What the columns of boards are: their kinds of cells, their words, their headings. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


class CellKind(StrEnum):
    """What a column holds; durations are kept in minutes and typed in hours."""

    LINE = "line"
    TEXT = "text"
    DAY = "day"
    WHOLE = "whole"
    YEN = "yen"
    HOURS = "hours"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the database, what it holds, and the headings under which it is pasted or imported."""

    name: str
    kind: CellKind
    label: object
    empty: Any = None
    required: bool = False
    bounds: tuple[int, int] = (0, 100)
    words: Mapping[StrEnum, object] = field(default_factory=dict)
    spoken: Mapping[str, StrEnum] = field(default_factory=dict)  # other usual words for a choice
    headings: tuple[str, ...] = ()  # other usual headings, folded

    def word(self, text: str) -> object:
        """Return a cell's text as it is read: a choice by its word."""
        return next((word for code, word in self.words.items() if code.value == text), text)

    def kept(self, plain: Any) -> Any:  # noqa: ANN401 - whatever the column holds
        """Return a value of the journal of changes as a row holds it."""
        if self.kind is CellKind.DAY:
            return date.fromisoformat(plain) if plain else None
        return next(each for each in self.words if each.value == plain) if self.kind is CellKind.CHOICE else plain
