"""What may be taken away of a project: the page that lists it, and the files that are made at once."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, abort, request, send_file

from marketplace.audit import record
from marketplace.clock import today
from marketplace.db import trace
from marketplace.exports.archive import project_archive
from marketplace.exports.page import downloads_page
from marketplace.exports.papers import file_name, minutes_file, status_file, workbook_file
from marketplace.exports.sending import asked_language, sent
from marketplace.guard import guard
from marketplace.i18n import in_locale
from marketplace.identity import signed_in_user
from marketplace.limits import DOCUMENTS, limiter
from marketplace.policy import Can
from marketplace.status_reports.models import StatusReport
from marketplace.tracker.models import Minutes, Project

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("exports", __name__)
ARCHIVES = "10 per hour"


@bp.get("/projects/<uuid:project_id>/downloads")
@guard(Can.SEE_PROJECT, Project)
def downloads(project: Project) -> ResponseReturnValue:
    return downloads_page(project)


@bp.get("/projects/<uuid:project_id>/archive.zip")
@guard(Can.SEE_PROJECT, Project)
@limiter.limit(ARCHIVES)
def archive(project: Project) -> ResponseReturnValue:
    """Hand out the whole record; it is made anew each time, a fifth of a second a report."""
    trace(partial(record, signed_in_user(), "project archive taken", project))
    name = file_name(project.name, f"{today():%Y%m%d}", ending="zip")
    return send_file(
        project_archive(project), mimetype="application/zip", as_attachment=True, download_name=name, etag=False
    )


@bp.get("/minutes/<uuid:minutes_id>/minutes.docx")
@guard(Can.SEE_MINUTES, Minutes)
@limiter.limit(DOCUMENTS)
def minutes_paper(minutes: Minutes) -> ResponseReturnValue:
    with in_locale(asked_language()):
        return sent(minutes_file(minutes))


@bp.get("/status-reports/<uuid:status_report_id>/summary.pdf")
@guard(Can.SEE_STATUS, StatusReport)
@limiter.limit(DOCUMENTS)
def summary(status_report: StatusReport) -> ResponseReturnValue:
    return _paper(status_report, "summary")


@bp.get("/status-reports/<uuid:status_report_id>/report.pdf")
@guard(Can.SEE_STATUS, StatusReport)
@limiter.limit(DOCUMENTS)
def full(status_report: StatusReport) -> ResponseReturnValue:
    return _paper(status_report, "report")


@bp.get("/status-reports/<uuid:status_report_id>/slides.pptx")
@guard(Can.SEE_STATUS, StatusReport)
@limiter.limit(DOCUMENTS)
def slides(status_report: StatusReport) -> ResponseReturnValue:
    return _paper(status_report, "slides")


@bp.get("/projects/<uuid:project_id>/boards.xlsx")
@guard(Can.SEE_PROJECT, Project)
@limiter.limit(DOCUMENTS)
def workbook(project: Project) -> ResponseReturnValue:
    with in_locale(asked_language()):
        return sent(workbook_file(project))


def _paper(report: StatusReport, kind: str) -> ResponseReturnValue:
    """Send a paper of the newest edition, or of the one asked for, in the page's language or the one asked for."""
    with in_locale(asked_language()):
        made = status_file(report, kind, request.args.get("edition", ""))
    if made is None:
        abort(HTTPStatus.NOT_FOUND)
    return sent(made)
