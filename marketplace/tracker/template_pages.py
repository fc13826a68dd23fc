"""The operator's pages of project templates."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, url_for

from marketplace.errors import DomainError
from marketplace.guard import guard
from marketplace.i18n import gettext as _
from marketplace.identity import signed_in_user
from marketplace.policy import Can
from marketplace.tracker.labels import PMO_TYPE
from marketplace.tracker.operations.templating import reset_template, save_template
from marketplace.tracker.queries import kept_template, templates_now
from marketplace.tracker.states import PmoType
from marketplace.tracker.template_forms import TemplateForm, form_of
from marketplace.tracker.templates import TEMPLATES, content_of

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("project_templates", __name__)
OK, UNPROCESSABLE, CONFLICT = HTTPStatus.OK, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT


def _kind(code: str) -> PmoType:
    if code not in set(PmoType):
        abort(HTTPStatus.NOT_FOUND)
    return PmoType(code)


@bp.get("/settings/project-templates")
@guard(Can.EDIT_SETTINGS)
def index() -> ResponseReturnValue:
    kept = {kind: kept_template(kind) for kind in PmoType}
    return render_template("tracker/templates.html", templates=templates_now(), kept=kept)


@bp.route("/settings/project-templates/<code>", methods=["GET", "POST"])
@guard(Can.EDIT_SETTINGS)
def edit(code: str) -> ResponseReturnValue:
    kind = _kind(code)
    form = TemplateForm()
    if not form.is_submitted():
        return _page(kind)
    if not form.validate():
        return _page(kind, form.spare(), UNPROCESSABLE)
    try:
        changed = save_template(kind, form.content(), seen=form.seen.data or 0, by=signed_in_user())
    except DomainError as refused:
        flash(str(refused.message), "critical")
        return _page(kind, status=CONFLICT)
    flash(_("Saved. Projects that begin from now on have it.") if changed else _("Nothing was changed."))
    return redirect(url_for("project_templates.index"), code=303)


def _page(kind: PmoType, form: TemplateForm | None = None, status: HTTPStatus = OK) -> ResponseReturnValue:
    row = kept_template(kind)
    if form is None:
        form = form_of(row.content if row else content_of(TEMPLATES[kind]), row.edition if row else 0)
    return render_template(
        "tracker/template.html", kind=kind, name=PMO_TYPE[kind], words=TEMPLATES[kind].words, form=form, row=row
    ), status


@bp.post("/settings/project-templates/<code>/shipped")
@guard(Can.EDIT_SETTINGS)
def back_to_shipped(code: str) -> ResponseReturnValue:
    """Have the template that came with the product again."""
    reset_template(_kind(code), by=signed_in_user())
    flash(_("The shipped template holds again."))
    return redirect(url_for("project_templates.index"), code=303)
