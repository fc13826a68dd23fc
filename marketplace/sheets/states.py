"""How a document was looked at."""

from __future__ import annotations

from enum import StrEnum


class ViewKind(StrEnum):
    """On the application's page, as a file, or a file of the person's own side."""

    PAGE = "page"
    PDF = "pdf"
    XLSX = "xlsx"
    ATTACHMENT = "attachment"  # a file that came with a message to all
