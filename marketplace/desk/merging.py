"""Merging two registrations of one person: first what will happen, then the button."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from wtforms import BooleanField, validators

from marketplace.guard import guard, visible_or_404
from marketplace.i18n import gettext as _
from marketplace.i18n import lazy_gettext
from marketplace.identity import signed_in_user
from marketplace.inputs import Form, VersionField, as_uuid
from marketplace.pipeline import merging
from marketplace.policy import Can
from marketplace.profiles.duplicates import suspects
from marketplace.profiles.forms import FORMS
from marketplace.profiles.models import Consultant
from marketplace.profiles.sections import BY_NAME
from marketplace.profiles.states import ProfileState

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("merging", __name__)
UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY


class MergeForm(Form):
    """That somebody has looked, and at which versions of the two profiles."""

    sure = BooleanField(
        lazy_gettext("I have checked that both are the same person."),
        [validators.InputRequired(lazy_gettext("Please check this first: a merge cannot be undone."))],
    )
    version = VersionField()
    other_version = VersionField()


@bp.route("/consultants/<uuid:consultant_id>/merge", methods=["GET", "POST"])
@guard(Can.MERGE_PROFILES, Consultant)
def merge(consultant: Consultant) -> ResponseReturnValue:
    """Show, and after a tick do, what makes the other profile part of this one; without another one, choose it."""
    other = _other(consultant)
    closed = ProfileState.CLOSED in {each.state for each in (consultant, other) if each}
    if other is None or closed:
        return _choice(consultant, conflict=closed)
    form = MergeForm()
    if not form.is_submitted():
        form.version.data, form.other_version.data = consultant.version, other.version
        return _plan(consultant, other, form, HTTPStatus.OK)
    if not form.validate():
        return _plan(consultant, other, form, UNPROCESSABLE)
    if (form.version.data, form.other_version.data) != (consultant.version, other.version):
        form.form_errors.append(_("One of the profiles has changed meanwhile: please look again."))
        form.version.raw_data = form.other_version.raw_data = None
        form.version.data, form.other_version.data = consultant.version, other.version
        return _plan(consultant, other, form, HTTPStatus.CONFLICT)
    name = consultant.user.name
    try:
        merging.merge(consultant, other, by=signed_in_user())
    except merging.TwoCards as error:
        form.form_errors.append(str(error.message))
        return _plan(consultant, other, form, UNPROCESSABLE)
    flash(_("Merged: %(name)s has one profile now. The person and the advisors have been told.", name=name))
    return redirect(url_for("profiles.show", consultant_id=consultant.id), code=303)


def _other(consultant: Consultant) -> Consultant | None:
    named = as_uuid(request.values.get("other", ""))
    if named is None or named == consultant.id:
        return None
    found = visible_or_404(Consultant, named, to=signed_in_user())
    return found if isinstance(found, Consultant) else None


def _choice(consultant: Consultant, *, conflict: bool) -> ResponseReturnValue:
    status = HTTPStatus.OK if request.method == "GET" else UNPROCESSABLE
    if conflict:
        status = HTTPStatus.CONFLICT
    return render_template(
        "desk/merge.html", about=consultant, plan=None, suspicions=suspects(consultant),
        conflict=conflict,
    ), status  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filled:
    """One line of what is filled: in words, and how many rows (0 for a field)."""

    label: str
    rows: int = 0


def _plan(kept: Consultant, other: Consultant, form: MergeForm, status: HTTPStatus) -> ResponseReturnValue:
    planned = merging.plan(kept, other)
    labels = {field.name: field.label.text for each in FORMS.values() for field in each(formdata=None)}
    labels |= {"projects": BY_NAME["projects"].title, "identity_verified_at": _("Identity")}
    labels |= {"interviewed_at": _("Interview"), "blocked_companies": _("Blocked companies")}
    filled = [Filled(str(labels.get(name, name))) for name in planned.gaps.fields]
    filled += [Filled(str(labels.get(name, name)), len(rows)) for name, rows in planned.gaps.rows.items()]
    return render_template(
        "desk/merge.html", about=planned.kept, other=planned.other, plan=planned, form=form, filled=filled,
    ), status  # fmt: skip
