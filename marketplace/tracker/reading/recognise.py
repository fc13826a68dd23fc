"""Which tool a file is from: told by its content, never by its name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from marketplace.i18n import lazy_gettext as _
from marketplace.tracker.reading.asana import ASANA
from marketplace.tracker.reading.backlog import BACKLOG
from marketplace.tracker.reading.grids import csv_grid
from marketplace.tracker.reading.jira import JIRA
from marketplace.tracker.reading.limits import LEGACY, NOT_READ, NOTHING, OLE, Refused, check_size, text_of
from marketplace.tracker.reading.mspdi import read_project
from marketplace.tracker.reading.records import Remark
from marketplace.tracker.reading.register import read_register
from marketplace.tracker.reading.tables import read_table
from marketplace.tracker.reading.workbook import workbook_grids

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from marketplace.tracker.reading.grids import Grid
    from marketplace.tracker.reading.records import Reading

TOOLS = (JIRA, BACKLOG, ASANA)
_XML = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\0?<\0?[?!a-zA-Z]")


def read_file(content: bytes, *, today: date, chosen: Mapping[str, str] | None = None) -> Reading:
    """Return what a file holds; `chosen` maps columns otherwise than proposed (see mapping.Plan).

    Raises Refused, and nothing else, for every file that cannot or must not be read. `today` gives days without a
    year theirs.
    """
    check_size(content)
    if content.startswith(OLE):
        raise Refused(LEGACY)
    if content.startswith(b"PK\x03\x04"):
        return _read_grids(workbook_grids(content), today, chosen or {})
    if content.startswith((b"%PDF-", b"PK", b"{\\rtf")):
        raise Refused(NOT_READ)
    if _XML.match(content.lstrip()[:12]):
        return read_project(content, today=today)
    return _read_grids([csv_grid(text_of(content))], today, chosen or {})


def _read_grids(grids: Sequence[Grid], today: date, chosen: Mapping[str, str]) -> Reading:
    if not any(grid.rows for grid in grids):
        raise Refused(NOTHING)
    first = next(grid for grid in grids if grid.rows)
    tool = next((tool for tool in TOOLS if tool.wrote(first.rows[0][1])), None)
    if tool is None:
        return read_register(grids, today=today, chosen=chosen)
    for other in grids:
        if other is not first:
            first.remarks.extend(other.remarks)
            what = _(
                "The %(count)s rows of this sheet were not read: the first sheet is the export.", count=len(other.rows)
            )
            first.remarks.append(Remark(other.title, what))
    return read_table(first, tool, today=today, chosen=chosen)
