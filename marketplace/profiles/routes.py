"""A consultant's own pages, section by section, and the staff's page of a consultant."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from marketplace import vocabulary
from marketplace.accounts.queries import advisors
from marketplace.errors import Invalid
from marketplace.guard import guard
from marketplace.i18n import gettext as _
from marketplace.identity import signed_in_user
from marketplace.notes.forms import NoteForm
from marketplace.notes.operations import write_note as keep_note
from marketplace.notes.queries import notes_on_consultant
from marketplace.policy import Can
from marketplace.profiles import certifying, operations, queries
from marketplace.profiles.amounts import budget
from marketplace.profiles.duplicates import suspects
from marketplace.profiles.fields import Rows
from marketplace.profiles.forms import FORMS, ProjectForm, SectionForm
from marketplace.profiles.models import Certification, Consultant, PastProject, Recommendation
from marketplace.profiles.periods import period
from marketplace.profiles.sections import BY_NAME, SECTIONS, missing_for_listing, next_step
from marketplace.profiles.sheet import profile_sheet
from marketplace.profiles.staff_forms import AdvisorForm

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("profiles", __name__)
bp.add_app_template_filter(period)
bp.add_app_template_filter(budget)
TERMS: dict[str, tuple[Any, ...]] = {
    "skills": ("skill", "tool"),
    "certifications": ("certification",),
}  # offered while typing


@bp.get("/profile")
@guard(Can.EDIT_OWN_PROFILE)
def mine() -> ResponseReturnValue:
    return _mine(queries.own_profile(signed_in_user()))


def _mine(consultant: Consultant, status: HTTPStatus = HTTPStatus.OK) -> ResponseReturnValue:
    page = render_template(
        "profiles/mine.html",
        consultant=consultant,
        sections=SECTIONS,
        next_step=next_step(consultant),
        missing=missing_for_listing(consultant),
        refused=status is not HTTPStatus.OK,
    )
    return page, status


@bp.get("/profile/preview")
@guard(Can.EDIT_OWN_PROFILE)
def preview() -> ResponseReturnValue:
    """Show the person what a client reads, before the consent (consent=0) or after it (consent=1)."""
    consultant = queries.own_profile(signed_in_user())
    named = request.args.get("consent") == "1"
    return render_template(
        "profiles/preview.html", consultant=consultant, named=named, shown=profile_sheet(consultant, named=named)
    )


@bp.route("/profile/<section>", methods=["GET", "POST"])
@guard(Can.EDIT_OWN_PROFILE)
def edit(section: str) -> ResponseReturnValue:
    if section not in BY_NAME:
        abort(HTTPStatus.NOT_FOUND)
    consultant = queries.own_profile(signed_in_user())
    if section == "projects":
        if request.method == "POST":
            abort(HTTPStatus.NOT_FOUND)
        return render_template("profiles/projects.html", consultant=consultant, section=BY_NAME[section])
    form = FORMS[section]() if request.method == "POST" else FORMS[section](obj=consultant)
    if not form.is_submitted():
        form.show(consultant)
        return _form_page(form, consultant, section)
    if not form.validate():
        return _form_page(form, consultant, section, HTTPStatus.UNPROCESSABLE_ENTITY)
    if form.version.data != consultant.version:
        return _form_page(form, consultant, section, HTTPStatus.CONFLICT)
    try:
        operations.save_section(consultant, section, form.values(), by=signed_in_user())
    except Invalid as error:
        show_errors(form, error)
        return _form_page(form, consultant, section, HTTPStatus.UNPROCESSABLE_ENTITY)
    flash(_("Saved."))
    return redirect(url_for("profiles.mine", _anchor=section), code=HTTPStatus.SEE_OTHER)


def show_errors(form: SectionForm, error: Invalid) -> None:
    """Put an operation's refusal beside the fields it is about; about a list as a whole, on top."""
    for name, message in error.errors.items():
        if name in form and not isinstance(form[name], Rows):
            form[name].errors = [*form[name].errors, str(message)]
        else:
            form.form_errors.append(str(message))


def _form_page(
    form: SectionForm, consultant: Consultant, section: str, status: HTTPStatus = HTTPStatus.OK, **more: Any
) -> ResponseReturnValue:
    """Show a section's form; after a conflict beside what is saved now, and ready to be sent again over it."""
    if status is HTTPStatus.CONFLICT:
        form.version.raw_data, form.version.data = None, consultant.version
    page = render_template(
        "profiles/project.html" if section == "projects" else "profiles/edit.html",
        form=form,
        consultant=consultant,
        section=BY_NAME[section],
        conflict=status is HTTPStatus.CONFLICT,
        terms=[name for kind in TERMS.get(section, ()) for _id, name in vocabulary.choices(kind)],
        **more,
    )
    return page, status


@bp.route("/profile/projects/new", methods=["GET", "POST"])
@guard(Can.EDIT_OWN_PROFILE)
def new_project() -> ResponseReturnValue:
    consultant = queries.own_profile(signed_in_user())
    form = ProjectForm()
    if not form.is_submitted():
        form.version.data = consultant.version
        return _form_page(form, consultant, "projects")
    return _save_project(form, consultant, None)


@bp.route("/profile/projects/<uuid:past_project_id>", methods=["GET", "POST"])
@guard(Can.EDIT_PAST_PROJECT, PastProject)
def edit_project(past_project: PastProject) -> ResponseReturnValue:
    consultant = queries.own_profile(signed_in_user())
    if request.method == "POST":
        return _save_project(ProjectForm(), consultant, past_project)
    form = ProjectForm(obj=past_project)
    form.version.data = consultant.version
    form.show_project(past_project)
    return _form_page(form, consultant, "projects", project=past_project)


def _save_project(form: ProjectForm, consultant: Consultant, project: PastProject | None) -> ResponseReturnValue:
    if not form.validate():
        return _form_page(form, consultant, "projects", HTTPStatus.UNPROCESSABLE_ENTITY, project=project)
    if form.version.data != consultant.version:
        return _form_page(form, consultant, "projects", HTTPStatus.CONFLICT, project=project)
    try:
        operations.save_project(consultant, form.values(), by=signed_in_user(), project=project)
    except Invalid as error:
        show_errors(form, error)
        return _form_page(form, consultant, "projects", HTTPStatus.UNPROCESSABLE_ENTITY, project=project)
    flash(_("Saved."))
    return redirect(url_for("profiles.edit", section="projects"), code=HTTPStatus.SEE_OTHER)


@bp.post("/profile/projects/<uuid:past_project_id>/remove")
@guard(Can.EDIT_PAST_PROJECT, PastProject)
def remove_project(past_project: PastProject) -> ResponseReturnValue:
    operations.remove_project(queries.own_profile(signed_in_user()), past_project, by=signed_in_user())
    flash(_("The project has been removed."))
    return redirect(url_for("profiles.edit", section="projects"), code=HTTPStatus.SEE_OTHER)


@bp.post("/profile/list")
@guard(Can.EDIT_OWN_PROFILE)
def list_profile() -> ResponseReturnValue:
    consultant = queries.own_profile(signed_in_user())
    try:
        operations.list_profile(consultant, by=signed_in_user())
    except Invalid:
        return _mine(consultant, HTTPStatus.UNPROCESSABLE_ENTITY)
    flash(_("Your profile is listed. Matches are computed within a minute."))
    return redirect(url_for("profiles.mine"), code=HTTPStatus.SEE_OTHER)


@bp.post("/profile/hide")
@guard(Can.EDIT_OWN_PROFILE)
def hide_profile() -> ResponseReturnValue:
    operations.hide_profile(queries.own_profile(signed_in_user()), by=signed_in_user())
    flash(_("Your profile is hidden. Your applications go on."))
    return redirect(url_for("profiles.mine"), code=HTTPStatus.SEE_OTHER)


@bp.get("/consultants/<uuid:consultant_id>")
@guard(Can.SEE_PROFILE, Consultant)
def show(consultant: Consultant) -> ResponseReturnValue:
    return _show(consultant, AdvisorForm(advisor=str(consultant.advisor_id or "")))


def _show(
    consultant: Consultant, form: AdvisorForm, status: HTTPStatus = HTTPStatus.OK, note: NoteForm | None = None
) -> ResponseReturnValue:
    form.offer(advisors())
    user = signed_in_user()
    staff = user.is_staff
    page = render_template(
        "profiles/show.html",
        consultant=queries.whole_profile(consultant),
        sections=SECTIONS,
        form=form,
        suspicions=suspects(consultant) if staff else [],
        notes=notes_on_consultant(consultant.id, reader=user) if staff else [],
        note=note or NoteForm(formdata=None),
    )
    return page, status


@bp.post("/consultants/<uuid:consultant_id>/notes")
@guard(Can.NOTE_CONSULTANT, Consultant)
def write_note(consultant: Consultant) -> ResponseReturnValue:
    form = NoteForm()
    if not form.validate_on_submit():
        advisor = AdvisorForm(formdata=None, advisor=str(consultant.advisor_id or ""))
        return _show(consultant, advisor, HTTPStatus.UNPROCESSABLE_ENTITY, form)
    keep_note(form.note.data, by=signed_in_user(), consultant_id=consultant.id)
    flash(_("Kept. Only your side reads it."))
    return redirect(url_for("profiles.show", consultant_id=consultant.id, _anchor="notes"), code=HTTPStatus.SEE_OTHER)


@bp.post("/consultants/<uuid:consultant_id>/advisor")
@guard(Can.ASSIGN_ADVISOR, Consultant)
def assign_advisor(consultant: Consultant) -> ResponseReturnValue:
    form = AdvisorForm()
    chosen = {str(advisor.id): advisor for advisor in advisors()}.get(form.advisor.data or "")
    if chosen is None:
        form.advisor.errors = [_("Choose an advisor.")]
        return _show(consultant, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    operations.assign_advisor(consultant, chosen, by=signed_in_user())
    flash(_("%(name)s is the advisor from now on; both have been told.", name=chosen.name))
    return _to_consultant(consultant)


def _to_consultant(consultant: Consultant) -> ResponseReturnValue:
    return redirect(url_for("profiles.show", consultant_id=consultant.id), code=HTTPStatus.SEE_OTHER)


@bp.post("/consultants/<uuid:consultant_id>/identity")
@guard(Can.VERIFY_PROFILE, Consultant)
def verify_identity(consultant: Consultant) -> ResponseReturnValue:
    operations.verify_identity(consultant, by=signed_in_user())
    flash(_("Noted: the identity is verified."))
    return _to_consultant(consultant)


@bp.post("/certifications/<uuid:certification_id>/verify")
@guard(Can.VERIFY_CERTIFICATION, Certification)
def verify_certification(certification: Certification) -> ResponseReturnValue:
    certifying.verify_certification(certification, by=signed_in_user())
    flash(_("Noted: the certificate has been seen."))
    return _to_consultant(certification.consultant)


@bp.post("/recommendations/<uuid:recommendation_id>/verify")
@guard(Can.VERIFY_RECOMMENDATION, Recommendation)
def verify_recommendation(recommendation: Recommendation) -> ResponseReturnValue:
    operations.verify_recommendation(recommendation, by=signed_in_user())
    flash(_("Noted: the recommendation has been checked."))
    return _to_consultant(recommendation.consultant)
