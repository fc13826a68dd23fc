"""The pages of pulses: one to answer, one of a side's own, and the advisor's page of a contract's health."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from marketplace.contracts.models import Contract
from marketplace.contracts.naming import named_in
from marketplace.db import db
from marketplace.guard import guard
from marketplace.i18n import gettext as _
from marketplace.identity import signed_in_user
from marketplace.paging import page_of
from marketplace.pipeline.parties import Side, own_side
from marketplace.policy import Can
from marketplace.pulses import labels
from marketplace.pulses.faring import healths_of
from marketplace.pulses.forms import DigestForm, NoteForm, PulseForm, SettleForm
from marketplace.pulses.models import Concern, Pulse
from marketplace.pulses.operations import asking, concerns
from marketplace.pulses.page import health_page
from marketplace.pulses.queries import (
    answer_of,
    answered_by,
    contracts_cared_for,
    digests_of,
    newest_answer,
    open_concerns_by_contract,
    pulses_of,
)
from marketplace.pulses.states import PulseState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from marketplace.pulses.health import Health, Part
    from marketplace.tracker.models import Project

bp = Blueprint("pulses", __name__)
PER_PAGE = 50
OK, UNPROCESSABLE, CONFLICT = HTTPStatus.OK, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT


@bp.app_context_processor
def _words() -> dict[str, object]:
    return {
        "pulse_side": labels.SIDE, "pulse_question": labels.QUESTION, "pulse_step": labels.STEP,
        "concern_cause": labels.CAUSE, "health_part": labels.PART, "health_level": labels.LEVEL,
    }  # fmt: skip


@bp.app_template_filter()
def health_part_name(part: Part) -> str:
    """A part of the score, as people read it."""
    return str(labels.PART[part])


@bp.route("/pulses/<uuid:pulse_id>", methods=["GET", "POST"])
@guard(Can.ANSWER_PULSE, Pulse)
def answer(pulse: Pulse) -> ResponseReturnValue:
    """Answer in a minute; what was answered before stands in the form until the pulse closes."""
    user = signed_in_user()
    before = answer_of(pulse, user)
    posted = request.method == "POST"
    form = PulseForm.of(pulse.side, before, blank=not posted)
    if posted and pulse.state is not PulseState.OPEN:
        return _answer_page(pulse, form, CONFLICT)
    if posted and not form.validate():
        return _answer_page(pulse, form, UNPROCESSABLE)
    if not posted:
        return _answer_page(pulse, form, OK, answered=before is not None)
    asking.answer_pulse(pulse, form.scores(), form.words.data or "", call_me=form.call_me.data, by=user)
    flash(_("Thank you. Your advisor reads it first; the other side does not see it."))
    return redirect(url_for("pulses.of_contract", contract_id=pulse.contract_id), code=303)


def _answer_page(pulse: Pulse, form: PulseForm, status: HTTPStatus, *, answered: bool = False) -> ResponseReturnValue:
    return render_template(
        "pulses/answer.html", pulse=pulse, form=form, answered=answered, who=named_in(signed_in_user(), pulse.contract)
    ), status


@bp.get("/contracts/<uuid:contract_id>/pulses")
@guard(Can.SEE_OWN_PULSES, Contract)
def of_contract(contract: Contract) -> ResponseReturnValue:
    """What one's own side was asked, and what the advisor has told it."""
    user = signed_in_user()
    side = own_side(user, contract.application)
    return render_template(
        "pulses/of_contract.html", contract=contract, pulses=pulses_of(contract, side), mine=answered_by(user),
        digests=digests_of(contract, side), who=named_in(user, contract),
    )  # fmt: skip


@bp.get("/contracts/health")
@guard(Can.SEE_DESK)
def index() -> ResponseReturnValue:
    """Running contracts, the worst first; what nothing is known of comes last."""
    mine = request.args.get("of") != "all"
    contracts = contracts_cared_for(signed_in_user(), mine=mine)
    healths = healths_of(contracts)

    def worst_first(contract: Contract) -> tuple[bool, int]:
        score = healths[contract.id].score
        return score is None, score or 0

    page = page_of(len(contracts), per_page=PER_PAGE)
    first = (page.page - 1) * PER_PAGE
    return render_template(
        "pulses/index.html", contracts=sorted(contracts, key=worst_first)[first : first + PER_PAGE], page=page,
        healths=healths, mine=mine, concerns=open_concerns_by_contract(),
    )  # fmt: skip


@bp.app_template_global()
def healths_of_projects(projects: Sequence[Project]) -> Mapping[UUID, Health]:
    """The health of projects' contracts by the contract's id, for staff: a list of projects shows it."""
    return healths_of([each.contract for each in projects])


@bp.get("/contracts/<uuid:contract_id>/health")
@guard(Can.CARE, Contract)
def health(contract: Contract) -> ResponseReturnValue:
    return health_page(contract)


@bp.post("/pulses/<uuid:pulse_id>/read")
@guard(Can.CARE, Pulse)
def read(pulse: Pulse) -> ResponseReturnValue:
    form = NoteForm()
    if not form.validate():
        return health_page(pulse.contract, {f"read-{pulse.id}": form}, UNPROCESSABLE)
    whole = db.session.scalars(select(Pulse).where(Pulse.id == pulse.id).options(selectinload(Pulse.answers))).one()
    if form.seen.data and form.seen.data != newest_answer(whole):
        form.seen.raw_data, form.seen.data = None, newest_answer(whole)
        form.note.errors = [_("An answer has come in or changed since this page was opened. Read it first.")]
        return health_page(pulse.contract, {f"read-{pulse.id}": form}, CONFLICT)
    asking.mark_read(whole, form.note.data or "", by=signed_in_user())
    flash(_("Marked as read."))
    return _back(pulse.contract)


@bp.post("/contracts/<uuid:contract_id>/digests")
@guard(Can.CARE, Contract)
def digest(contract: Contract) -> ResponseReturnValue:
    form = DigestForm()
    if not form.validate():
        return health_page(contract, {"digest": form}, UNPROCESSABLE)
    side = form.to_side()
    asking.share_digest(contract, side, form.words.data or "", by=signed_in_user())
    flash(_("Told to the client.") if side is Side.CLIENT else _("Told to the PMO."))
    return _back(contract)


@bp.post("/concerns/<uuid:concern_id>/done")
@guard(Can.CARE, Concern)
def settle(concern: Concern) -> ResponseReturnValue:
    form = SettleForm()
    if not form.validate():
        return health_page(concern.contract, {f"settle-{concern.id}": form}, UNPROCESSABLE)
    concerns.settle(concern, form.note.data or "", by=signed_in_user())
    flash(_("Looked after."))
    return _back(concern.contract)


def _back(contract: Contract) -> ResponseReturnValue:
    return redirect(url_for("pulses.health", contract_id=contract.id), code=303)
