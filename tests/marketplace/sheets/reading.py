"""What a person or a program reads in the two files."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from openpyxl import load_workbook
from pypdf import PdfReader

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


def pdf_text(content: bytes) -> str:
    """Return all pages as one text without white space, which a PDF sets as it likes."""
    pages = PdfReader(io.BytesIO(content)).pages
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in pages))


def worksheet(content: bytes) -> Worksheet:
    book = load_workbook(io.BytesIO(content))
    assert len(book.worksheets) == 1
    return book.worksheets[0]


def xlsx_text(content: bytes) -> str:
    cells = (cell.value for row in worksheet(content).iter_rows() for cell in row)
    return re.sub(r"\s+", "", "".join(str(value) for value in cells if value is not None))


def squeezed(words: str) -> str:
    return re.sub(r"\s+", "", words)
