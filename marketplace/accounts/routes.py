"""Pages of accounts: sign-up, the own account, a company and its members, invitations, the operator's staff."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask_limiter.util import get_remote_address
from flask_security import login_user
from flask_security.utils import logout_user

from marketplace.accounts import operations, queries, standing
from marketplace.accounts.forms import (
    Acceptance,
    AccountForm,
    CompanyForm,
    CompanySignUp,
    ConsultantSignUp,
    MemberInvitation,
    StaffInvitation,
)
from marketplace.accounts.labels import KINDS, ROLES, SIZES, browser_name
from marketplace.accounts.models import Company, Invitation, Membership, User
from marketplace.accounts.security_views import asked_address
from marketplace.accounts.states import CompanyRole, UserKind
from marketplace.errors import Invalid
from marketplace.guard import guard, public
from marketplace.i18n import gettext as _
from marketplace.i18n import present_locale
from marketplace.identity import signed_in_user, user_or_none
from marketplace.limits import SIGN_UP, count
from marketplace.policy import Can

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("accounts", __name__)
bp.add_app_template_filter(browser_name)
REFUSED = HTTPStatus.UNPROCESSABLE_ENTITY


@bp.get("/sign-up")
@public
def sign_up() -> ResponseReturnValue:
    return render_template("accounts/sign_up.html")


@bp.route("/sign-up/consultant", methods=["GET", "POST"])
@public
def sign_up_consultant() -> ResponseReturnValue:
    return _sign_up(ConsultantSignUp(), UserKind.CONSULTANT)


@bp.route("/sign-up/company", methods=["GET", "POST"])
@public
def sign_up_company() -> ResponseReturnValue:
    return _sign_up(CompanySignUp(), UserKind.CLIENT)


def _sign_up(form: ConsultantSignUp | CompanySignUp, kind: UserKind) -> ResponseReturnValue:
    if user_or_none() is not None:
        return redirect("/", code=303)
    if request.method == "POST":
        count(SIGN_UP, "sign-up", get_remote_address())
    if not form.validate_on_submit():
        page = render_template("accounts/sign_up_form.html", form=form, kind=kind)
        return page, REFUSED if request.method == "POST" else HTTPStatus.OK
    session["signed_up"] = operations.sign_up(form.data, kind=kind, locale=present_locale())
    session["signed_up_as"] = form.email.data
    return redirect(url_for("accounts.signed_up"), code=303)


@bp.get("/sign-up/thanks")
@public
def signed_up() -> ResponseReturnValue:
    """Say what comes next; the same page whether the address was new or not."""
    email = session.get("signed_up_as")
    return render_template("accounts/signed_up.html", email=email) if email else redirect(url_for("accounts.sign_up"))


@bp.route("/account", methods=["GET", "POST"])
@guard(Can.SEE_OWN_PAGES)
def account() -> ResponseReturnValue:
    user = signed_in_user()
    form = AccountForm(obj=user)
    if form.validate_on_submit():
        operations.edit_account(user, name=form.name.data, locale=form.locale.data)
        session["locale"] = form.locale.data
        flash(_("Saved."))
        return redirect(url_for("accounts.account"), code=303)
    page = render_template(
        "accounts/account.html", form=form, user=user, kinds=KINDS, sessions=queries.live_sessions(user),
        present=session.get("browser"),
    )  # fmt: skip
    return page, REFUSED if form.errors else HTTPStatus.OK


@bp.post("/account/sign-out-everywhere")
@guard(Can.SEE_OWN_PAGES)
def sign_out_everywhere() -> ResponseReturnValue:
    user = signed_in_user()
    operations.sign_out_everywhere(user, by=user)
    logout_user()
    session.pop("browser", None)
    flash(_("You are signed out on every device."))
    return redirect(url_for("security.login"), code=303)


@bp.get("/company")
@guard(Can.SEE_OWN_PAGES)
def own_company() -> ResponseReturnValue:
    """Show the client's own company; nobody else has one."""
    membership = signed_in_user().membership
    if membership is None:
        abort(HTTPStatus.NOT_FOUND)
    return _company_page(membership.company, MemberInvitation())


@bp.get("/companies/<uuid:company_id>")
@guard(Can.SEE_COMPANY, Company)
def company(company: Company) -> ResponseReturnValue:
    return _company_page(company, MemberInvitation())


def _company_page(company: Company, form: MemberInvitation) -> ResponseReturnValue:
    page = render_template(
        "accounts/company.html", company=queries.company_page(company.id), form=form, roles=ROLES, sizes=SIZES,
        invitations=queries.open_invitations(company), advisors=queries.advisors(),
    )  # fmt: skip
    return page, REFUSED if form.errors else HTTPStatus.OK


@bp.route("/companies/<uuid:company_id>/edit", methods=["GET", "POST"])
@guard(Can.EDIT_COMPANY, Company)
def edit_company(company: Company) -> ResponseReturnValue:
    form = CompanyForm(obj=company)
    if form.validate_on_submit():
        operations.edit_company(company, form.data, by=signed_in_user())
        flash(_("Saved."))
        return redirect(url_for("accounts.company", company_id=company.id), code=303)
    page = render_template("accounts/edit_company.html", company=company, form=form)
    return page, REFUSED if form.errors else HTTPStatus.OK


@bp.post("/companies/<uuid:company_id>/invitations")
@guard(Can.INVITE_MEMBER, Company)
def invite_member(company: Company) -> ResponseReturnValue:
    form = MemberInvitation()
    if not form.validate_on_submit():
        return _company_page(company, form)
    try:
        operations.invite_member(company, email=form.email.data, role=form.role.data, by=signed_in_user())
    except Invalid as refused:
        form.email.errors = [str(refused.message)]
        return _company_page(company, form)
    flash(_("The invitation is on its way to %(email)s.", email=form.email.data))
    return redirect(url_for("accounts.company", company_id=company.id), code=303)


@bp.post("/companies/<uuid:company_id>/advisor")
@guard(Can.ASSIGN_ADVISOR, Company)
def assign_advisor(company: Company) -> ResponseReturnValue:
    chosen = next((each for each in queries.advisors() if str(each.id) == request.form.get("advisor")), None)
    if chosen is None:
        raise Invalid({"advisor": _("Choose an advisor.")})
    operations.assign_advisor(company, chosen, by=signed_in_user())
    flash(_("%(name)s takes care of this company now.", name=chosen.name))
    return redirect(url_for("accounts.company", company_id=company.id), code=303)


@bp.post("/memberships/<uuid:membership_id>/remove")
@guard(Can.REMOVE_MEMBER, Membership)
def remove_member(membership: Membership) -> ResponseReturnValue:
    standing.remove_member(membership, by=signed_in_user())
    flash(_("This person no longer belongs to the company."))
    return redirect(url_for("accounts.company", company_id=membership.company_id), code=303)


@bp.post("/memberships/<uuid:membership_id>/role")
@guard(Can.CHANGE_ROLE, Membership)
def change_role(membership: Membership) -> ResponseReturnValue:
    try:
        role = CompanyRole(request.form.get("role", ""))
    except ValueError:
        raise Invalid({"role": _("Choose a role.")}) from None
    standing.change_role(membership, role, by=signed_in_user())
    flash(_("The role is changed."))
    return redirect(url_for("accounts.company", company_id=membership.company_id), code=303)


@bp.post("/invitations/<uuid:invitation_id>/revoke")
@guard(Can.REVOKE_INVITATION, Invitation)
def revoke_invitation(invitation: Invitation) -> ResponseReturnValue:
    operations.revoke_invitation(invitation, by=signed_in_user())
    flash(_("The invitation is taken back."))
    home = url_for("accounts.staff") if invitation.company_id is None else url_for("accounts.own_company")
    return redirect(home, code=303)


@bp.route("/invitations/<token>", methods=["GET", "POST"])
@public
def accept_invitation(token: str) -> ResponseReturnValue:
    """Show an invitation to whoever holds its link; accepting it creates the account and signs in."""
    invitation = queries.invitation_by_token(token)
    if request.method == "POST":
        count(SIGN_UP, "invitation", get_remote_address())
    if invitation is None or not invitation.usable:
        return render_template("accounts/invitation_over.html"), HTTPStatus.NOT_FOUND
    form = Acceptance(data={"name": invitation.name})
    if not form.validate_on_submit():
        page = render_template("accounts/invitation.html", form=form, invitation=invitation, kinds=KINDS)
        return page, REFUSED if form.errors else HTTPStatus.OK
    user = operations.accept_invitation(
        invitation, name=form.name.data, password=form.password.data, locale=present_locale()
    )
    if user_or_none() is not None:
        logout_user()
    login_user(user, authn_via=["invitation"])
    flash(_("Welcome. Your account is ready."), "success")
    return redirect(url_for("intake.welcome"), code=303)


@bp.get("/staff")
@guard(Can.INVITE_STAFF)
def staff() -> ResponseReturnValue:
    return _staff_page(StaffInvitation())


def _staff_page(form: StaffInvitation) -> ResponseReturnValue:
    page = render_template(
        "accounts/staff.html", form=form, people=queries.staff(), invitations=queries.open_invitations(None),
        kinds=KINDS, companies=queries.companies(),
    )  # fmt: skip
    return page, REFUSED if form.errors else HTTPStatus.OK


@bp.post("/staff/invitations")
@guard(Can.INVITE_STAFF)
def invite_staff() -> ResponseReturnValue:
    form = StaffInvitation()
    if not form.validate_on_submit():
        return _staff_page(form)
    try:
        operations.invite_staff(email=form.email.data, name=form.name.data, kind=form.kind.data, by=signed_in_user())
    except Invalid as refused:
        form.email.errors = [str(refused.message)]
        return _staff_page(form)
    flash(_("The invitation is on its way to %(email)s.", email=form.email.data))
    return redirect(url_for("accounts.staff"), code=303)


@bp.post("/staff/<uuid:user_id>/close")
@guard(Can.CLOSE_STAFF_ACCOUNT, User)
def close_staff_account(user: User) -> ResponseReturnValue:
    standing.close_staff_account(user, by=signed_in_user())
    flash(_("%(name)s is signed out everywhere and can no longer sign in.", name=user.name))
    return redirect(url_for("accounts.staff"), code=303)


@bp.post("/staff/<uuid:user_id>/reopen")
@guard(Can.CLOSE_STAFF_ACCOUNT, User)
def reopen_staff_account(user: User) -> ResponseReturnValue:
    standing.reopen_staff_account(user, by=signed_in_user())
    flash(_("%(name)s can sign in again.", name=user.name))
    return redirect(url_for("accounts.staff"), code=303)


@bp.route("/e-mail/new/<token>", methods=["GET", "POST"])
@guard(Can.SEE_OWN_PAGES)
def new_address(token: str) -> ResponseReturnValue:
    """Take over an address by the button behind the link in its mail; only who asked for it, signed in, may."""
    user = signed_in_user()
    email = asked_address(token, user)
    if email is None:
        flash(_("This link is no longer valid. Ask for a new one here."), "error")
        return redirect(url_for("security.change_email"), code=303)
    if request.method == "POST":
        standing.change_address(user, email)
        flash(_("Your new address is taken over. Sign in with it from now on."))
        return redirect(url_for("accounts.account"), code=303)
    return render_template("accounts/new_address.html", email=email)
