"""The pages of status reports: a project's list, the one to write, the one to read and to answer."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from marketplace.clock import today
from marketplace.db import db
from marketplace.errors import Invalid
from marketplace.guard import guard
from marketplace.i18n import gettext as _
from marketplace.identity import signed_in_user
from marketplace.inputs import stale
from marketplace.policy import Can
from marketplace.status_reports.changes import Changes, changes_of, facts_of
from marketplace.status_reports.colours import RULES, Facts, proposed
from marketplace.status_reports.forms import ReturnForm, StatusForm
from marketplace.status_reports.indicators import indicators_of
from marketplace.status_reports.labels import STATE
from marketplace.status_reports.models import StatusReport
from marketplace.status_reports.operations import answering, writing
from marketplace.status_reports.queries import (
    boards_of,
    editions_of,
    history_of,
    late_since,
    next_period,
    planned_before,
    receipts_of,
    reports_of,
    saved_version,
    usual_seconds,
)
from marketplace.status_reports.risk_matrix import risk_matrix
from marketplace.status_reports.standing import standing_of
from marketplace.status_reports.states import WRITABLE
from marketplace.tracker.boards import BOARDS, RISKS
from marketplace.tracker.labels import DIMENSION, RAG
from marketplace.tracker.models import Project
from marketplace.tracker.queries import rows_of
from marketplace.tracker.states import Dimension

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("status_reports", __name__)
OK, UNPROCESSABLE, CONFLICT = HTTPStatus.OK, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT


@bp.app_context_processor
def _words() -> dict[str, object]:
    return {
        "status_state": STATE,
        "dimension_name": DIMENSION,
        "rag_name": RAG,
        "standing_of": standing_of,
        "risk_matrix_of": lambda project: risk_matrix(rows_of(project, RISKS)),
    }


def _list(project: Project, status: HTTPStatus = OK) -> ResponseReturnValue:
    user = signed_in_user()
    leads = user.id == project.contract.application.consultant.user_id
    reports = [each for each in reports_of(project) if leads or each.submitted_at]
    return render_template(
        "status_reports/of_project.html", project=project, boards=BOARDS, reports=reports,
        late=late_since(project),
        upcoming=next_period(project), history=list(reversed(history_of(project))),
        seconds=usual_seconds(project) if leads else None,
    ), status  # fmt: skip


@bp.get("/projects/<uuid:project_id>/status-reports")
@guard(Can.SEE_PROJECT, Project)
def of_project(project: Project) -> ResponseReturnValue:
    return _list(project)


@bp.post("/projects/<uuid:project_id>/status-reports")
@guard(Can.EDIT_BOARD, Project)
def begin(project: Project) -> ResponseReturnValue:
    """Open the report that is due next; from now the minutes are counted."""
    report = writing.begin_status(project, by=signed_in_user())
    writing.note_opening(report)
    return redirect(url_for("status_reports.edit", status_report_id=report.id), code=303)


@bp.get("/projects/<uuid:project_id>/indicators")
@guard(Can.SEE_PROJECT, Project)
def indicators(project: Project) -> ResponseReturnValue:
    history = reversed(history_of(project, most=60))
    kept = [edition.content["value"] for _report, edition in history if "value" in edition.content]
    page = indicators_of(project, kept, today())
    return render_template("status_reports/indicators.html", project=project, boards=BOARDS, page=page)


@bp.get("/status-reports/<uuid:status_report_id>")
@guard(Can.SEE_STATUS, StatusReport)
def show(status_report: StatusReport) -> ResponseReturnValue:
    return _page(status_report)


def _page(report: StatusReport, form: ReturnForm | None = None, status: HTTPStatus = OK) -> ResponseReturnValue:
    editions = editions_of(report)
    if not editions:
        return redirect(url_for("status_reports.edit", status_report_id=report.id))
    wanted = request.args.get("edition", "")
    shown = next((each for each in editions if wanted in {"", str(each.number)}), None)
    if shown is None:
        abort(HTTPStatus.NOT_FOUND)
    facts = Facts(**shown.content["facts"])
    reasons = {name: proposed(Dimension(name), facts).reason for name in shown.content["ratings"]}
    return render_template(
        "status_reports/show.html", report=report, edition=shown, editions=editions, reasons=reasons,
        changes=Changes.read(shown.content["changes"]), receipts=receipts_of(report),
        form=form or ReturnForm(formdata=None, version=report.version), conflict=status is CONFLICT,
    ), status  # fmt: skip


@bp.route("/status-reports/<uuid:status_report_id>/edit", methods=["GET", "POST"])
@guard(Can.WRITE_STATUS, StatusReport)
def edit(status_report: StatusReport) -> ResponseReturnValue:
    """Write the report beside what changed; `then=submit` hands it in with the same button press, or not at all."""
    report, user = status_report, signed_in_user()
    if report.state not in WRITABLE:
        return _page(report, status=CONFLICT if request.method == "POST" else OK)
    form = StatusForm()
    if not form.is_submitted():
        return _form_page(report)
    boards = boards_of(report)
    facts = facts_of(boards, report.project.budget, today())
    proposals = {each: proposed(each, facts) for each in map(Dimension, report.project.dimensions)}
    if not form.validate():
        return _form_page(report, form, UNPROCESSABLE)
    if stale(report):
        form.version.raw_data, form.version.data = None, report.version
        return _form_page(report, form, CONFLICT)
    try:
        writing.save_status(report, form.written(proposals), by=user)
        if request.form.get("then") == "submit":
            writing.submit_status(report, by=user)
    except Invalid as refused:
        db.session.rollback()
        form.refuse(refused.errors)
        return _form_page(report, form, UNPROCESSABLE)
    return _saved(report)


def _saved(report: StatusReport) -> ResponseReturnValue:
    if request.headers.get("HX-Request"):
        return "", HTTPStatus.NO_CONTENT, {"X-Version": str(saved_version(report))}
    if report.state not in WRITABLE:
        flash(_("Handed in. The client has been told."))
        return redirect(url_for("status_reports.show", status_report_id=report.id), code=303)
    flash(_("Saved."))
    return redirect(url_for("status_reports.edit", status_report_id=report.id), code=303)


def _form_page(report: StatusReport, form: StatusForm | None = None, status: HTTPStatus = OK) -> ResponseReturnValue:
    boards = boards_of(report)
    facts = facts_of(boards, report.project.budget, today())
    proposals = {each: proposed(each, facts) for each in map(Dimension, report.project.dimensions)}
    if form is None:
        form = StatusForm(formdata=None)
        form.show(report, proposals)
    return render_template(
        "status_reports/edit.html", report=report, form=form, proposals=proposals, rules=RULES,
        changes=changes_of(boards, report.first_day, today()), planned=planned_before(report),
        conflict=status is CONFLICT,
    ), status  # fmt: skip


@bp.post("/status-reports/<uuid:status_report_id>/read")
@guard(Can.SEE_STATUS, StatusReport)
def read(status_report: StatusReport) -> ResponseReturnValue:
    """Note that the reader has opened the report; the page sends it by itself."""
    answering.note_reading(status_report, by=signed_in_user())
    return "", HTTPStatus.NO_CONTENT


@bp.post("/status-reports/<uuid:status_report_id>/acknowledge")
@guard(Can.ANSWER_STATUS, StatusReport)
def acknowledge(status_report: StatusReport) -> ResponseReturnValue:
    if stale(status_report):
        return _page(status_report, status=CONFLICT)
    answering.acknowledge(status_report, by=signed_in_user())
    flash(_("Acknowledged. The PMO has been told."))
    return redirect(url_for("status_reports.show", status_report_id=status_report.id), code=303)


@bp.post("/status-reports/<uuid:status_report_id>/return")
@guard(Can.ANSWER_STATUS, StatusReport)
def give_back(status_report: StatusReport) -> ResponseReturnValue:
    form = ReturnForm()
    if not form.validate_on_submit():
        return _page(status_report, form, UNPROCESSABLE)
    if stale(status_report):
        form.version.raw_data, form.version.data = None, status_report.version
        return _page(status_report, form, CONFLICT)
    answering.return_status(status_report, form.reason.data or "", by=signed_in_user())
    flash(_("Returned. The PMO has been told why."))
    return redirect(url_for("status_reports.show", status_report_id=status_report.id), code=303)
