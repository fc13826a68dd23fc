"""Bank accounts' pages: a consultant's own, bank and branch looked up step by step, and the operator's."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from marketplace.clock import now
from marketplace.connect.queries import is_on
from marketplace.errors import DomainError, Invalid
from marketplace.guard import guard
from marketplace.i18n import gettext as _
from marketplace.identity import signed_in_user
from marketplace.own_account import own_account, save_own_account
from marketplace.payouts.forms import BankAccountForm, OwnAccountForm, PostAccountForm
from marketplace.payouts.labels import ACCOUNT_TYPE
from marketplace.payouts.operations.accounts import save_bank_account
from marketplace.payouts.queries import account_in_use
from marketplace.policy import Can
from marketplace.profiles.queries import profile_of
from marketplace.settings import Name, value_of
from marketplace.trade.banks import JAPAN_POST_BANK, bank, banks_named, branch, branches_named
from marketplace.trade.refusal import Refusal

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from marketplace.payouts.models import BankAccount
    from marketplace.profiles.models import Consultant
    from marketplace.trade.banks import Bank, Branch

bp = Blueprint("bank_accounts", __name__)
OK, UNPROCESSABLE, CONFLICT = HTTPStatus.OK, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT
LOOKED_UP = 20


@bp.get("/bank-account")
@guard(Can.EDIT_BANK_ACCOUNT)
def show() -> ResponseReturnValue:
    """Show the account in use, never its number, and until when it is on hold."""
    account = account_in_use(_own_profile().id)
    return render_template(
        "payouts/account.html", account=account, place=_place(account), kinds=ACCOUNT_TYPE, hold=_hold(),
        on_hold=account is not None and account.usable_from > now(), by_stripe=is_on(),
    )  # fmt: skip


@bp.get("/bank-account/bank")
@guard(Can.EDIT_BANK_ACCOUNT)
def choose_bank() -> ResponseReturnValue:
    """Look a bank up by its name, its kana or its code."""
    words = request.args.get("q", "")
    banks = [each for each in banks_named(words, most=LOOKED_UP) if each.code != JAPAN_POST_BANK] if words else []
    return render_template("payouts/choose_bank.html", words=words, banks=banks, most=LOOKED_UP)


@bp.get("/bank-account/branch")
@guard(Can.EDIT_BANK_ACCOUNT)
def choose_branch() -> ResponseReturnValue:
    """Look a branch of the chosen bank up."""
    chosen = _bank()
    if chosen is None:
        return redirect(url_for("bank_accounts.choose_bank"))
    words = request.args.get("q", "")
    branches = branches_named(chosen.code, words, most=LOOKED_UP) if words else []
    return render_template("payouts/choose_branch.html", bank=chosen, words=words, branches=branches, most=LOOKED_UP)


@bp.route("/bank-account/edit", methods=["GET", "POST"])
@guard(Can.EDIT_BANK_ACCOUNT)
def edit() -> ResponseReturnValue:
    """Take the account at the chosen branch, with the password again."""
    chosen = _branch()
    if chosen is None:
        return redirect(url_for("bank_accounts.choose_bank"), code=303)
    form, user = BankAccountForm(), signed_in_user()
    if form.validate_on_submit():
        account = form.account(chosen.bank.code, chosen.code)
        if account is not None and form.proves(user):
            save_bank_account(_own_profile(), account, holder=form.holder.data or "", by=user)
            return _saved()
    return render_template("payouts/edit_account.html", form=form, branch=chosen, hold=_hold()), _status(form)


@bp.route("/bank-account/japan-post", methods=["GET", "POST"])
@guard(Can.EDIT_BANK_ACCOUNT)
def edit_post() -> ResponseReturnValue:
    """Take an account at ゆうちょ銀行 as its passbook has it."""
    form, user = PostAccountForm(), signed_in_user()
    if form.validate_on_submit():
        account = form.account()
        if account is not None and form.proves(user):
            save_bank_account(_own_profile(), account, holder=form.holder.data or "", by=user)
            return _saved()
    return render_template("payouts/edit_account.html", form=form, branch=None, hold=_hold()), _status(form)


def _own_profile() -> Consultant:
    """Return the person's profile: every consultant has one from the sign-up on."""
    profile = profile_of(signed_in_user())
    return profile or abort(HTTPStatus.NOT_FOUND)


def _saved() -> ResponseReturnValue:
    flash(_("Saved. You get a mail about it at once."))
    return redirect(url_for("bank_accounts.show"), code=303)


def _status(form: BankAccountForm | PostAccountForm) -> HTTPStatus:
    return UNPROCESSABLE if form.is_submitted() else OK


def _hold() -> int:
    return value_of(Name.BANK_HOLD_HOURS)


def _bank() -> Bank | None:
    try:
        return bank(request.args.get("bank", ""))
    except Refusal:
        return None


def _branch() -> Branch | None:
    try:
        return branch(request.args.get("bank", ""), request.args.get("branch", ""))
    except Refusal:
        return None


def _place(account: BankAccount | None) -> Branch | None:
    try:
        return branch(account.bank_code, account.branch_code) if account else None
    except Refusal:  # the branch is no more
        return None


@bp.route("/settings/own-account", methods=["GET", "POST"])
@guard(Can.EDIT_SETTINGS)
def own() -> ResponseReturnValue:
    """Take the operator's own account, with the password again: whoever changes it has the clients' money."""
    form, user = OwnAccountForm(), signed_in_user()
    status = UNPROCESSABLE if form.is_submitted() else OK
    if not form.is_submitted():
        form.show(own_account())
    elif form.validate() and form.proves(user):
        try:
            save_own_account(form.details(), seen=form.revision.data or 0, by=user)
        except Invalid as refused:
            for name, message in refused.errors.items():
                form[name].errors = [*form[name].errors, message]
        except DomainError as refused:
            flash(str(refused.message), "critical")
            form, status = OwnAccountForm(formdata=None), CONFLICT
            form.show(own_account())
        else:
            flash(_("Saved."))
            return redirect(url_for("bank_accounts.own"), code=303)
    return render_template("payouts/own_account.html", form=form, place=_own_place()), status


def _own_place() -> Branch | None:
    row = own_account()
    try:
        return row.account().branch if row else None
    except Refusal:
        return None
