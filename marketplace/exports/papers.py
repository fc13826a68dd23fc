"""A status report as a file: each kind by the end of its address, in the reader's language or the other one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from marketplace.clock import today
from marketplace.db import db
from marketplace.exports.minutes_paper import minutes_docx
from marketplace.exports.queries import edition_of, rows_by_board, told_of
from marketplace.exports.report import report_pdf
from marketplace.exports.slides import slides_pptx
from marketplace.exports.summary import summary_pdf
from marketplace.exports.workbook import boards_workbook
from marketplace.i18n import gettext as _
from marketplace.i18n import lazy_gettext
from marketplace.minutes.queries import rows_from
from marketplace.tracker.boards import ACTIONS, DECISIONS
from marketplace.tracker.models import Project

if TYPE_CHECKING:
    from collections.abc import Callable

    from marketplace.exports.told import Told
    from marketplace.status_reports.models import StatusReport
    from marketplace.tracker.models import Minutes

PDF = "application/pdf"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f\s]+')


@dataclass(frozen=True, slots=True)
class File:
    """What a browser is sent."""

    content: bytes
    mimetype: str
    name: str


def file_name(*parts: str, ending: str) -> str:
    """Return a name that every system takes: 基幹システム刷新_第3回.pdf."""
    plain = "_".join(_UNFIT.sub("_", each).strip("_. ")[:80] for each in parts if each.strip())
    return f"{plain}.{ending}"


def status_file(report: StatusReport, kind: str, number: str = "") -> File | None:
    """Return a paper of an edition (the newest unless named); None where nothing was handed in."""
    edition = edition_of(report, number)
    if edition is None:
        return None
    what, make, mimetype, ending = KINDS[kind]
    read = told_of(report, edition)
    name = file_name(read.project, _("Status report no. %(number)s", number=read.number), str(what), ending=ending)
    return File(make(read), mimetype, name)


def workbook_file(project: Project) -> File:
    """Return the boards as they stand."""
    content = boards_workbook(project, rows_by_board(project), today())
    return File(content, XLSX, file_name(project.name, f"{today():%Y%m%d}", ending="xlsx"))


def minutes_file(minutes: Minutes) -> File:
    """Return minutes as a Word file with the rows that were made of them."""
    project = db.session.get_one(Project, minutes.project_id)
    made = rows_from(minutes)
    decisions, actions = ([row for board, row in made if board is wanted] for wanted in (DECISIONS, ACTIONS))
    content = minutes_docx(project.name, minutes, decisions, actions)
    return File(content, DOCX, file_name(project.name, minutes.title, f"{minutes.held_on:%Y%m%d}", ending="docx"))


KINDS: dict[str, tuple[object, Callable[[Told], bytes], str, str]] = {
    "summary": (lazy_gettext("Summary"), summary_pdf, PDF, "pdf"),
    "report": ("", report_pdf, PDF, "pdf"),
    "slides": ("", slides_pptx, PPTX, "pptx"),
}
