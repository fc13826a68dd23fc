"""Reads of people, companies and invitations."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.accounts.models import BrowserSession, Company, Invitation, Membership, User
from marketplace.accounts.states import STAFF, UserKind
from marketplace.clock import now
from marketplace.db import db

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID


def user_by_email(email: str) -> User | None:
    """The person with this address, however it is spelled."""
    return db.session.scalar(select(User).where(User.email == email.strip().lower()))


def company_page(company_id: UUID) -> Company:
    """A company with its members and its advisor."""
    wanted = select(Company).where(Company.id == company_id)
    loaded = wanted.options(
        selectinload(Company.memberships).joinedload(Membership.user), joinedload(Company.advisor)
    ).execution_options(populate_existing=True)
    return db.session.scalars(loaded).one()


def companies() -> Sequence[Company]:
    """All companies with their advisors, newest first."""
    return db.session.scalars(
        select(Company).options(joinedload(Company.advisor)).order_by(Company.created_at.desc())
    ).all()


def open_invitations(company: Company | None) -> Sequence[Invitation]:
    """Invitations that may still be accepted: of a company, or of staff."""
    return db.session.scalars(
        select(Invitation)
        .where(
            Invitation.company_id == (company.id if company else None),
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
            Invitation.expires_at > now(),
        )
        .order_by(Invitation.created_at)
    ).all()


def token_hash(token: str) -> str:
    """What is kept of a token that opens something to its holder: 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def invitation_by_token(token: str) -> Invitation | None:
    """The invitation that a link names, usable or not."""
    return db.session.scalar(
        select(Invitation).options(joinedload(Invitation.company)).where(Invitation.token_hash == token_hash(token))
    )


def staff() -> Sequence[User]:
    """Advisors and operators, those who have left too."""
    return db.session.scalars(select(User).where(User.kind.in_(STAFF)).order_by(User.kind, User.name)).all()


def advisors() -> Sequence[User]:
    """Advisors who take care of people now."""
    return db.session.scalars(select(User).where(User.kind == UserKind.ADVISOR, User.active).order_by(User.name)).all()


def companies_by_advisor(advisor_ids: Sequence[UUID]) -> Mapping[UUID, int]:
    """How many companies with members each of these advisors takes care of."""
    belongs = select(Membership.id).where(Membership.company_id == Company.id).exists()
    counts = select(Company.advisor_id, func.count()).where(Company.advisor_id.in_(advisor_ids), belongs)
    rows = db.session.execute(counts.group_by(Company.advisor_id)).all()
    return {advisor_id: count for advisor_id, count in rows if advisor_id is not None}


def live_sessions(user: User) -> Sequence[BrowserSession]:
    """The browsers in which the person is signed in, newest first; none is older than a session lasts."""
    return db.session.scalars(
        select(BrowserSession)
        .where(BrowserSession.user_id == user.id, BrowserSession.ended_at.is_(None))
        .where(BrowserSession.started_at > now() - BrowserSession.LONGEST)
        .order_by(BrowserSession.started_at.desc())
    ).all()
