"""The page of a project's summary for both sides, its files, and the public page that checks a paper."""

from __future__ import annotations

import io
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)  # fmt: skip

from marketplace.errors import DomainError
from marketplace.guard import guard, public
from marketplace.i18n import LOCALES, in_locale, present_locale
from marketplace.i18n import gettext as _
from marketplace.identity import signed_in_user
from marketplace.limits import DOCUMENTS, limiter
from marketplace.policy import Can
from marketplace.project_summaries import operations
from marketplace.project_summaries.facts import lines_of
from marketplace.project_summaries.forms import AgreeForm, DeclineForm
from marketplace.project_summaries.paper import summary_json, summary_paper
from marketplace.project_summaries.queries import facts_now, summary_by_code, summary_of
from marketplace.project_summaries.signing import digest, public_key, stands
from marketplace.project_summaries.states import SummaryState
from marketplace.tracker.boards import BOARDS
from marketplace.tracker.models import Project

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from marketplace.inputs import Form
    from marketplace.project_summaries.models import ProjectSummary

bp = Blueprint("project_summaries", __name__)
OK, NOT_FOUND, CONFLICT = HTTPStatus.OK, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT
UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY


@bp.get("/projects/<uuid:project_id>/summary")
@guard(Can.SEE_PROJECT, Project)
def of_project(project: Project) -> ResponseReturnValue:
    return _page(project)


@bp.post("/projects/<uuid:project_id>/summary")
@guard(Can.MAKE_SUMMARY, Project)
def propose(project: Project) -> ResponseReturnValue:
    operations.propose_summary(project, by=signed_in_user())
    flash(_("The client has been asked to agree."))
    return _back(project)


@bp.post("/projects/<uuid:project_id>/summary/withdraw")
@guard(Can.MAKE_SUMMARY, Project)
def withdraw(project: Project) -> ResponseReturnValue:
    operations.withdraw_summary(_existing(project), by=signed_in_user())
    flash(_("Withdrawn. Whoever checks a paper of it reads so."))
    return _back(project)


@bp.post("/projects/<uuid:project_id>/summary/agree")
@guard(Can.ANSWER_SUMMARY, Project)
def agree(project: Project) -> ResponseReturnValue:
    form, summary = AgreeForm(), _existing(project)
    if not form.validate():
        return _page(project, agreeing=form, status=UNPROCESSABLE)
    try:
        operations.agree_to_summary(
            summary, seen=form.seen.data or "", client=bool(form.client.data), project=bool(form.project.data),
            operator=current_app.config["PRODUCT"].operator.name, by=signed_in_user(),
        )  # fmt: skip
    except DomainError as refused:
        flash(str(refused.message), "critical")
        return _page(project, status=CONFLICT)
    flash(_("Agreed and signed. The PMO can show it now."))
    return _back(project)


@bp.post("/projects/<uuid:project_id>/summary/decline")
@guard(Can.ANSWER_SUMMARY, Project)
def decline(project: Project) -> ResponseReturnValue:
    form, summary = DeclineForm(), _existing(project)
    if not form.validate():
        return _page(project, declining=form, status=UNPROCESSABLE)
    operations.decline_summary(summary, form.words.data or "", by=signed_in_user())
    flash(_("Declined. The PMO reads why."))
    return _back(project)


@bp.get("/projects/<uuid:project_id>/summary.pdf")
@guard(Can.SEE_PROJECT, Project)
@limiter.limit(DOCUMENTS)
def paper(project: Project) -> ResponseReturnValue:
    asked = request.args.get("language", "")
    with in_locale(asked if asked in LOCALES else present_locale()):
        return _file(project, "pdf", "application/pdf")


@bp.get("/projects/<uuid:project_id>/summary.json")
@guard(Can.SEE_PROJECT, Project)
@limiter.limit(DOCUMENTS)
def data(project: Project) -> ResponseReturnValue:
    return _file(project, "json", "application/json")


@bp.get("/summaries/<token>")
@public
@limiter.limit(DOCUMENTS)
def check(token: str) -> ResponseReturnValue:
    """Tell whoever holds a paper whether it stands, and if so what it says; no more than the paper does."""
    summary = summary_by_code(token)
    valid = (
        summary is not None
        and summary.state is SummaryState.SIGNED
        and stands(summary.content or {}, summary.signature or "")
    )
    drawn = render_template(
        "project_summaries/check.html", known=summary is not None, valid=valid,
        withdrawn=summary is not None and summary.state is not SummaryState.SIGNED,
        lines=lines_of(summary.content) if summary and summary.content and valid else [],
        sha256=digest(summary.content) if summary and summary.content and valid else "", public_key=public_key(),
    )  # fmt: skip
    answer = make_response(drawn, OK if summary else NOT_FOUND)
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _existing(project: Project) -> ProjectSummary:
    summary = summary_of(project)
    if summary is None:
        raise DomainError(_("There is no summary of this project yet."))
    return summary


def _file(project: Project, ending: str, mimetype: str) -> ResponseReturnValue:
    """Hand out what was signed; 404 while nothing is."""
    summary = summary_of(project)
    if summary is None or summary.state is not SummaryState.SIGNED:
        abort(NOT_FOUND)
    make = summary_paper if ending == "pdf" else summary_json
    content = make(summary.content or {}, summary.signature or "", check_at=_check_at(summary))
    title = _("Summary of a project").replace(" ", "_")
    name = f"{title}_{(summary.content or {})['signed_on']}.{ending}"
    return send_file(io.BytesIO(content), mimetype=mimetype, as_attachment=True, download_name=name, etag=False)


def _check_at(summary: ProjectSummary) -> str:
    return f"{current_app.config['PRODUCT'].base_url}{url_for('project_summaries.check', token=summary.code)}"


def _back(project: Project) -> ResponseReturnValue:
    return redirect(url_for("project_summaries.of_project", project_id=project.id), code=303)


def _page(
    project: Project, *, agreeing: Form | None = None, declining: Form | None = None, status: HTTPStatus = OK
) -> ResponseReturnValue:
    summary = summary_of(project)
    standing = summary if summary and summary.state in {SummaryState.PROPOSED, SummaryState.SIGNED} else None
    facts = (standing.content or standing.facts) if standing else facts_now(project)
    agree_form = agreeing or AgreeForm(formdata=None)
    agree_form["seen"].data = digest(summary.facts) if summary else ""
    return render_template(
        "project_summaries/of_project.html", project=project, boards=BOARDS, summary=summary, lines=lines_of(facts),
        standing=standing, agreeing=agree_form, declining=declining or DeclineForm(formdata=None),
        check_at=_check_at(summary) if summary and summary.code else "",
        other=next(each for each in LOCALES if each != present_locale()),
    ), status  # fmt: skip
