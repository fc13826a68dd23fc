"""The portfolio as a file: on one page, in full, as slides, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.exports.papers import PDF, PPTX, XLSX, File, file_name
from marketplace.i18n import gettext as _
from marketplace.i18n import lazy_gettext
from marketplace.portfolio.paper import full_pdf, one_page_pdf
from marketplace.portfolio.slides import portfolio_slides
from marketplace.portfolio.workbook import portfolio_workbook

if TYPE_CHECKING:
    from collections.abc import Callable

    from marketplace.portfolio.gathering import Portfolio

KINDS: dict[str, tuple[object, Callable[[Portfolio], bytes], str, str]] = {
    "summary": (lazy_gettext("Summary"), one_page_pdf, PDF, "pdf"),
    "report": ("", full_pdf, PDF, "pdf"),
    "slides": ("", portfolio_slides, PPTX, "pptx"),
    "tables": ("", portfolio_workbook, XLSX, "xlsx"),
}


def portfolio_file(portfolio: Portfolio, kind: str) -> File:
    """Make one in the present locale."""
    what, make, mimetype, ending = KINDS[kind]
    return File(
        make(portfolio), mimetype, file_name(_("Portfolio"), f"{portfolio.on:%Y%m%d}", str(what), ending=ending)
    )
