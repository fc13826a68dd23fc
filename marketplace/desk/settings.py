"""The operator's settings of the desk: terms of the response clocks, and the reasons of the endings."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for

from marketplace.desk.forms import ReasonForm, TermForm
from marketplace.errors import DomainError
from marketplace.guard import guard
from marketplace.i18n import gettext as _
from marketplace.identity import signed_in_user
from marketplace.intake import terms
from marketplace.intake.forms import PromiseForm
from marketplace.intake.labels import PROMISE
from marketplace.pipeline import clocks, reasons
from marketplace.pipeline.clocks import OWNER
from marketplace.pipeline.states import ENDINGS, ApplicationState
from marketplace.policy import Can

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from marketplace.intake.states import Promise

bp = Blueprint("settings", __name__)


@bp.route("/settings/response-times", methods=["GET", "POST"])
@guard(Can.EDIT_SETTINGS)
def response_times() -> ResponseReturnValue:
    forms, newcomers = _term_forms()
    sent = request.method == "POST"
    if not sent or not all([form.validate() for form in (*forms.values(), *newcomers.values())]):  # noqa: C419 - each says its own errors
        return _terms_page(forms, newcomers, HTTPStatus.UNPROCESSABLE_ENTITY if sent else HTTPStatus.OK)
    known, promised = clocks.terms(), terms.promises()
    try:
        changed = {state: form.term() for state, form in forms.items() if _wished(form, form.term(), known[state])}
        given = {
            promise: form.days.data or 0
            for promise, form in newcomers.items()
            if _wished(form, form.days.data, promised[promise])
        }
    except DomainError as error:
        flash(str(error.message), "critical")
        return _terms_page(*_term_forms(formdata=None), HTTPStatus.CONFLICT)
    for state, term in changed.items():
        clocks.save_term(state, term, by=signed_in_user())
    for promise, days in given.items():
        terms.save_promise(promise, days, by=signed_in_user())
    flash(_("Saved. The new terms hold for every card that moves from now on."))
    return redirect(url_for("settings.response_times"), code=303)


def _term_forms(**given: None) -> tuple[dict[ApplicationState, TermForm], dict[Promise, PromiseForm]]:
    known, promised = clocks.terms(), terms.promises()
    return (
        {s: TermForm(obj=known[s], seen=str(known[s]), prefix=f"{s.value}-", **given) for s in OWNER},
        {p: PromiseForm(days=days, seen=str(days), prefix=f"{p.value}-", **given) for p, days in promised.items()},
    )


def _wished(form: TermForm | PromiseForm, typed: object, present: object) -> bool:
    """Tell whether something else is wished than the page showed; a lost race where that is saved no more."""
    if str(typed) == form.seen.data:
        return False
    if str(present) != form.seen.data:
        raise DomainError(_("Somebody else has changed the settings meanwhile. They are shown as they stand."))
    return True


def _terms_page(
    forms: dict[ApplicationState, TermForm], newcomers: dict[Promise, PromiseForm], status: HTTPStatus
) -> ResponseReturnValue:
    return render_template(
        "desk/response_times.html", forms=forms, owners=OWNER, newcomers=newcomers, promises=PROMISE
    ), status


@bp.route("/settings/reasons", methods=["GET", "POST"])
@guard(Can.EDIT_SETTINGS)
def ending_reasons() -> ResponseReturnValue:
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            reasons.save_reason(
                ApplicationState(form.ending.data),
                form.code.data,
                ja=form.ja.data,
                en=form.en.data,
                position=form.position.data or 0,
                by=signed_in_user(),
            )
        except DomainError as error:
            form.code.errors = [*form.code.errors, str(error.message)]
        else:
            flash(_("Saved."))
            return redirect(url_for("settings.ending_reasons"), code=303)
    return _reasons_page(form, HTTPStatus.UNPROCESSABLE_ENTITY if form.is_submitted() else HTTPStatus.OK)


@bp.post("/settings/reasons/retire")
@guard(Can.EDIT_SETTINGS)
def retire_reason() -> ResponseReturnValue:
    ending, code = request.form.get("ending", ""), request.form.get("code", "")
    try:
        reasons.retire_reason(ending, code, by=signed_in_user())
    except DomainError as error:
        flash(str(error.message), "critical")
        return _reasons_page(ReasonForm(formdata=None), HTTPStatus.UNPROCESSABLE_ENTITY)
    flash(_("Offered no more. Applications that ended with it keep it."))
    return redirect(url_for("settings.ending_reasons"), code=303)


def _reasons_page(form: ReasonForm, status: HTTPStatus) -> ResponseReturnValue:
    rows = reasons.all_reasons()
    endings = [state for state in ApplicationState if state in ENDINGS]
    return render_template(
        "desk/reasons.html",
        form=form,
        groups=[(ending, [row for row in rows if row.ending is ending]) for ending in endings],
        fixed=reasons.BY_THE_SYSTEM,
    ), status
