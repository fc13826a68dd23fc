"""Who keeps which place: roles in a company, leaving it, staff who leave and come back, an account's new address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace.accounts import notices, queries
from marketplace.accounts.models import Company, Membership, User
from marketplace.accounts.operations import sign_out_everywhere
from marketplace.accounts.states import CompanyRole, UserKind
from marketplace.audit import record
from marketplace.clock import now
from marketplace.db import db
from marketplace.errors import DomainError
from marketplace.events import user_readdressed
from marketplace.i18n import lazy_gettext as _

if TYPE_CHECKING:
    from uuid import UUID


def change_role(membership: Membership, role: CompanyRole, *, by: User) -> None:
    """Make a member an owner, or an owner a member; the person is told."""
    company = _locked(membership.company_id)
    if membership.role is role:
        return
    if role is not CompanyRole.OWNER:
        _refuse_last_owner(company, membership)
    membership.role = role
    record(by, "role changed", company, member=str(membership.user_id), role=role.value)
    if membership.user_id != by.id:
        notices.role_changed(db.session.get_one(User, membership.user_id), company, role)


def remove_member(membership: Membership, *, by: User) -> None:
    """Take a person out of a company and close the account; what the person did stays."""
    company = _locked(membership.company_id)
    _refuse_last_owner(company, membership)
    user = db.session.get_one(User, membership.user_id)
    sign_out_everywhere(user, by=by)
    user.active = False
    record(by, "member removed", company, member=str(user.id))
    db.session.delete(membership)


def _locked(company_id: UUID) -> Company:
    """Return the company with its members as they are now, until the commit: two owners may step down at once."""
    db.session.execute(select(Company.id).where(Company.id == company_id).with_for_update())
    return queries.company_page(company_id)


def _refuse_last_owner(company: Company, membership: Membership) -> None:
    owners = [each for each in company.memberships if each.role is CompanyRole.OWNER]
    if owners == [membership]:
        raise DomainError(_("A company needs an owner. Make somebody else the owner first."))


def close_account(user: User, *, by: User) -> None:
    """Shut an account whose person has another one; what it did stays."""
    sign_out_everywhere(user, by=by)
    user.active = False
    record(by, "account closed", user)


def close_staff_account(user: User, *, by: User) -> None:
    """Shut an advisor or another operator out at once; what the person did and cares for stays as it is."""
    wanted = select(User.id).where(User.kind == UserKind.OPERATOR, User.active).order_by(User.id)
    operators = db.session.scalars(wanted.with_for_update(of=User)).all()
    if by.id not in operators or by.id == user.id:
        raise DomainError(_("The service needs an operator. Another operator has to do this."))
    if not user.active:
        raise DomainError(_("This account is closed already."))
    sign_out_everywhere(user, by=by)
    user.active = False
    record(by, "staff account closed", user)


def reopen_staff_account(user: User, *, by: User) -> None:
    """Let an advisor or operator sign in again, with the password and second factor of before."""
    if user.active:
        raise DomainError(_("This account is open already."))
    user.active = True
    record(by, "staff account reopened", user)


def change_address(user: User, email: str) -> None:
    """Take an address over whose mail the person has just read; the address before is told."""
    former = user.email
    user.email, user.confirmed_at = email.strip().lower(), now()
    notices.address_changed(user, former)
    record(user, "address changed", user)
    user_readdressed.send(user, former=former)
