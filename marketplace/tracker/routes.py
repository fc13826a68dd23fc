"""The tracker's pages: a project is set up, its boards are written like a spreadsheet, its life is led."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.routing import BaseConverter, ValidationError

from marketplace.contracts.models import Contract
from marketplace.db import db
from marketplace.errors import DomainError, Invalid
from marketplace.guard import guard
from marketplace.i18n import gettext as _
from marketplace.identity import signed_in_user
from marketplace.inputs import as_uuid, stale
from marketplace.paging import page_of
from marketplace.pipeline.parties import named_to
from marketplace.policy import Can, may
from marketplace.tracker import labels
from marketplace.tracker.boards import BOARDS, Board
from marketplace.tracker.forms import PasteForm, RhythmForm, SetUpForm
from marketplace.tracker.grid import Line, as_now, blank_lines, edits_of, lines_of, pasted_lines, refuse, typed_lines
from marketplace.tracker.models import Project
from marketplace.tracker.operations import setting_up
from marketplace.tracker.operations.rows import save_rows, undo
from marketplace.tracker.pasting import pasted_rows
from marketplace.tracker.queries import (
    contracts_without,
    counts_of,
    last_save,
    project_count,
    project_of,
    projects_for,
    rows_of,
    templates_now,
)
from marketplace.tracker.states import Cadence
from marketplace.tracker.templates import suggested_type

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.sansio.blueprints import BlueprintSetupState
    from flask.typing import ResponseReturnValue

bp = Blueprint("tracker", __name__)
PER_PAGE = 50
OK, UNPROCESSABLE, CONFLICT = HTTPStatus.OK, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT


class BoardConverter(BaseConverter):
    """A board's name in an address."""

    def to_python(self, value: str) -> Board:
        """Return the board; another name is no page."""
        if value not in BOARDS:
            raise ValidationError
        return BOARDS[value]

    def to_url(self, value: Board) -> str:
        """Return the board's name."""
        return value.name


@bp.record_once
def _know_boards(state: BlueprintSetupState) -> None:
    state.app.url_map.converters["board"] = BoardConverter


@bp.app_context_processor
def _words() -> dict[str, object]:
    return {
        "project_state": labels.STATE, "pmo_type_name": labels.PMO_TYPE, "rhythm": labels.rhythm,
    }  # fmt: skip


@bp.get("/projects")
@guard(Can.SEE_OWN_PAGES)
def index() -> ResponseReturnValue:
    user = signed_in_user()
    page = page_of(project_count(user), per_page=PER_PAGE)
    projects = projects_for(user, most=PER_PAGE, skipped=(page.page - 1) * PER_PAGE)
    who = {each.id: named_to(user, each.contract.application) for each in projects}
    return render_template(
        "tracker/index.html", projects=projects, who=who, page=page, contracts=contracts_without(user)
    )


@bp.route("/contracts/<uuid:contract_id>/project", methods=["GET", "POST"])
@guard(Can.BEGIN_PROJECT, Contract)
def begin(contract: Contract) -> ResponseReturnValue:
    """Set a project up from a template, or lead to the one there is."""
    found = project_of(contract)
    if found is not None:
        return redirect(url_for("tracker.show", project_id=found.id), code=303)
    engagement = contract.application.engagement
    form = SetUpForm()
    if not form.is_submitted():
        kind = suggested_type(engagement.type_mix)
        template = templates_now()[kind]
        form = SetUpForm(
            formdata=None, name=engagement.title[:120], pmo_type=kind.value, cadence=template.cadence.value,
            weekday=str(template.weekday),
        )  # fmt: skip
    elif form.validate():
        project = setting_up.begin_project(contract, form.chosen(), by=signed_in_user())
        flash(_("The project stands. Look through its milestones, then start reporting."))
        return redirect(url_for("tracker.show", project_id=project.id), code=303)
    status = UNPROCESSABLE if form.is_submitted() else OK
    return render_template("tracker/begin.html", contract=contract, form=form, templates=templates_now()), status


@bp.get("/projects/<uuid:project_id>")
@guard(Can.SEE_PROJECT, Project)
def show(project: Project) -> ResponseReturnValue:
    milestones = rows_of(project, BOARDS["milestones"])
    return render_template(
        "tracker/show.html", project=project, boards=BOARDS, counts=counts_of(project), milestones=milestones,
        who=named_to(signed_in_user(), project.contract.application),
    )  # fmt: skip


@bp.route("/projects/<uuid:project_id>/settings", methods=["GET", "POST"])
@guard(Can.LEAD_PROJECT, Project)
def settings(project: Project) -> ResponseReturnValue:
    form, status = RhythmForm(), OK
    if not form.is_submitted():
        form = RhythmForm(
            formdata=None, version=project.version, name=project.name, cadence=project.cadence.value,
            weekday=str(project.weekday), budget=project.budget,
        )  # fmt: skip
    elif not form.validate():
        status = UNPROCESSABLE
    elif stale(project):
        form.version.raw_data, form.version.data, status = None, project.version, CONFLICT
    else:
        setting_up.change_rhythm(
            project, name=form.name.data or "", cadence=Cadence(form.cadence.data), weekday=int(form.weekday.data),
            budget=form.budget.data, by=signed_in_user(),
        )  # fmt: skip
        flash(_("Saved."))
        return redirect(url_for("tracker.show", project_id=project.id), code=303)
    return render_template("tracker/settings.html", project=project, form=form, conflict=status is CONFLICT), status


@bp.post("/projects/<uuid:project_id>/start")
@guard(Can.LEAD_PROJECT, Project)
def start(project: Project) -> ResponseReturnValue:
    setting_up.start_project(project, by=signed_in_user())
    flash(_("Reporting has begun. The plan of today is the baseline."))
    return redirect(url_for("tracker.show", project_id=project.id), code=303)


@bp.post("/projects/<uuid:project_id>/baseline")
@guard(Can.LEAD_PROJECT, Project)
def baseline(project: Project) -> ResponseReturnValue:
    setting_up.agree_baseline(project, by=signed_in_user())
    flash(_("The plan of today is the baseline."))
    return redirect(url_for("tracker.show", project_id=project.id), code=303)


@bp.post("/projects/<uuid:project_id>/advisor")
@guard(Can.LEAD_PROJECT, Project)
def advisor(project: Project) -> ResponseReturnValue:
    setting_up.let_advisor_in(project, invited=request.form.get("invited") == "yes", by=signed_in_user())
    flash(_("Saved."))
    return redirect(url_for("tracker.show", project_id=project.id), code=303)


@bp.post("/projects/<uuid:project_id>/close")
@guard(Can.LEAD_PROJECT, Project)
def close(project: Project) -> ResponseReturnValue:
    setting_up.close_project(project, by=signed_in_user())
    flash(_("The project is closed. Its boards stay to be read."))
    return redirect(url_for("tracker.show", project_id=project.id), code=303)


@bp.get("/projects/<uuid:project_id>/<board:board>")
@guard(Can.SEE_PROJECT, Project)
def show_board(project: Project, board: Board) -> ResponseReturnValue:
    return _grid(project, board, [*lines_of(board, rows_of(project, board)), *blank_lines(board)])


@bp.post("/projects/<uuid:project_id>/<board:board>")
@guard(Can.EDIT_BOARD, Project)
def save(project: Project, board: Board) -> ResponseReturnValue:
    """Keep what was typed and pasted, all of it or nothing."""
    form = PasteForm()
    lines = typed_lines(board, rows_of(project, board, removed=True), request.form)
    if not form.validate():
        return _grid(project, board, lines, form, status=UNPROCESSABLE)
    changing: list[Line] = []
    try:
        pasted = pasted_rows(board, form.pasted.data or "")
        lines += pasted_lines(board, pasted, sum(line.version is None for line in lines))
        changing, edits = edits_of(lines)
        if edits:
            save_rows(project, board, edits, by=signed_in_user())
    except Invalid as refused:
        db.session.rollback()
        elsewhere = refuse(board, changing, refused.errors)
        form.pasted.data = "" if changing else form.pasted.data
        form.pasted.errors = [str(each) for each in elsewhere.values()]
        return _grid(project, board, lines, form, status=UNPROCESSABLE)
    except DomainError as refused:
        db.session.rollback()
        as_now(board, rows_of(project, board), lines)
        form.pasted.data = ""  # what was pasted stands in the grid
        return _grid(project, board, lines, form, status=CONFLICT, conflict=refused.message)
    flash(_("Saved.") if edits else _("Nothing was changed."))
    return redirect(url_for("tracker.show_board", project_id=project.id, board=board), code=303)


@bp.post("/projects/<uuid:project_id>/<board:board>/undo")
@guard(Can.EDIT_BOARD, Project)
def take_back(project: Project, board: Board) -> ResponseReturnValue:
    """Undo one's own last save of a board."""
    batch = as_uuid(request.form.get("batch", "")) or last_save(project, board, signed_in_user())
    if batch is None:
        raise DomainError(_("There is nothing left to undo."))
    undo(project, board, batch, by=signed_in_user())
    flash(_("Undone."))
    return redirect(url_for("tracker.show_board", project_id=project.id, board=board), code=303)


def _grid(
    project: Project,
    board: Board,
    lines: Sequence[Line],
    form: PasteForm | None = None,
    *,
    status: HTTPStatus = OK,
    conflict: object = "",
) -> ResponseReturnValue:
    user = signed_in_user()
    writes = may(user, Can.EDIT_BOARD, project)
    shown = [*lines, *blank_lines(board, sum(line.version is None for line in lines))] if status is not OK else lines
    return render_template(
        "tracker/board.html", project=project, board=board, boards=BOARDS, lines=shown, writes=writes,
        form=form or PasteForm(formdata=None), conflict=conflict, undoable=writes and last_save(project, board, user),
    ), status  # fmt: skip
