"""The two files of a skill sheet: bytes, their type, and a name that a person finds again."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from marketplace.formats import date_long
from marketplace.i18n import gettext as _
from marketplace.pdf import set_pdf
from marketplace.sheets.states import ViewKind
from marketplace.sheets.workbook import set_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from marketplace.sheets.content import SheetDocument

TEMPLATE = Path(__file__).with_name("sheet.typ")
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f-\x9f\\/:*?"<>|\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+')
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class File:
    """What a browser is sent."""

    content: bytes
    mimetype: str
    name: str


def sheet_file(shown: SheetDocument, kind: ViewKind) -> File:
    """Set the sheet as a file of this kind."""
    setter, mimetype = _SETTERS[kind]
    return File(setter(shown), mimetype, f"{_file_name(shown)}.{kind.value}")


def sheet_pdf(shown: SheetDocument) -> bytes:
    """Set the sheet as PDF/A."""
    return set_pdf(TEMPLATE, as_data(shown))


def as_data(shown: SheetDocument) -> dict[str, Any]:
    """Return what the template reads."""
    day = shown.issued_on
    said = _("As of %(day)s", day=date_long(day))
    return {**asdict(shown), "issued": said, "issued_on": [day.year, day.month, day.day]}


def _file_name(shown: SheetDocument) -> str:
    """スキルシート_K.S._20261122: no character that a file system refuses or that turns the name around."""
    who = _NOT_IN_NAMES.sub("", shown.who)[:_LONGEST_NAME].strip(". ")
    return f"{shown.title}_{who or '—'}_{shown.issued_on:%Y%m%d}".replace(" ", "_")


_SETTERS: Mapping[ViewKind, tuple[Callable[[SheetDocument], bytes], str]] = {
    ViewKind.PDF: (sheet_pdf, PDF),
    ViewKind.XLSX: (set_workbook, XLSX),
}
