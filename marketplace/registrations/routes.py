"""The look-ups of one number, and writing down a new one; the operator's own number has the same page."""

from __future__ import annotations

import unicodedata
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for

from marketplace.clock import today
from marketplace.contracts.queries import party_of
from marketplace.errors import Invalid
from marketplace.guard import guard, template_may
from marketplace.i18n import gettext as _
from marketplace.identity import signed_in_user
from marketplace.issuer import issuer
from marketplace.policy import Can
from marketplace.profiles.models import Consultant
from marketplace.registrations.forms import LookUpForm
from marketplace.registrations.labels import RESULT, SOURCE
from marketplace.registrations.operations import keep_look_up
from marketplace.registrations.queries import look_ups_of, number_of, number_on
from marketplace.trade.registration import LOOK_UP_HOLDS, needs_new_look_up

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("registrations", __name__)
SEARCH = "https://www.invoice-kohyo.nta.go.jp/regno-search/detail?selRegNo="  # and the 13 digits


@bp.route("/consultants/<uuid:consultant_id>/registration", methods=["GET", "POST"])
@guard(Can.LOOK_UP_REGISTRATION, Consultant)
def show(consultant: Consultant) -> ResponseReturnValue:
    return _page(consultant)


@bp.route("/settings/registration", methods=["GET", "POST"])
@guard(Can.LOOK_UP_REGISTRATION)
def own() -> ResponseReturnValue:
    return _page(None)


def _page(consultant: Consultant | None) -> ResponseReturnValue:
    number = number_of(consultant) if consultant else issuer().registration_number
    form = LookUpForm()
    if form.validate_on_submit():
        try:
            keep_look_up(consultant, number, form.shown(), by=signed_in_user())
        except Invalid as refused:
            form.refuse(refused)
        else:
            flash(_("Kept. Documents issued from now on follow it; what was issued stays."))
            return redirect(request.path, code=303)
    known = look_ups_of(number) if number else []
    party = party_of(consultant) if consultant else None
    name = (party.legal_name if party else "") if consultant else issuer().name
    return render_template(
        "registrations/show.html",
        consultant=consultant,
        number=number,
        name=name,
        search=SEARCH + number.removeprefix("T"),
        known=known,
        other_name=bool(known and known[0].name and name and _plain(known[0].name) != _plain(name)),
        stale=bool(number) and needs_new_look_up(known[0].looked_up_on if known else None, today()),
        again_on=known[0].looked_up_on + LOOK_UP_HOLDS if known else None,
        counts=bool(consultant and number and number_on(consultant, today())),
        result=RESULT,
        source=SOURCE,
        form=form,
        back=_back(consultant),
    ), HTTPStatus.UNPROCESSABLE_ENTITY if form.is_submitted() else HTTPStatus.OK


def _back(consultant: Consultant | None) -> str:
    """Return where the page lies: an advisor, who looks the operator's number up too, has it from the desk."""
    if consultant:
        return url_for("profiles.show", consultant_id=consultant.id)
    return url_for("wordings.issuer_page" if template_may(Can.EDIT_SETTINGS) else "desk.index")


def _plain(name: str) -> str:
    """Return a name without the differences that are none: widths and spaces."""
    return "".join(unicodedata.normalize("NFKC", name).split())
