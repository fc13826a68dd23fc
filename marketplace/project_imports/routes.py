"""Pages of imports: choose a file, look at what it would do, choose columns, take it over or not."""

from __future__ import annotations

import hashlib
import re
from http import HTTPStatus
from pathlib import PurePath
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for

from marketplace import files
from marketplace.clock import today
from marketplace.db import begin_writing, db
from marketplace.errors import Invalid
from marketplace.guard import guard
from marketplace.i18n import gettext as _
from marketplace.identity import signed_in_user
from marketplace.limits import UPLOADS, count
from marketplace.policy import Can
from marketplace.project_imports import operations
from marketplace.project_imports.comparing import Fate
from marketplace.project_imports.forms import ImportForm, meanings
from marketplace.project_imports.labels import STATE, TOOL
from marketplace.project_imports.models import ProjectImport
from marketplace.project_imports.operations import FOLDER, Sent
from marketplace.project_imports.queries import imports_of, mappings_of, preview_of
from marketplace.tracker.boards import BOARDS
from marketplace.tracker.models import Project
from marketplace.tracker.reading.limits import LARGEST, Refused
from marketplace.tracker.reading.mapping import is_meaning
from marketplace.tracker.reading.recognise import read_file

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

    from marketplace.tracker.reading.records import Reading

bp = Blueprint("project_imports", __name__)
OK, UNPROCESSABLE = HTTPStatus.OK, HTTPStatus.UNPROCESSABLE_ENTITY
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
LONGEST_NAME = 120
MOST_REMARKS, MOST_CHANGES, MOST_NEW = 200, 100, 20


@bp.route("/projects/<uuid:project_id>/imports", methods=["GET", "POST"])
@guard(Can.EDIT_BOARD, Project)
def of_project(project: Project) -> ResponseReturnValue:
    """List a project's imports; read another file."""
    form = ImportForm()
    if request.method == "POST":
        try:
            kept = _uploaded(project)
        except Refused as refused:
            form.document.errors = [refused.message]
        except Invalid as refused:
            form.document.errors = [*refused.errors.values()]
        else:
            return redirect(url_for("project_imports.show", project_import_id=kept.id), code=303)
    page = render_template(
        "project_imports/of_project.html", project=project, boards=BOARDS, form=form, imports=imports_of(project),
        states=STATE, tools=TOOL,
    )  # fmt: skip
    return page, UNPROCESSABLE if form.document.errors else OK


def _uploaded(project: Project) -> ProjectImport:
    user = signed_in_user()
    count(UPLOADS, "project-import", str(user.id))
    sent = request.files.get("document")
    if not sent:  # a field left empty is sent without a name
        raise Invalid({"document": _("Please choose a file first.")})
    content = sent.read(LARGEST + 1)
    name = _UNSAFE.sub("", PurePath(sent.filename or "").name)[-LONGEST_NAME:]
    reading = _read_aside(content, mappings_of(project))
    key = files.put(content, folder=FOLDER)
    return operations.keep_reading(project, reading, Sent(name, hashlib.sha256(content).hexdigest(), key), by=user)


def _read_aside(content: bytes, chosen: Mapping[str, str]) -> Reading:
    """Read the file while this request does not hold the writer's place: others go on saving."""
    db.session.rollback()
    try:
        return read_file(content, today=today(), chosen=chosen)
    finally:
        begin_writing()


@bp.get("/project-imports/<uuid:project_import_id>")
@guard(Can.IMPORT_ROWS, ProjectImport)
def show(project_import: ProjectImport) -> ResponseReturnValue:
    return _page(project_import)


@bp.post("/project-imports/<uuid:project_import_id>/columns")
@guard(Can.IMPORT_ROWS, ProjectImport)
def choose(project_import: ProjectImport) -> ResponseReturnValue:
    """Read the same file again, its columns as they were chosen."""
    names = list(project_import.columns)
    typed = {name: request.form.get(f"column-{at}", "") for at, name in enumerate(names)}
    if any(not is_meaning(meaning) for meaning in typed.values()):
        return _page(project_import, refused=_("Choose what each column means from the list."))
    chosen = {name: meaning for name, meaning in typed.items() if meaning != project_import.columns[name]}
    try:
        content = files.read(project_import.file)
        reading = _read_aside(content, mappings_of(project_import.project) | chosen)
        operations.read_again(project_import, reading, chosen, by=signed_in_user())
    except FileNotFoundError:
        return _page(project_import, refused=_("The file is kept for a day only. Choose it again."))
    except Refused as refused:
        return _page(project_import, refused=refused.message)
    except Invalid as refused:
        return _page(project_import, refused=next(iter(refused.errors.values())))
    flash(_("Read again with your columns. The next file of this kind will be read the same way."))
    return redirect(url_for("project_imports.show", project_import_id=project_import.id), code=303)


@bp.post("/project-imports/<uuid:project_import_id>/apply")
@guard(Can.IMPORT_ROWS, ProjectImport)
def apply(project_import: ProjectImport) -> ResponseReturnValue:
    try:
        operations.apply_import(project_import, theirs=request.form.get("wins") == "file", by=signed_in_user())
    except Invalid as refused:
        db.session.rollback()
        return _page(project_import, refused=next(iter(refused.errors.values())))
    flash(_("Taken over. Each board can undo its part as your last save."))
    return redirect(url_for("tracker.show", project_id=project_import.project_id), code=303)


@bp.post("/project-imports/<uuid:project_import_id>/discard")
@guard(Can.IMPORT_ROWS, ProjectImport)
def discard(project_import: ProjectImport) -> ResponseReturnValue:
    operations.discard_import(project_import, by=signed_in_user())
    flash(_("Discarded. Nothing of it is on the boards."))
    return redirect(url_for("project_imports.of_project", project_id=project_import.project_id), code=303)


def _page(kept: ProjectImport, refused: object = "") -> ResponseReturnValue:
    preview = preview_of(kept) if kept.state == "read" else []
    page = render_template(
        "project_imports/show.html", kept=kept, project=kept.project, preview=preview, boards=BOARDS, fates=Fate,
        changed=[(each, row) for each in preview for row in each.rows if row.cells][:MOST_CHANGES],
        most_remarks=MOST_REMARKS, most_new=MOST_NEW, meanings=meanings(), refused=refused, states=STATE, tools=TOOL,
        both=sum(each.both for each in preview),
        more=sum(row.more for each in preview for row in each.rows),
        anything=any(row.fate is Fate.NEW or row.cells or row.more for each in preview for row in each.rows),
    )  # fmt: skip
    return page, UNPROCESSABLE if refused else OK
