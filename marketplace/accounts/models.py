"""Users, client companies, their members, and invitations."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from flask_security.core import UserMixin
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.states import STAFF, CompanyRole, UserKind
from marketplace.clock import now
from marketplace.db import Model, check

if TYPE_CHECKING:
    from typing import Any


class Company(Model):
    """A client organisation (クライアント企業)."""

    name: Mapped[str] = mapped_column(index=True)
    industry: Mapped[str] = mapped_column(default="")  # a concept id of the vocabulary
    size: Mapped[str] = mapped_column(default="")
    prefecture: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(default="")
    corporate_number: Mapped[str] = mapped_column(default="")
    advisor_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    answer_median: Mapped[float | None]  # business days from a submission to the first answer, of the last 180 days
    answers: Mapped[int] = mapped_column(default=0)  # how many that median is of

    advisor: Mapped[User | None] = relationship(foreign_keys=[advisor_id], lazy="raise_on_sql")
    memberships: Mapped[list[Membership]] = relationship(back_populates="company", lazy="raise_on_sql")


class User(Model, UserMixin):  # type: ignore[misc]  # both name an id; ours is the column
    """A person with an account; Flask-Security keeps its own columns here too."""

    __table_args__ = (check("email = lower(email)", "email_is_lower"),)

    email: Mapped[str] = mapped_column(unique=True)
    password: Mapped[str | None]
    name: Mapped[str]
    kind: Mapped[UserKind] = mapped_column(index=True)
    locale: Mapped[str] = mapped_column(default="ja")
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    confirmed_at: Mapped[datetime | None]
    fs_uniquifier: Mapped[str] = mapped_column(unique=True)
    tf_primary_method: Mapped[str | None]
    tf_totp_secret: Mapped[str | None]
    tf_last_counter: Mapped[int | None]  # the newest code used, so that none is used twice
    mf_recovery_codes: Mapped[list[str] | None]  # keyed hashes of the codes not yet used
    assigned_at: Mapped[datetime | None]  # an advisor: when somebody was last given to this person's care

    # One more join on the user's own row: policy and navigation ask for it on every page.
    membership: Mapped[Membership | None] = relationship(
        back_populates="user", lazy="joined", foreign_keys="Membership.user_id"
    )

    @property
    def company_id(self) -> UUID | None:
        """The company a client works for."""
        return self.membership.company_id if self.membership else None

    @property
    def is_staff(self) -> bool:
        """Whether this is an advisor or an operator."""
        return self.kind in STAFF

    @property
    def roles(self) -> list[Any]:  # type: ignore[override]
        """Flask-Security's own roles are not used: kind and policy.py rule."""
        return []


class Membership(Model):
    """A client user in its company: one user belongs to one company."""

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), unique=True)
    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id"), index=True)
    role: Mapped[CompanyRole]

    user: Mapped[User] = relationship(back_populates="membership", foreign_keys=[user_id], lazy="raise_on_sql")
    company: Mapped[Company] = relationship(back_populates="memberships", lazy="joined", innerjoin=True)


class Invitation(Model):
    """An invitation by mail, used once, for a company's member or for staff; only the token's hash is kept."""

    email: Mapped[str] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(default="")
    kind: Mapped[UserKind]
    company_id: Mapped[UUID | None] = mapped_column(ForeignKey("company.id"), index=True)
    role: Mapped[CompanyRole | None]
    token_hash: Mapped[str] = mapped_column(unique=True)
    invited_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    company: Mapped[Company | None] = relationship(lazy="raise_on_sql")

    @property
    def usable(self) -> bool:
        """Whether it may still be accepted: not used, not revoked, not expired."""
        return self.accepted_at is None and self.revoked_at is None and self.expires_at > now()


class BrowserSession(Model):
    """One signed-in browser: the cookie names this row, so that a sign-out ends it on the server too."""

    LONGEST: ClassVar[timedelta] = timedelta(days=7)  # whatever is done meanwhile: then the password is asked again

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    started_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]
    agent: Mapped[str] = mapped_column(default="")  # what the browser calls itself

    user: Mapped[User] = relationship(lazy="raise_on_sql")

    @property
    def live(self) -> bool:
        """Whether it still opens pages."""
        return self.ended_at is None and self.started_at > now() - self.LONGEST
