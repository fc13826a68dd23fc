"""Advances' pages: written down by the operator, agreed to by the consultant, paid, taken off line by line."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for

from marketplace.billing.advances import PAGE, advances_for, given_back, left_of, taken_off
from marketplace.billing.forms import AdvanceBackForm, AdvanceForm, AdvancePaidForm
from marketplace.billing.labels import ADVANCE_STATE, TAKEN_OFF
from marketplace.billing.models import Advance
from marketplace.billing.operations import paying_ahead
from marketplace.clock import today
from marketplace.contracts.models import Contract
from marketplace.errors import Invalid
from marketplace.guard import guard
from marketplace.i18n import gettext as _
from marketplace.identity import signed_in_user
from marketplace.inputs import Form, stale
from marketplace.paging import page_number, page_of
from marketplace.policy import Can

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

bp = Blueprint("advances", __name__)
OK, UNPROCESSABLE, CONFLICT = HTTPStatus.OK, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT


@bp.get("/advances")
@guard(Can.SEE_OWN_PAGES)
def index() -> ResponseReturnValue:
    rows, total = advances_for(signed_in_user(), page=page_number())
    return render_template(
        "billing/advances.html", rows=rows, state=ADVANCE_STATE, taken_off=TAKEN_OFF,
        page=page_of(total, per_page=PAGE),
    )  # fmt: skip


@bp.route("/contracts/<uuid:contract_id>/advances/new", methods=["GET", "POST"])
@guard(Can.BILL, Contract)
def new(contract: Contract) -> ResponseReturnValue:
    """Write down what was agreed on; the consultant is asked at once."""
    form = AdvanceForm()
    status = UNPROCESSABLE if form.is_submitted() else OK
    if form.validate_on_submit() and form.amount.data is not None and form.written_on.data is not None:
        try:
            advance = paying_ahead.propose_advance(
                contract, form.amount.data, written_on=form.written_on.data, words=form.words.data or "",
                by=signed_in_user(),
            )  # fmt: skip
        except Invalid as refused:
            _say(form, refused)
        else:
            flash(_("Written down. The consultant has been asked to agree."))
            return redirect(url_for("advances.show", advance_id=advance.id), code=303)
    return render_template("billing/new_advance.html", form=form, contract=contract), status


@bp.get("/advances/<uuid:advance_id>")
@guard(Can.SEE_ADVANCE, Advance)
def show(advance: Advance) -> ResponseReturnValue:
    return _page(advance)


def _page(advance: Advance, form: Form | None = None, *, status: HTTPStatus = OK) -> ResponseReturnValue:
    left = left_of(advance)
    return render_template(
        "billing/advance.html", advance=advance, state=ADVANCE_STATE, uses=taken_off(advance), left=left,
        returns=given_back(advance), conflict=status is CONFLICT,
        form=form
        if isinstance(form, AdvancePaidForm)
        else AdvancePaidForm(formdata=None, version=advance.version, on=today()),
        back=form
        if isinstance(form, AdvanceBackForm)
        else AdvanceBackForm(formdata=None, version=advance.version, on=today(), amount=left),
    ), status  # fmt: skip


@bp.post("/advances/<uuid:advance_id>/agree")
@guard(Can.AGREE_TO_ADVANCE, Advance)
def agree(advance: Advance) -> ResponseReturnValue:
    return _step(advance, paying_ahead.agree_to_advance, _("Agreed. The operator transfers it."))


@bp.post("/advances/<uuid:advance_id>/withdraw")
@guard(Can.BILL, Advance)
def withdraw(advance: Advance) -> ResponseReturnValue:
    return _step(advance, paying_ahead.withdraw_advance, _("Withdrawn. The consultant has been told."))


@bp.post("/advances/<uuid:advance_id>/paid")
@guard(Can.BILL, Advance)
def paid(advance: Advance) -> ResponseReturnValue:
    form = AdvancePaidForm()
    if not form.validate() or form.on.data is None:
        return _page(advance, form, status=UNPROCESSABLE)
    on = form.on.data
    try:
        return _step(
            advance, lambda row, by: paying_ahead.mark_advance_paid(row, on=on, by=by),
            _("Booked. It comes off the consultant's next payments."),
        )  # fmt: skip
    except Invalid as refused:
        _say(form, refused)
        return _page(advance, form, status=UNPROCESSABLE)


@bp.post("/advances/<uuid:advance_id>/given-back")
@guard(Can.BILL, Advance)
def back(advance: Advance) -> ResponseReturnValue:
    """Book what no next payment can take off: the consultant has transferred it back."""
    form = AdvanceBackForm()
    if not form.validate() or form.on.data is None:
        return _page(advance, form, status=UNPROCESSABLE)
    on, amount, words = form.on.data, form.amount.data or 0, form.words.data or ""
    try:
        return _step(
            advance, lambda row, by: paying_ahead.book_advance_back(row, amount, on=on, words=words, by=by),
            _("Booked."),
        )  # fmt: skip
    except Invalid as refused:
        _say(form, refused)
        return _page(advance, form, status=UNPROCESSABLE)


def _step(advance: Advance, step: Callable[..., None], said: str) -> ResponseReturnValue:
    """Take one step, from the state that the page has shown."""
    if stale(advance):
        return _page(advance, status=CONFLICT)
    step(advance, by=signed_in_user())
    flash(said)
    return redirect(url_for("advances.show", advance_id=advance.id), code=303)


def _say(form: Form, refused: Invalid) -> None:
    for name, message in refused.errors.items():
        form[name].errors = [*form[name].errors, message]
