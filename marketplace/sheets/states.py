"""How a document was looked at."""

from __future__ import annotations

from enum import StrEnum


class ViewKind(StrEnum):
    """On the application's page, or as a file."""

    PAGE = "page"
    PDF = "pdf"
    XLSX = "xlsx"
