"""How a sheet was looked at, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.i18n import lazy_gettext as _
from marketplace.sheets.states import ViewKind

if TYPE_CHECKING:
    from collections.abc import Mapping

VIEW_KIND: Mapping[str, str] = {
    ViewKind.PAGE: _("on this page"),
    ViewKind.PDF: _("as PDF"),
    ViewKind.XLSX: _("as Excel"),
    ViewKind.ATTACHMENT: _("a file in the messages"),
}


def view_kind(kind: ViewKind) -> str:
    """Say how a sheet was looked at."""
    return VIEW_KIND[kind]
