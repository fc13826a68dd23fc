"""One cell of a board: what people type or paste, what is kept, what is shown again. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from marketplace.clock import FIRST_DAY, LAST_DAY
from marketplace.i18n import lazy_gettext as _
from marketplace.tracker.columns import CellKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from marketplace.tracker.columns import Column

LONGEST, LONGEST_TEXT = 200, 4000
MOST_YEN, MOST_HOURS = 1_000_000_000_000, 1_000_000
_DAY = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?(?:\s*[((].[))])?")
_HALF_YEAR = 183


class NotUnderstoodError(ValueError):
    """A cell that cannot be read; its message is for people."""

    def __init__(self, message: object) -> None:
        super().__init__(message)
        self.message = message


def folded(text: str) -> str:
    """Full-width digits and signs as their half-width ones, without blanks around."""
    return unicodedata.normalize("NFKC", text).strip()


def read_day(text: str, today: date) -> date:
    """Read 2026-11-30, 2026/11/30, 2026年11月30日, 11/30(月); without a year the nearest such day is meant."""
    found = _DAY.fullmatch(folded(text))
    if found is None:
        raise NotUnderstoodError(_("Enter a date, such as 2026-11-30."))
    year, month, day = found.groups()
    try:
        if year:
            return _within(date(int(year), int(month), int(day)))
        near = [
            date(today.year + off, int(month), int(day)) for off in (-1, 0, 1) if _exists(today.year + off, month, day)
        ]
        return min(near, key=lambda each: abs((each - today).days))
    except ValueError:
        raise NotUnderstoodError(_("There is no such day.")) from None


def _within(day: date) -> date:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise NotUnderstoodError(
            _("Enter a day of the years %(first)s to %(last)s.", first=FIRST_DAY.year, last=LAST_DAY.year)
        )
    return day


def _exists(year: int, month: str, day: str) -> bool:
    try:
        date(year, int(month), int(day))
    except ValueError:
        return int(month) == 2 and int(day) > 29  # noqa: PLR2004 - leave 29 February to other years, refuse the rest above
    return True


def read_whole(text: str, low: int, high: int) -> int:
    """Read a whole number within bounds; a percent sign behind it is understood."""
    digits = folded(text).replace(",", "").removesuffix("%").strip()
    if not re.fullmatch(r"-?\d{1,15}", digits) or not low <= int(digits) <= high:
        raise NotUnderstoodError(_("Enter a whole number from %(low)s to %(high)s.", low=low, high=high))
    return int(digits)


def read_yen(text: str) -> int:
    """Read 1,200,000, ¥1200000, 120万, 1.5億."""
    plain = folded(text).replace(",", "").replace("¥", "").removesuffix("円").strip()
    found = re.fullmatch(r"(\d{1,13})(?:\.(\d{1,4}))?(万|億)?", plain)
    if found is None or (found[2] and not found[3]):
        raise NotUnderstoodError(_("Enter an amount in whole yen, such as 1,200,000."))
    unit = {"万": 10_000, "億": 100_000_000}.get(found[3] or "", 1)
    amount = int(found[1]) * unit + int((found[2] or "").ljust(4, "0")) * unit // 10_000
    if amount > MOST_YEN:
        raise NotUnderstoodError(_("That is more than can be entered here."))
    return amount


def read_hours(text: str) -> int:
    """Read 12, 12.5, 12:30, 3人日 (eight hours each) as minutes."""
    plain = folded(text).replace(",", "").lower()
    if found := re.fullmatch(r"(\d{1,7}):([0-5]\d)", plain):
        return int(found[1]) * 60 + int(found[2])
    found = re.fullmatch(r"(\d{1,7})(?:\.(\d{1,2}))?\s*(h|時間|人日|d)?", plain)
    if found is None:
        raise NotUnderstoodError(_("Enter hours, such as 12.5 or 12:30."))
    hundredths = int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))
    minutes = hundredths * (480 if found[3] in {"人日", "d"} else 60) // 100
    if minutes > MOST_HOURS * 60:
        raise NotUnderstoodError(_("That is more than can be entered here."))
    return minutes


def read_choice(text: str, words: Mapping[StrEnum, Any], spoken: Mapping[str, StrEnum]) -> StrEnum:
    """Read a choice by its code, its word in the reader's language, or another usual word for it."""
    plain = folded(text).casefold()
    for code, word in words.items():
        if plain in {code.value, str(word).casefold()}:
            return code
    if plain in spoken:
        return spoken[plain]
    raise NotUnderstoodError(_("Choose one of: %(words)s.", words="、".join(str(each) for each in words.values())))


def read_cell(column: Column, text: str, today: date) -> Any:  # noqa: ANN401 - whatever the column holds
    """Return what is kept for what was typed; raises NotUnderstoodError. An empty cell is the column's empty value."""
    if not folded(text):
        if column.required:
            raise NotUnderstoodError(_("This is needed."))
        return column.empty
    if column.kind in {CellKind.LINE, CellKind.TEXT}:
        return _read_words(column, text)
    if column.kind is CellKind.DAY:
        return read_day(text, today)
    if column.kind is CellKind.WHOLE:
        return read_whole(text, *column.bounds)
    if column.kind is CellKind.CHOICE:
        return read_choice(text, column.words, column.spoken)
    return read_yen(text) if column.kind is CellKind.YEN else read_hours(text)


def _read_words(column: Column, text: str) -> str:
    longest = LONGEST if column.kind is CellKind.LINE else LONGEST_TEXT
    clean = "".join(each for each in text.replace("\r\n", "\n") if each in "\n\t" or unicodedata.category(each) != "Cc")
    clean = " ".join(clean.split()) if column.kind is CellKind.LINE else clean.strip()
    if column.required and not clean:
        raise NotUnderstoodError(_("This is needed."))
    if len(clean) > longest:
        raise NotUnderstoodError(_("At most %(longest)s characters.", longest=longest))
    return clean


def show_cell(column: Column, value: Any) -> str:  # noqa: ANN401 - whatever the column holds
    """Return what stands in the cell to be edited: the same text is read back to the same value."""
    if value is None:
        return ""
    if column.kind is CellKind.HOURS:
        return f"{value / 60:.2f}".rstrip("0").rstrip(".") if value % 3 == 0 else f"{value // 60}:{value % 60:02d}"
    if column.kind is CellKind.YEN:
        return f"{value:,}"
    return value.isoformat() if isinstance(value, date) else str(value)


def plain(value: Any) -> Any:  # noqa: ANN401 - whatever a row holds
    """Return a value as the journal of changes keeps it."""
    return value.isoformat() if isinstance(value, date) else value.value if isinstance(value, StrEnum) else value
