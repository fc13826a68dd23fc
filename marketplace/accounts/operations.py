"""What can be done with accounts, companies and invitations.

Who may sign in: whoever has confirmed the address, and nobody else. Signing up therefore does not sign in: it
would tell a stranger whether an address has an account. It sends a mail, and the browser that signed up is let
in by the button behind the mail's link, without typing anything again; another browser is asked for the password.
So nobody who only guessed an address can prepare an account for its owner to confirm.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from flask_security import hash_password
from sqlalchemy import select, update

from marketplace.accounts import notices, queries
from marketplace.accounts.models import BrowserSession, Company, Invitation, Membership, User
from marketplace.accounts.states import CompanyRole, UserKind
from marketplace.audit import record
from marketplace.clock import now
from marketplace.db import db
from marketplace.errors import DomainError, Invalid
from marketplace.events import caseload_asked, user_renamed, user_signed_up
from marketplace.i18n import lazy_gettext as _

if TYPE_CHECKING:
    from typing import Any

INVITATION_LASTS = timedelta(days=7)


def new_marker() -> str:
    """Return what names a user in a cookie (Flask-Security's fs_uniquifier); changing it ends all sessions."""
    return uuid4().hex


def next_advisor() -> User | None:
    """Return the active advisor who takes care of the fewest companies and people, and note the new turn.

    Among equals whoever has waited longest, so turns go round; None while the operator has no advisor yet. The rows
    are held: of two sign-ups at once the second counts what the first has done.
    """
    advisors = db.session.scalars(
        select(User)
        .where(User.kind == UserKind.ADVISOR, User.active)
        .order_by(User.assigned_at.asc().nulls_first(), User.id)
        .with_for_update(of=User)
    ).all()
    if not advisors:
        return None
    answers = [count for _receiver, count in caseload_asked.send([each.id for each in advisors])]
    advisor = min(advisors, key=lambda each: sum(count.get(each.id, 0) for count in answers))  # the first of equals
    advisor.assigned_at = now()
    return advisor


def sign_up(values: dict[str, str], *, kind: UserKind, locale: str) -> str:
    """Create an account, or tell the address's owner of the try; return the marker of this browser.

    `values`: email, password, name, and company for a client. The answer never shows which of both happened. The
    first mail is sent by the receiver of `user_signed_up`, which knows the person's advisor.
    """
    known = queries.user_by_email(values["email"])
    if known is not None and (known.confirmed_at is not None or not known.active):
        hash_password(values["password"])  # as slow as for a new one
        notices.address_known(known)
        record(None, "sign-up with a known address", known)
        return new_marker()
    password = hash_password(values["password"])
    if known is not None:  # never confirmed: the last one who signed up counts, links sent before are void
        known.password, known.name, known.fs_uniquifier = password, values["name"], new_marker()
        _begin_again(known, kind, values)
        record(None, "signed up again", known)
        return known.fs_uniquifier
    user = _new_user(email=values["email"], name=values["name"], kind=kind, locale=locale, password=password)
    if kind is UserKind.CLIENT:
        _found_company(user, values["company"])
    record(user, "signed up", user, work=kind.value)
    user_signed_up.send(user)
    return user.fs_uniquifier


def _begin_again(user: User, kind: UserKind, values: dict[str, str]) -> None:
    """Give an unconfirmed account the work that was asked for last: nobody may choose it for somebody else."""
    left = user.membership
    if left is not None:
        db.session.delete(left)
        db.session.flush()
        db.session.refresh(user, ["membership"])
    user.kind = kind
    if kind is UserKind.CLIENT:
        _found_company(user, values["company"])
    user_signed_up.send(user)


def _new_user(**values: Any) -> User:
    user = User(**{**values, "email": values["email"].strip().lower(), "fs_uniquifier": new_marker()})
    db.session.add(user)
    return user


def _found_company(owner: User, name: str) -> None:
    advisor = next_advisor()
    company = Company(name=name, advisor_id=advisor.id if advisor else None)
    company.advisor = advisor
    owner.membership = Membership(company=company, role=CompanyRole.OWNER)
    if company.advisor is not None:
        notices.company_assigned(company.advisor, company)
    record(owner, "company created", company, advisor=str(company.advisor.id) if company.advisor else None)


def confirm_address(user: User) -> None:
    """Note that the person reads mail at the address: from now on this account can be entered."""
    user.confirmed_at = now()
    record(user, "address confirmed", user)


def start_session(user: User, *, agent: str) -> BrowserSession:
    """Note that the person is signed in with a browser."""
    started = BrowserSession(user=user, agent=agent[:200])
    db.session.add(started)
    record(user, "signed in", user)
    return started


def end_session(ended: BrowserSession) -> None:
    """End one browser's session on the server: its cookie opens nothing any more."""
    if ended.ended_at is None:
        ended.ended_at = now()


def sign_out_everywhere(user: User, *, by: User) -> None:
    """End every session of a person."""
    user.fs_uniquifier = new_marker()
    db.session.execute(
        update(BrowserSession)
        .where(BrowserSession.user_id == user.id, BrowserSession.ended_at.is_(None))
        .values(ended_at=now())
    )
    record(by, "signed out everywhere", user)


def edit_account(user: User, *, name: str, locale: str) -> None:
    """Change what a person is called and the language of mails; what rested on the name is told of a new one."""
    former = user.name
    user.name, user.locale = name, locale
    record(user, "account edited", user)
    if name != former:
        user_renamed.send(user, former=former)


def choose_language(user: User, locale: str) -> None:
    """Remember the language in which a person reads pages, and gets mails."""
    if user.locale != locale:
        user.locale = locale
        record(user, "language chosen", user, locale=locale)


def edit_company(company: Company, values: dict[str, str], *, by: User) -> None:
    """Change what a company says of itself."""
    for name in ("name", "industry", "size", "prefecture", "address", "contact", "corporate_number"):
        setattr(company, name, values.get(name, getattr(company, name)) or "")
    record(by, "company edited", company)


def assign_advisor(company: Company, advisor: User, *, by: User) -> None:
    """Give a company into another advisor's care; its members and the advisor are told."""
    if company.advisor_id == advisor.id:
        return
    company.advisor_id = advisor.id
    advisor.assigned_at = now()
    notices.company_assigned(advisor, company)
    for membership in queries.company_page(company.id).memberships:
        notices.advisor_changed(membership.user, advisor)
    record(by, "advisor assigned", company, advisor=str(advisor.id))


def invite_member(company: Company, *, email: str, role: CompanyRole, by: User) -> str:
    """Invite somebody into a company by mail; return the token, of which only the hash is kept."""
    _refuse_known(email)
    invitation, token = _invitation(email=email, kind=UserKind.CLIENT, company_id=company.id, role=role, by=by)
    notices.member_invited(invitation, token, by, company)
    record(by, "member invited", invitation, company=str(company.id), role=role.value)
    return token


def invite_staff(*, email: str, name: str, kind: UserKind, by: User | None) -> str:
    """Invite an advisor or operator; by nobody (the command line) no mail is sent, the token is handed over."""
    _refuse_known(email)
    invitation, token = _invitation(email=email, kind=kind, name=name, by=by)
    if by is not None:
        notices.staff_invited(invitation, token, by)
    record(by, "staff invited", invitation, work=kind.value)
    return token


def _invitation(*, email: str, by: User | None, **values: Any) -> tuple[Invitation, str]:
    address = email.strip().lower()
    earlier = queries.open_invitations(
        db.session.get(Company, values["company_id"]) if "company_id" in values else None
    )
    for old in earlier:  # the newest link is the one that counts
        if old.email == address:
            old.revoked_at = now()
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        email=address,
        token_hash=queries.token_hash(token),
        invited_by_id=by.id if by else None,
        expires_at=now() + INVITATION_LASTS,
        **values,
    )
    db.session.add(invitation)
    return invitation, token


def _refuse_known(email: str) -> None:
    known = queries.user_by_email(email)
    if known is not None and not _may_return(known):
        raise Invalid({"email": _("This address has an account already. One address belongs to one company.")})


def _may_return(user: User) -> bool:
    """A client who was removed from a company may be invited again."""
    return user.kind is UserKind.CLIENT and user.membership is None and not user.active


def revoke_invitation(invitation: Invitation, *, by: User) -> None:
    """Take an invitation back: its link no longer works."""
    if not invitation.usable:
        raise DomainError(_("This invitation has been used, has been taken back or has expired."))
    invitation.revoked_at = now()
    record(by, "invitation revoked", invitation)


def accept_invitation(invitation: Invitation, *, name: str, password: str, locale: str) -> User:
    """Use an invitation: the account it creates is confirmed, since its mail was read."""
    if not invitation.usable:
        raise DomainError(_("This invitation has been used, has been taken back or has expired."))
    known = queries.user_by_email(invitation.email)
    if known is not None and not _may_return(known):
        raise DomainError(_("Your address has an account already. Please sign in, or ask for another invitation."))
    user = known or _new_user(email=invitation.email, name=name, kind=invitation.kind, locale=locale)
    user.name, user.password, user.active = name, hash_password(password), True
    user.fs_uniquifier, user.confirmed_at, invitation.accepted_at = new_marker(), now(), now()
    if invitation.company_id is not None:
        company = db.session.get_one(Company, invitation.company_id)
        user.membership = Membership(company=company, role=invitation.role or CompanyRole.MEMBER)
    inviter = db.session.get(User, invitation.invited_by_id) if invitation.invited_by_id else None
    if inviter is not None:
        notices.member_joined(inviter, user)
    record(user, "invitation accepted", invitation, work=user.kind.value)
    return user
