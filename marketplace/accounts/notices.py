"""What people are told about their accounts; one function an event. Links that let somebody in go by mail only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_security.confirmable import generate_confirmation_token

from marketplace.clock import TOKYO
from marketplace.outbox import queue_mail, queue_message

if TYPE_CHECKING:
    from datetime import date

    from marketplace.accounts.models import Company, Invitation, User
    from marketplace.accounts.states import CompanyRole


def address_to_confirm(user: User, *, advisor: str, by: date | None) -> None:
    """Somebody signed up: the address is to be confirmed within two days; who gets in touch until when."""
    link = f"/e-mail/confirm/{generate_confirmation_token(user)}"  # type: ignore[no-untyped-call]
    queue_mail(
        user.email, "accounts/confirm_address", locale=user.locale, link=link, name=user.name,
        advisor=advisor, by=by.isoformat() if by else None,
    )  # fmt: skip


def address_known(user: User) -> None:
    """Somebody signed up with an address that has an account: only its owner is told."""
    queue_mail(user.email, "accounts/address_known", locale=user.locale, link="/sign-in", name=user.name)


def address_changed(user: User, former: str) -> None:
    """The address that no longer opens the account learns of it; it may be the owner's only warning."""
    queue_mail(former, "accounts/address_changed", locale=user.locale, link="/sign-in", name=user.name)


def role_changed(member: User, company: Company, role: CompanyRole) -> None:
    """A member learns what the own role in the company is now."""
    queue_message(member, "accounts/role_changed", link="/company", company=company.name, owner=role == "owner")


def member_invited(invitation: Invitation, token: str, by: User, company: Company) -> None:
    """A company asks somebody to join it."""
    queue_mail(
        invitation.email, "accounts/member_invited", locale=by.locale, link=f"/invitations/{token}",
        name=by.name, company=company.name, until=invitation.expires_at.astimezone(TOKYO).date().isoformat(),
    )  # fmt: skip


def staff_invited(invitation: Invitation, token: str, by: User) -> None:
    """The operator asks somebody to work on the desk."""
    queue_mail(
        invitation.email, "accounts/staff_invited", locale=by.locale, link=f"/invitations/{token}",
        name=by.name, until=invitation.expires_at.astimezone(TOKYO).date().isoformat(),
    )  # fmt: skip


def member_joined(invited_by: User, member: User) -> None:
    """Whoever invited somebody learns that it was accepted."""
    queue_message(invited_by, "accounts/member_joined", link="/company", name=member.name)


def company_assigned(advisor: User, company: Company) -> None:
    """An advisor has a new company to care for."""
    queue_message(advisor, "accounts/company_assigned", link=f"/companies/{company.id}", company=company.name)


def advisor_changed(member: User, advisor: User) -> None:
    """A company's member learns who cares for the company from now on."""
    queue_message(member, "accounts/advisor_changed", link="/company", advisor=advisor.name)
