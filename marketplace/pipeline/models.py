"""Applications, their history, and the consent that lets a client see a name."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.business_days import business_days_after
from marketplace.clock import TOKYO, now
from marketplace.db import Model, check
from marketplace.engagements.models import Engagement
from marketplace.pipeline.states import CONSENT_EDGES, EDGES, ApplicationState, ConsentState, Source
from marketplace.profiles.models import Consultant
from marketplace.states import Edges, Stateful


class Application(Stateful, Model):
    """応募・推薦: one consultant × one engagement, once."""

    edges: ClassVar[Edges] = EDGES
    __table_args__ = (
        UniqueConstraint("engagement_id", "consultant_id"),
        check("state NOT IN ('declined', 'withdrawn', 'not_selected') OR ended_at IS NOT NULL", "ended_has_date"),
    )

    engagement_id: Mapped[UUID] = mapped_column(ForeignKey("engagement.id"), index=True)
    consultant_id: Mapped[UUID] = mapped_column(ForeignKey("consultant.id"), index=True)
    source: Mapped[Source]
    state: Mapped[ApplicationState] = mapped_column(index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    since: Mapped[datetime] = mapped_column(default=now)  # in the present state
    submitted_at: Mapped[datetime | None]
    first_answered_at: Mapped[datetime | None]  # the client's first answer: the response clock
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None] = mapped_column(String(32))  # a code of the ending's list
    end_words: Mapped[str] = mapped_column(default="")
    due_at: Mapped[datetime | None] = mapped_column(index=True)  # until when the owner of the present state must act
    reminded_at: Mapped[datetime | None]  # in the present state
    escalated_at: Mapped[datetime | None]  # in the present state

    message: Mapped[str] = mapped_column(Text, default="")
    rate: Mapped[int | None]  # asked for, received at 100 %
    days: Mapped[int] = mapped_column(default=0)  # a week
    start_on: Mapped[date | None]
    projects: Mapped[list[str]] = mapped_column(default=list)  # ids of the past projects to show

    engagement: Mapped[Engagement] = relationship(lazy="joined", innerjoin=True)
    consultant: Mapped[Consultant] = relationship(lazy="joined", innerjoin=True)
    consents: Mapped[list[Consent]] = relationship(lazy="selectin", order_by="Consent.given_at")

    @property
    def consent(self) -> Consent | None:
        """The consent in force now, if any: withdrawn and outlived ones do not count (R41)."""
        for each in self.consents:
            if each.state is ConsentState.GIVEN and each.until > now():
                return each
        return None

    @property
    def answer_by(self) -> date | None:
        """The day until which the client has promised its first answer, while that is still waited for."""
        if self.state is not ApplicationState.SUBMITTED or self.submitted_at is None:
            return None
        return business_days_after(self.submitted_at.astimezone(TOKYO).date(), self.engagement.answer_days)


class Consent(Stateful, Model):
    """同意: who may see which document for which application, until when; the shown words are kept."""

    edges: ClassVar[Edges] = CONSENT_EDGES
    __table_args__ = (check("state <> 'withdrawn' OR ended_at IS NOT NULL", "withdrawn_has_date"),)

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), index=True)
    state: Mapped[ConsentState] = mapped_column(default=ConsentState.GIVEN)
    given_at: Mapped[datetime] = mapped_column(default=now)
    until: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    words: Mapped[str] = mapped_column(Text)  # exactly what the screen said
    scope: Mapped[dict[str, Any]] = mapped_column(default=dict)
    profile_version: Mapped[int] = mapped_column(default=0)  # of the profile when it was given


class Step(Model):
    """History of one application: every move with actor and time."""

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=now)
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    state: Mapped[ApplicationState]
    words: Mapped[str] = mapped_column(default="")

    application: Mapped[Application] = relationship(lazy="raise_on_sql")  # and so its row is written before this one


class EndingReason(Model):
    """One reason of an ending's list, in both languages; retired, it is offered no more but still read."""

    __table_args__ = (UniqueConstraint("ending", "code"),)

    ending: Mapped[ApplicationState]
    code: Mapped[str] = mapped_column(String(32))
    ja: Mapped[str]
    en: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)
    retired_at: Mapped[datetime | None]

    def words(self, locale: str) -> str:
        """Return the words in one of the two languages."""
        return self.en if locale == "en" else self.ja


class ResponseTime(Model):
    """The operator's term for one waiting state, in business days, and how long before its end to remind."""

    __table_args__ = (check("business_days BETWEEN 1 AND 30 AND remind_before BETWEEN 0 AND 29", "terms_in_days"),)

    state: Mapped[ApplicationState] = mapped_column(unique=True)
    business_days: Mapped[int]
    remind_before: Mapped[int] = mapped_column(default=1)  # business days; 0: no reminder
