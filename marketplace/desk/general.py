"""The operator's settings in one place: where each is kept, the general ones, and who changed what."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for

from marketplace.connect.queries import why_impossible
from marketplace.desk.forms import SettingForm, setting_form
from marketplace.desk.setting_history import newest_changes
from marketplace.errors import DomainError
from marketplace.guard import guard
from marketplace.i18n import gettext as _
from marketplace.identity import signed_in_user
from marketplace.policy import Can
from marketplace.settings import BOUNDS, IN_HOURS, YES_OR_NO, Name, save_settings, settings

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("general", __name__)


@bp.get("/settings")
@guard(Can.EDIT_SETTINGS)
def index() -> ResponseReturnValue:
    return render_template("desk/settings.html", changes=newest_changes())


@bp.route("/settings/general", methods=["GET", "POST"])
@guard(Can.EDIT_SETTINGS)
def edit() -> ResponseReturnValue:
    forms = _forms()
    sent = request.method == "POST"
    if not sent or not all([form.validate() for form in forms.values()]):  # noqa: C419 - each says its own errors
        return _page(forms, HTTPStatus.UNPROCESSABLE_ENTITY if sent else HTTPStatus.OK)
    values = {name: form.wanted() for name, form in forms.items()}
    if values[Name.STRIPE_CONNECT] and (why := why_impossible(collects=bool(values[Name.COLLECT_DIRECT]))):
        forms[Name.STRIPE_CONNECT].value.errors = [why]
        return _page(forms, HTTPStatus.UNPROCESSABLE_ENTITY)
    seen = {name: form.seen.data for name, form in forms.items()}
    try:
        changed = save_settings(values, seen=seen, by=signed_in_user())
    except DomainError as error:
        flash(str(error.message), "critical")
        return _page(_forms(formdata=None), HTTPStatus.CONFLICT)
    flash(_("Saved.") if changed else _("Nothing has changed."))
    return redirect(url_for("general.edit"), code=303)


def _forms(**given: None) -> dict[Name, SettingForm]:
    return {name: setting_form(name, value, **given) for name, value in settings().items()}


def _page(forms: dict[Name, SettingForm], status: HTTPStatus) -> ResponseReturnValue:
    return render_template(
        "desk/general.html", forms=forms, bounds=BOUNDS, yes_or_no=YES_OR_NO, in_hours=IN_HOURS
    ), status
