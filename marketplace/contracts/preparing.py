"""The desk's steps with a contract: its terms, sending it, changing it, and its course until it ends."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for

from marketplace.contracts.forms import AmendmentForm, EndForm, NoticeForm, TermsForm, WordsForm, refuse
from marketplace.contracts.models import Contract
from marketplace.contracts.operations import amending, drafting, ending
from marketplace.contracts.page import contract_page
from marketplace.contracts.queries import newest_version, version_in_force
from marketplace.contracts.states import RUNNING, ContractState, EndKind
from marketplace.contracts.terms import terms_of
from marketplace.errors import DomainError, Invalid
from marketplace.guard import guard
from marketplace.i18n import gettext as _
from marketplace.identity import signed_in_user
from marketplace.inputs import stale
from marketplace.policy import Can

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from marketplace.inputs import Form

bp = Blueprint("preparing", __name__)
UNPROCESSABLE, CONFLICT = HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT


@bp.route("/contracts/<uuid:contract_id>/terms", methods=["GET", "POST"])
@guard(Can.PREPARE_CONTRACT, Contract)
def terms(contract: Contract) -> ResponseReturnValue:
    """Edit the terms while the contract is a draft."""
    if contract.state is not ContractState.DRAFTED:
        return contract_page(contract, status=CONFLICT)
    version = newest_version(contract)
    form = TermsForm().between(contract.model)
    if form.validate_on_submit() and not stale(version):
        try:
            drafting.save_terms(version, form.terms(terms_of(version)), by=signed_in_user())
        except Invalid as refused:
            refuse(form, refused)
        else:
            flash(_("Saved."))
            return _back(contract)
    status = HTTPStatus.OK
    if form.is_submitted():
        status = CONFLICT if stale(version) else UNPROCESSABLE
    else:
        form.begin(terms_of(version))
    form.version.raw_data, form.version.data = None, version.version
    return render_template(
        "contracts/terms.html", form=form, contract=contract, amending=False, conflict=status is CONFLICT
    ), status


@bp.route("/contracts/<uuid:contract_id>/amend", methods=["GET", "POST"])
@guard(Can.PREPARE_CONTRACT, Contract)
def amend(contract: Contract) -> ResponseReturnValue:
    """Propose a new version of a concluded contract."""
    version = version_in_force(contract)
    if version is None or contract.state not in RUNNING:
        return contract_page(contract, status=CONFLICT)
    form, error = AmendmentForm().between(contract.model), ""
    if form.validate_on_submit():
        changed = form.terms(terms_of(version))
        try:
            amending.propose_amendment(contract, changed, reason=form.reason.data or "", by=signed_in_user())
        except Invalid as refused:
            refuse(form, refused)
        except DomainError as refused:
            error = str(refused.message)
        else:
            flash(_("Sent. It holds once the sides that it touches have signed."))
            return _back(contract)
    if not form.is_submitted():
        form.begin(terms_of(version))
    status = CONFLICT if error else UNPROCESSABLE if form.is_submitted() else HTTPStatus.OK
    return render_template(
        "contracts/terms.html", form=form, contract=contract, amending=True, conflict=False, error=error
    ), status


@bp.post("/contracts/<uuid:contract_id>/send")
@guard(Can.PREPARE_CONTRACT, Contract)
def send(contract: Contract) -> ResponseReturnValue:
    """Send it as the page showed it: terms that a colleague has changed since are read again first."""
    if stale(newest_version(contract)):
        return contract_page(contract, status=CONFLICT)
    try:
        drafting.send_contract(contract, by=signed_in_user())
    except Invalid as refused:
        flash(str(next(iter(refused.errors.values()))), "error")
        return contract_page(contract, status=UNPROCESSABLE)
    except DomainError as refused:
        flash(str(refused.message), "error")
        return contract_page(contract, status=CONFLICT)
    flash(_("Sent. Both sides have been asked to sign."))
    return _back(contract)


@bp.post("/contracts/<uuid:contract_id>/void")
@guard(Can.PREPARE_CONTRACT, Contract)
def void(contract: Contract) -> ResponseReturnValue:
    form = WordsForm()
    return _step(
        contract, "void", form, lambda: drafting.void_contract(contract, by=signed_in_user(), words=_said(form))
    )


@bp.post("/contracts/<uuid:contract_id>/suspend")
@guard(Can.PREPARE_CONTRACT, Contract)
def suspend(contract: Contract) -> ResponseReturnValue:
    form = WordsForm()
    return _step(contract, "suspend", form, lambda: ending.suspend(contract, by=signed_in_user(), words=_said(form)))


@bp.post("/contracts/<uuid:contract_id>/resume")
@guard(Can.PREPARE_CONTRACT, Contract)
def resume(contract: Contract) -> ResponseReturnValue:
    ending.resume(contract, by=signed_in_user())
    flash(_("The contract is in force again."))
    return _back(contract)


@bp.post("/contracts/<uuid:contract_id>/notice")
@guard(Can.PREPARE_CONTRACT, Contract)
def notice(contract: Contract) -> ResponseReturnValue:
    form = NoticeForm()

    def tell() -> None:
        exception = EndKind(form.exception.data) if form.exception.data else None
        ends_on = form.ends_on.data or contract.last_day
        ending.give_notice(contract, ends_on=ends_on, words=_said(form), by=signed_in_user(), exception=exception)

    return _step(contract, "notice", form, tell)


@bp.post("/contracts/<uuid:contract_id>/end")
@guard(Can.PREPARE_CONTRACT, Contract)
def end(contract: Contract) -> ResponseReturnValue:
    form = EndForm()
    return _step(
        contract, "end", form,
        lambda: ending.end_now(contract, kind=EndKind(form.kind.data), words=_said(form), by=signed_in_user()),
    )  # fmt: skip


@bp.post("/contracts/<uuid:contract_id>/withdraw-amendment")
@guard(Can.PREPARE_CONTRACT, Contract)
def withdraw(contract: Contract) -> ResponseReturnValue:
    amending.withdraw_amendment(contract, by=signed_in_user())
    flash(_("The amendment was withdrawn; the terms in force stay."))
    return _back(contract)


def _said(form: WordsForm) -> str:
    return form.words.data or ""


def _step(contract: Contract, step: str, form: Form, take: Callable[[], None]) -> ResponseReturnValue:
    """Take a step that needs words: 422 with what was typed where something is wrong, 409 where somebody was faster."""
    if not form.validate():
        return contract_page(contract, form, step=step, status=UNPROCESSABLE)
    if stale(contract):
        return contract_page(contract, form, step=step, status=CONFLICT)
    try:
        take()
    except Invalid as refused:
        refuse(form, refused)
        return contract_page(contract, form, step=step, status=UNPROCESSABLE)
    flash(_("Done, and both sides have been told."))
    return _back(contract)


def _back(contract: Contract) -> ResponseReturnValue:
    return redirect(url_for("contracts.show", contract_id=contract.id), code=303)
