"""A contract's pages for all three: the list, one contract with its money and papers, what each side says of it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for

from marketplace.accounts.models import User
from marketplace.contracts.forms import AnswerForm, PartyForm, PersonForm, RenewalForm, ScreeningForm, TalkForm, refuse
from marketplace.contracts.labels import GROUP, STATE, end, label, side, term_name
from marketplace.contracts.models import Contract, Party, PriceTalk
from marketplace.contracts.naming import named_in
from marketplace.contracts.operations import parties, renewing, talks
from marketplace.contracts.page import contract_page
from marketplace.contracts.queries import PER_PAGE, contracts_for, counts_for, party_of
from marketplace.contracts.states import GROUPS, ContractState
from marketplace.db import db
from marketplace.errors import Invalid
from marketplace.guard import guard
from marketplace.i18n import gettext as _
from marketplace.identity import signed_in_user
from marketplace.paging import page_of
from marketplace.policy import Can
from marketplace.profiles.queries import profile_of

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from marketplace.inputs import Form

bp = Blueprint("contracts", __name__)
bp.add_app_template_filter(label, "contract_label")
bp.add_app_template_filter(side, "contract_side")
bp.add_app_template_filter(end, "contract_end")
bp.add_app_template_filter(term_name, "contract_term")
UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY


@bp.get("/contracts")
@guard(Can.SEE_OWN_PAGES)
def index() -> ResponseReturnValue:
    """The contracts that one may see, by how far they are."""
    user = signed_in_user()
    counts = counts_for(user)
    shown = request.args.get("show", "")
    states = GROUPS.get(shown, frozenset(ContractState))
    page = page_of(sum(counts[each] for each in states), per_page=PER_PAGE)
    return render_template(
        "contracts/index.html",
        contracts=contracts_for(user, states, page=page.page),
        state=STATE,
        page=page,
        shown=shown if shown in GROUPS else "",
        groups=[(code, GROUP[code], sum(counts[each] for each in GROUPS[code])) for code in GROUPS],
        total=counts.total(),
        named_in=named_in,
    )


@bp.get("/contracts/<uuid:contract_id>")
@guard(Can.SEE_CONTRACT, Contract)
def show(contract: Contract) -> ResponseReturnValue:
    return contract_page(contract)


@bp.post("/contracts/<uuid:contract_id>/renewal")
@guard(Can.ANSWER_RENEWAL, Contract)
def renewal(contract: Contract) -> ResponseReturnValue:
    """A side says whether it should go on."""
    form = RenewalForm()
    if not form.validate():
        return contract_page(contract, form, step="renewal", status=UNPROCESSABLE)
    try:
        goes_on = form.goes_on.data == "yes"
        renewing.say_about_renewal(contract, goes_on=goes_on, words=form.words.data or "", by=signed_in_user())
    except Invalid as refused:
        refuse(form, refused)
        return contract_page(contract, form, step="renewal", status=UNPROCESSABLE)
    flash(_("Thank you. Your advisor talks with the other side and comes back to you."))
    return redirect(url_for("contracts.show", contract_id=contract.id), code=303)


# Talks on the fee


@bp.route("/contracts/<uuid:contract_id>/talks/new", methods=["GET", "POST"])
@guard(Can.ASK_FOR_TALK, Contract)
def ask(contract: Contract) -> ResponseReturnValue:
    form = TalkForm()
    if form.validate_on_submit():
        talks.ask_for_talk(contract, words=form.words.data or "", wish=form.wish.data, by=signed_in_user())
        flash(_("Sent. You get an answer with an explanation."))
        return redirect(url_for("contracts.show", contract_id=contract.id), code=303)
    return render_template("contracts/talk.html", form=form, contract=contract, talk=None), _status(form)


@bp.get("/price-talks/<uuid:price_talk_id>")
@guard(Can.SEE_TALK, PriceTalk)
def talk(price_talk: PriceTalk) -> ResponseReturnValue:
    return _talk_page(price_talk, AnswerForm(formdata=None))


@bp.post("/price-talks/<uuid:price_talk_id>/answer")
@guard(Can.ANSWER_TALK, PriceTalk)
def answer(price_talk: PriceTalk) -> ResponseReturnValue:
    form = AnswerForm()
    if form.validate_on_submit():
        raised = form.raised.data == "yes"
        talks.answer_talk(price_talk, raised=raised, words=form.answer.data or "", by=signed_in_user())
        if raised:
            flash(_("Answered. Now propose the amendment."))
            return redirect(url_for("preparing.amend", contract_id=price_talk.contract_id), code=303)
        flash(_("Answered."))
        return redirect(url_for("contracts.show", contract_id=price_talk.contract_id), code=303)
    return _talk_page(price_talk, form, UNPROCESSABLE)


def _talk_page(each: PriceTalk, form: AnswerForm, status: HTTPStatus = HTTPStatus.OK) -> ResponseReturnValue:
    return render_template("contracts/talk.html", form=form, contract=each.contract, talk=each), status


# The parties


@bp.route("/contracting", methods=["GET", "POST"])
@guard(Can.DECLARE_PARTY)
def declare() -> ResponseReturnValue:
    user = signed_in_user()
    own = user.membership.company if user.membership else profile_of(user)
    known = party_of(own) if own else None
    form = PartyForm() if user.membership else PersonForm()
    if form.validate_on_submit() and own is not None:
        parties.declare(parties.party_for(own), form.values(), by=user)
        flash(_("Saved, with your declaration of today."))
        return redirect(url_for("contracts.declare"), code=303)
    if not form.is_submitted():
        form.begin(known or _blank(user))
    return render_template(
        "contracts/declare.html", form=form, party=known, own_company=user.membership is not None
    ), _status(form)


def _blank(user: User) -> Party:
    """Return a party of which nothing is known but the account's own words; not kept."""
    if user.membership:
        company = user.membership.company
        return Party(legal_name=company.name, address=company.address, representative="", domestic=True, company=None)
    return Party(legal_name=user.name, address="", representative="", domestic=True, company=None)


@bp.route("/parties/<uuid:party_id>", methods=["GET", "POST"])
@guard(Can.SCREEN_PARTY, Party)
def party(party: Party) -> ResponseReturnValue:
    form = ScreeningForm()
    if form.validate_on_submit():
        clear = form.result.data == "clear"
        parties.screen(party, method=form.method.data or "", clear=clear, by=signed_in_user())
        flash(_("Kept. The check holds for a year."))
        return redirect(url_for("contracts.party", party_id=party.id), code=303)
    by = {each: db.session.get(User, each) for each in (party.declared_by_id, party.screened_by_id) if each}
    return render_template("contracts/party.html", form=form, party=party, by=by), _status(form)


def _status(form: Form) -> HTTPStatus:
    return UNPROCESSABLE if form.is_submitted() else HTTPStatus.OK
