"""The pages of the monthly check: one minute for the PMO, guidance for both sides, the measured mix on a profile."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for

from marketplace.contracts.models import Contract
from marketplace.contracts.naming import named_in
from marketplace.db import db
from marketplace.errors import Invalid
from marketplace.guard import guard
from marketplace.i18n import gettext as _
from marketplace.identity import signed_in_user
from marketplace.policy import Can
from marketplace.profiles.queries import own_profile
from marketplace.pulses.forms import CheckForm
from marketplace.pulses.models import MonthCheck
from marketplace.pulses.months import measured_mix_of, proposal_for
from marketplace.pulses.operations import checking
from marketplace.pulses.signs import ABOUT, ASKED
from marketplace.pulses.states import CheckState

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("month_checks", __name__)
bp.add_app_template_global(measured_mix_of)  # on a profile, and where it is shared on the sheet
OK, UNPROCESSABLE, CONFLICT = HTTPStatus.OK, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT


@bp.app_context_processor
def _words() -> dict[str, object]:
    return {"sign_about": ABOUT}


@bp.route("/month-checks/<uuid:month_check_id>", methods=["GET", "POST"])
@guard(Can.ANSWER_CHECK, MonthCheck)
def answer(month_check: MonthCheck) -> ResponseReturnValue:
    """Say yes or no to each sign, and correct the proposed shares."""
    form = CheckForm()
    if request.method != "POST":
        strategic, controlling, supportive = proposal_for(month_check)
        form = CheckForm(formdata=None, strategic=strategic, controlling=controlling, supportive=supportive)
        return _page(month_check, form, OK)
    if month_check.state is not CheckState.ASKED:
        return _page(month_check, form, CONFLICT)
    if not form.validate():
        return _page(month_check, form, UNPROCESSABLE)
    try:
        checking.answer_check(
            month_check, form.said(), form.words.data or "", form.mix(), by=signed_in_user()
        )  # fmt: skip
    except Invalid as refused:
        db.session.rollback()
        form.controlling.errors = [str(each) for each in refused.errors.values()]
        return _page(month_check, form, UNPROCESSABLE)
    flash(_("Thank you. Only the desk reads it."))
    return redirect(url_for("contracts.show", contract_id=month_check.contract_id), code=303)


def _page(check: MonthCheck, form: CheckForm, status: HTTPStatus) -> ResponseReturnValue:
    return render_template(
        "pulses/check.html", check=check, form=form, signs=ASKED, who=named_in(signed_in_user(), check.contract)
    ), status


@bp.get("/contracts/<uuid:contract_id>/independence")
@guard(Can.SEE_GUIDANCE, Contract)
def guidance(contract: Contract) -> ResponseReturnValue:
    """How the two sides work together: the same words for everybody, whatever anybody has said."""
    return render_template("pulses/guidance.html", contract=contract, signs=ASKED)


@bp.post("/contracts/<uuid:contract_id>/guidance")
@guard(Can.CARE, Contract)
def send_guidance(contract: Contract) -> ResponseReturnValue:
    checking.send_guidance(contract, by=signed_in_user())
    flash(_("Both sides have been reminded of the guidance."))
    return redirect(url_for("pulses.health", contract_id=contract.id), code=303)


@bp.post("/profile/measured-mix")
@guard(Can.EDIT_OWN_PROFILE)
def share() -> ResponseReturnValue:
    """Let clients see the measured mix, or not."""
    user = signed_in_user()
    shared = request.form.get("shared") == "yes"
    checking.share_measured(own_profile(user), shared=shared, by=user)
    flash(_("Clients see it beside what you declare.") if shared else _("Only you and the desk see it."))
    return redirect(url_for("profiles.mine"), code=303)
