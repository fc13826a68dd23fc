"""One reader a kind of file: bytes in, rows out. Run in a process of their own by `reading`."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from marketplace.imports.rows import RefusedError, Row
from marketplace.imports.states import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docx.table import _Cell

MOST_PAGES = 60
WIDE = 12  # characters: no setter leaves so much inside a line
MOST_SHEETS = 30
MOST_COLUMNS = 120
MOST_ROWS = 3001  # one more than is taken, so that more is noticed
LONGEST_CELL = 5000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\ufeff]")
_GAP = re.compile(r"\s{2,}|\t|　{2,}|[|｜│]")
# The gap that setters put between Japanese and Latin; a letter alone at the end is a level and keeps its distance.
_SPACED = re.compile(r"(?<=[ぁ-ヿ一-龠々]) (?=[!-~０-ｚ])(?![A-C]$)|(?<=[!-~０-ｚ]) (?=[ぁ-ヿ一-龠々])")
_MEASURED = re.compile(r"\s{2,}")
_PAGE_NUMBER = re.compile(r"^\W*(?:\d+\W+)?\d+\W*$")


def _row(cells: Iterable[tuple[int, str]], at: int, part: str = "") -> Row | None:
    kept = [(column, _CONTROL.sub("", words).strip()[:LONGEST_CELL]) for column, words in cells]
    filled = tuple((column, words) for column, words in kept if words)
    return Row(filled, at, part) if filled else None


def _cells_of(line: str) -> Iterator[tuple[int, str]]:
    """Cut a line at wide gaps, tabs and ruled lines, each piece with the place where it begins."""
    at = 0
    for gap in [*_GAP.finditer(line), None]:
        yield at, line[at : gap.start() if gap else len(line)]
        at = gap.end() if gap else at


def text_rows(content: bytes) -> list[Row]:
    """Plain text in the encodings that Japanese editors write."""
    for encoding in ("utf-16",) if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "cp932"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise RefusedError(Refusal.KIND)
    rows = (_row(_cells_of(line), at) for at, line in enumerate(text.splitlines(), start=1))
    return [row for row in rows if row]


def pdf_rows(content: bytes) -> list[Row]:
    """The text of each page as it stands, so that a label stays beside what it labels."""
    from pypdf import PdfReader  # noqa: PLC0415 - each library is loaded for its own kind of file only

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        raise RefusedError(Refusal.ENCRYPTED)
    if len(reader.pages) > MOST_PAGES:
        raise RefusedError(Refusal.TOO_LONG)
    rows: list[Row] = []
    for number, page in enumerate(reader.pages, start=1):
        lines = page.extract_text(extraction_mode="layout").splitlines()
        shared = _shared_columns(lines)
        for at, line in enumerate(lines, start=1):
            row = _row(_cells_set(line, shared), at, str(number))
            rows += [row] if row else []
    return _without_running_feet(rows)


def _shared_columns(lines: list[str]) -> set[int]:
    """Return where pieces after a gap begin in more than one line: the columns of a table."""
    begins = Counter(gap.end() for line in lines for gap in _MEASURED.finditer(line) if gap.start())
    near = {at: begins[at - 1] + begins[at] + begins[at + 1] for at in list(begins)}
    return {at for at, count in begins.items() if count > 1 or near[at] > 2}  # noqa: PLR2004 - by chance two stand near


def _cells_set(line: str, shared: set[int]) -> Iterator[tuple[int, str]]:
    """Cut a line of a PDF where a column begins; other gaps are measured, not typed, and close."""
    pieces = [gap.end() for gap in _MEASURED.finditer(line) if gap.end() in shared or len(gap[0]) >= WIDE]
    for start, end in pairwise([0, *pieces, len(line)]):
        yield start, _SPACED.sub("", re.sub(" +", " ", line[start:end]).strip())


def _without_running_feet(rows: list[Row]) -> list[Row]:
    """Leave out what stands on top or at the foot of more than one page, and page numbers."""
    edges = [row for before, row in zip([None, *rows], rows, strict=False) if before is None or before.part != row.part]
    edges += [
        row for row, after in zip(rows, [*rows[1:], None], strict=False) if after is None or after.part != row.part
    ]
    bare = Counter(re.sub(r"\d+", "#", row.text) for row in edges)
    running = {row for row in edges if bare[re.sub(r"\d+", "#", row.text)] > 1 or _PAGE_NUMBER.match(row.text)}
    return [row for row in rows if row not in running]


def docx_rows(content: bytes) -> list[Row]:
    """Paragraphs and tables in their order; a merged cell counts once."""
    from docx import Document  # noqa: PLC0415 - as above
    from docx.table import Table  # noqa: PLC0415 - as above

    rows: list[Row] = []
    for block in Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(block, Table):
            for line in block.rows:
                row = _row(enumerate(_cell_text(cell) for cell in _distinct(line.cells)), len(rows) + 1)
                rows += [row] if row else []
        else:
            for line_text in block.text.splitlines():
                row = _row(_cells_of(line_text), len(rows) + 1)
                rows += [row] if row else []
        if len(rows) >= MOST_ROWS:
            break
    return rows


def _distinct(cells: Iterable[_Cell]) -> Iterator[_Cell]:
    seen = None
    for cell in cells:
        if cell._tc is not seen:  # noqa: SLF001 - the library repeats a merged cell and has no other way to tell
            yield cell
        seen = cell._tc  # noqa: SLF001


def _cell_text(cell: _Cell) -> str:
    """A cell's paragraphs, and those of tables inside it."""
    from docx.table import Table  # noqa: PLC0415 - as above

    parts: list[str] = []
    for block in cell.iter_inner_content():
        if isinstance(block, Table):
            parts += [_cell_text(inner) for line in block.rows for inner in _distinct(line.cells)]
        else:
            parts.append(block.text)
    return "\n".join(part for part in parts if part.strip())


def xlsx_rows(content: bytes) -> list[Row]:
    """Values, never formulas; of each sheet only so many rows and columns, whatever size it claims."""
    from openpyxl import load_workbook  # noqa: PLC0415 - as above

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    rows: list[Row] = []
    for sheet in book.worksheets[:MOST_SHEETS]:
        sheet.reset_dimensions()
        lines = sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)
        for at, values in enumerate(lines, start=1):
            row = _row(((column, _said(value)) for column, value in enumerate(values)), at, sheet.title)
            rows += [row] if row else []
        if len(rows) >= MOST_ROWS:
            break
    return rows


def _said(value: object) -> str:
    """A cell as a person reads it; a date as 2021/04/01."""
    if value is None:
        return ""
    if hasattr(value, "strftime"):
        return value.strftime("%Y/%m/%d") if hasattr(value, "year") else str(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
