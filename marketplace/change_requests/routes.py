"""The pages of change requests and of the role charter."""

from __future__ import annotations

from dataclasses import asdict
from http import HTTPStatus
from itertools import pairwise
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for

from marketplace.change_requests import operations, queries
from marketplace.change_requests.forms import ChangeForm, DeclineForm
from marketplace.change_requests.labels import PART
from marketplace.change_requests.queries import said_in
from marketplace.change_requests.wording import Charter
from marketplace.errors import Invalid
from marketplace.guard import guard
from marketplace.i18n import gettext as _
from marketplace.identity import signed_in_user
from marketplace.inputs import stale
from marketplace.policy import Can, may
from marketplace.tracker.boards import BOARDS
from marketplace.tracker.labels import CHANGE_STATE
from marketplace.tracker.models import ChangeRequest, Project
from marketplace.tracker.states import ProjectState

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("change_requests", __name__)
OK, UNPROCESSABLE, CONFLICT = HTTPStatus.OK, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT


@bp.app_context_processor
def _words() -> dict[str, object]:
    return {"change_state": CHANGE_STATE, "charter_part": PART}


@bp.get("/projects/<uuid:project_id>/change-requests")
@guard(Can.SEE_PROJECT, Project)
def of_project(project: Project) -> ResponseReturnValue:
    proposes = project.state is not ProjectState.CLOSED and may(signed_in_user(), Can.PROPOSE_CHANGE, project)
    return render_template(
        "change_requests/of_project.html", project=project, boards=BOARDS, changes=queries.requests_of(project),
        proposes=proposes,
    )  # fmt: skip


@bp.route("/projects/<uuid:project_id>/change-requests/new", methods=["GET", "POST"])
@guard(Can.PROPOSE_CHANGE, Project)
def propose(project: Project) -> ResponseReturnValue:
    form, status = ChangeForm(), OK
    present = queries.charter_in_force(project)
    number = present.number if present else 1  # where none was kept yet, the contract's words become the first one
    if not form.is_submitted():
        charter = said_in(present) if present else queries.first_charter(project)
        form = ChangeForm(formdata=None, follows=number, **asdict(charter))
    elif not form.validate():
        status = UNPROCESSABLE
    else:
        try:
            change = operations.propose_change(project, form.proposal(), by=signed_in_user())
        except Invalid as refused:
            form.does.errors, status = [str(each) for each in refused.errors.values()], CONFLICT
            form.follows.raw_data, form.follows.data = None, number
        else:
            flash(_("Proposed. The other side has been told."))
            return redirect(url_for("change_requests.show", change_request_id=change.id), code=303)
    return render_template("change_requests/new.html", project=project, form=form), status


@bp.get("/change-requests/<uuid:change_request_id>")
@guard(Can.SEE_CHANGE, ChangeRequest)
def show(change_request: ChangeRequest) -> ResponseReturnValue:
    return _page(change_request)


def _page(change: ChangeRequest, form: DeclineForm | None = None, status: HTTPStatus = OK) -> ResponseReturnValue:
    charter = queries.charter_proposed_by(change)
    before = said_in(queries.charter_before(charter)) if charter else Charter()
    return render_template(
        "change_requests/show.html", change=change, project=change.project, conflict=status is CONFLICT,
        charter=charter, changed=said_in(charter).changed(before) if charter else {},
        form=form or DeclineForm(formdata=None, version=change.version),
    ), status  # fmt: skip


@bp.post("/change-requests/<uuid:change_request_id>/agree")
@guard(Can.ANSWER_CHANGE, ChangeRequest)
def agree(change_request: ChangeRequest) -> ResponseReturnValue:
    if stale(change_request):
        return _page(change_request, status=CONFLICT)
    operations.agree(change_request, by=signed_in_user())
    flash(_("Agreed by both sides."))
    return redirect(url_for("change_requests.show", change_request_id=change_request.id), code=303)


@bp.post("/change-requests/<uuid:change_request_id>/decline")
@guard(Can.ANSWER_CHANGE, ChangeRequest)
def decline(change_request: ChangeRequest) -> ResponseReturnValue:
    form = DeclineForm()
    if not form.validate_on_submit():
        return _page(change_request, form, UNPROCESSABLE)
    if stale(change_request):
        form.version.raw_data, form.version.data = None, change_request.version
        return _page(change_request, form, CONFLICT)
    operations.decline(change_request, form.words.data or "", by=signed_in_user())
    flash(_("Declined. The other side has been told why."))
    return redirect(url_for("change_requests.show", change_request_id=change_request.id), code=303)


@bp.post("/change-requests/<uuid:change_request_id>/withdraw")
@guard(Can.WITHDRAW_CHANGE, ChangeRequest)
def withdraw(change_request: ChangeRequest) -> ResponseReturnValue:
    if stale(change_request):
        return _page(change_request, status=CONFLICT)
    operations.withdraw(change_request, by=signed_in_user())
    flash(_("Withdrawn. The other side has been told."))
    return redirect(url_for("change_requests.show", change_request_id=change_request.id), code=303)


@bp.get("/projects/<uuid:project_id>/charter")
@guard(Can.SEE_PROJECT, Project)
def charter(project: Project) -> ResponseReturnValue:
    """Show the charter in force, and what each version changed."""
    versions = queries.charters_of(project)
    said = said_in(versions[0]) if versions else queries.first_charter(project)
    history = [(newer, said_in(newer).changed(said_in(older))) for newer, older in pairwise(versions)]
    return render_template(
        "change_requests/charter.html", project=project, boards=BOARDS, said=asdict(said), versions=versions,
        history=history, proposes=project.state is not ProjectState.CLOSED,
    )  # fmt: skip
