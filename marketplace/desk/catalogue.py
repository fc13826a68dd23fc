"""The operator's pages of the skill catalogue."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for

from marketplace.catalogue import operations, queries
from marketplace.catalogue.labels import KIND
from marketplace.db import db
from marketplace.desk.catalogue_forms import ConceptForm, NewForm, edit_form
from marketplace.desk.catalogue_history import changes_of
from marketplace.errors import DomainError, Invalid
from marketplace.guard import guard
from marketplace.i18n import gettext as _
from marketplace.identity import signed_in_user
from marketplace.paging import page_of
from marketplace.policy import Can
from marketplace.vocabulary.models import Concept

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("catalogue", __name__)
PER_PAGE = 50
LONGEST_SEARCH = 60


@bp.get("/settings/catalogue")
@guard(Can.EDIT_CATALOGUE)
def index() -> ResponseReturnValue:
    kind = request.args.get("kind", "")
    wanted = queries.Wanted(
        words=request.args.get("q", "")[:LONGEST_SEARCH].strip(),
        kind=kind if kind in KIND else "",
        retired=request.args.get("retired") == "1",
    )
    found = queries.concepts(wanted)
    page = page_of(len(found), per_page=PER_PAGE)
    first = (page.page - 1) * PER_PAGE
    return render_template(
        "desk/catalogue.html", rows=found[first : first + PER_PAGE], page=page, wanted=wanted, kinds=KIND
    )


@bp.route("/settings/catalogue/new", methods=["GET", "POST"])
@guard(Can.EDIT_CATALOGUE)
def new() -> ResponseReturnValue:
    form = NewForm(data={"kind": request.args.get("kind")})
    if form.validate_on_submit():
        try:
            concept = operations.add_concept(form.kind.data, form.names(), by=signed_in_user())
        except Invalid as error:
            _show_errors(form, error)
        else:
            flash(_("Added. New texts and searches know it from now on; matches are computed anew in a few minutes."))
            return redirect(url_for("catalogue.edit", concept_id=concept.id), code=HTTPStatus.SEE_OTHER)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_submitted() else HTTPStatus.OK
    return render_template("desk/concept_new.html", form=form), status


@bp.route("/settings/catalogue/<uuid:concept_id>", methods=["GET", "POST"])
@guard(Can.EDIT_CATALOGUE, Concept)
def edit(concept: Concept) -> ResponseReturnValue:
    form = edit_form(concept)
    if not form.is_submitted():
        return _page(concept, form)
    if not form.validate():
        return _page(concept, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    if form.version.data != concept.version:
        return _page(concept, form, HTTPStatus.CONFLICT)
    try:
        changed = operations.rename_concept(concept, form.names(), by=signed_in_user())
    except Invalid as error:
        _show_errors(form, error)
        return _page(concept, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    flash(
        _("Saved. New texts and searches know it from now on; matches are computed anew in a few minutes.")
        if changed
        else _("Nothing has changed.")
    )
    return redirect(url_for("catalogue.edit", concept_id=concept.id), code=HTTPStatus.SEE_OTHER)


@bp.post("/settings/catalogue/<uuid:concept_id>/retire")
@guard(Can.EDIT_CATALOGUE, Concept)
def retire(concept: Concept) -> ResponseReturnValue:
    if request.form.get("version", type=int) != concept.version:
        return _page(concept, edit_form(concept), HTTPStatus.CONFLICT)
    operations.retire_concept(concept, by=signed_in_user())
    flash(_("Retired. It is offered no more; profiles and postings that hold it keep it."))
    return redirect(url_for("catalogue.edit", concept_id=concept.id), code=HTTPStatus.SEE_OTHER)


@bp.post("/settings/catalogue/<uuid:concept_id>/restore")
@guard(Can.EDIT_CATALOGUE, Concept)
def restore(concept: Concept) -> ResponseReturnValue:
    if request.form.get("version", type=int) != concept.version:
        return _page(concept, edit_form(concept), HTTPStatus.CONFLICT)
    try:
        operations.restore_concept(concept, by=signed_in_user())
    except Invalid as error:
        form = edit_form(concept)
        _show_errors(form, error)
        return _page(concept, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    flash(_("Restored. It is offered and found again."))
    return redirect(url_for("catalogue.edit", concept_id=concept.id), code=HTTPStatus.SEE_OTHER)


def _show_errors(form: ConceptForm, error: DomainError) -> None:
    for name, message in error.errors.items() if isinstance(error, Invalid) else ():
        form[name].errors = [*form[name].errors, str(message)]


def _page(concept: Concept, form: ConceptForm, status: HTTPStatus = HTTPStatus.OK) -> ResponseReturnValue:
    """Show a concept; after a conflict what was typed, beside what is saved now, ready to be sent again over it."""
    if status is not HTTPStatus.OK:
        db.session.refresh(concept)  # what a refused change has set is not what is saved
    if status is HTTPStatus.CONFLICT:
        form["version"].raw_data, form["version"].data = None, concept.version
    page = render_template(
        "desk/concept.html",
        form=form,
        concept=concept,
        kinds=KIND,
        fixed=concept.kind in operations.FIXED,
        conflict=status is HTTPStatus.CONFLICT,
        changes=changes_of(concept),
    )
    return page, status
