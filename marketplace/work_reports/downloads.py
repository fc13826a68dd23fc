"""A work report as a file, and the receipts of its expenses."""

from __future__ import annotations

import io
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, abort, send_file

from marketplace import files
from marketplace.guard import guard
from marketplace.identity import signed_in_user
from marketplace.limits import DOCUMENTS, limiter
from marketplace.policy import Can
from marketplace.work_reports.files import PDF, XLSX, report_file
from marketplace.work_reports.models import Expense, WorkReport

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("report_downloads", __name__)


@bp.get("/work-reports/<uuid:work_report_id>/report.pdf")
@guard(Can.SEE_REPORT, WorkReport)
@limiter.limit(DOCUMENTS)
def as_pdf(work_report: WorkReport) -> ResponseReturnValue:
    return _file(work_report, PDF)


@bp.get("/work-reports/<uuid:work_report_id>/report.xlsx")
@guard(Can.SEE_REPORT, WorkReport)
@limiter.limit(DOCUMENTS)
def as_workbook(work_report: WorkReport) -> ResponseReturnValue:
    return _file(work_report, XLSX)


def _file(report: WorkReport, kind: str) -> ResponseReturnValue:
    made = report_file(report, signed_in_user(), kind)
    return send_file(
        io.BytesIO(made.content), mimetype=made.mimetype, as_attachment=True, download_name=made.name, etag=False
    )


@bp.get("/expenses/<uuid:expense_id>/receipt")
@guard(Can.SEE_EXPENSE, Expense)
@limiter.limit(DOCUMENTS)
def receipt(expense: Expense) -> ResponseReturnValue:
    """Send a receipt to be kept, never to be drawn inside a page of ours."""
    if expense.receipt_key is None:
        abort(HTTPStatus.NOT_FOUND)
    try:
        content = files.read(expense.receipt_key)
    except FileNotFoundError:
        abort(HTTPStatus.NOT_FOUND)
    answer = send_file(
        io.BytesIO(content), mimetype=expense.receipt_type, as_attachment=True, download_name=expense.receipt_name,
        etag=False,
    )  # fmt: skip
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
