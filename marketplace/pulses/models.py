"""Pulses with each person's own answer, what the advisor has told a side of them, and concerns to look after."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.clock import now
from marketplace.contracts.models import Contract
from marketplace.db import Model, check
from marketplace.pipeline.parties import Side
from marketplace.pulses.states import CHECK_EDGES, CONCERN_EDGES, EDGES, Cause, CheckState, ConcernState, PulseState
from marketplace.states import Edges, Stateful


class Pulse(Stateful, Model):
    """パルス: one side of a contract is asked, on day 7, 30, 60 or 90, how it goes. The other side never sees it."""

    edges: ClassVar[Edges] = EDGES
    __table_args__ = (
        UniqueConstraint("contract_id", "side", "day"),
        check("side IN ('client', 'consultant')", "asked_of_a_party"),
        check("asked_on <= closes_on", "closes_after_asking"),
    )

    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contract.id"), index=True)
    side: Mapped[Side]
    day: Mapped[int]  # of the contract: its first day is day 1
    state: Mapped[PulseState] = mapped_column(default=PulseState.OPEN, index=True)
    asked_on: Mapped[date]
    closes_on: Mapped[date] = mapped_column(index=True)  # the last day of answering
    read_at: Mapped[datetime | None]
    read_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    note: Mapped[str] = mapped_column(Text, default="")  # the advisor's own, for the desk alone

    # The policy asks about it on every look.
    contract: Mapped[Contract] = relationship(lazy="joined", innerjoin=True)
    read_by: Mapped[User | None] = relationship(lazy="joined")
    answers: Mapped[list[PulseAnswer]] = relationship(
        back_populates="pulse", lazy="raise_on_sql", order_by="PulseAnswer.answered_at"
    )


class PulseAnswer(Model):
    """One person's own answer; for the advisor's eyes, and their own."""

    __table_args__ = (UniqueConstraint("pulse_id", "user_id"),)

    pulse_id: Mapped[UUID] = mapped_column(ForeignKey("pulse.id"), index=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    scores: Mapped[dict[str, Any]]  # by states.Question: 1 (not at all) to 5 (fully)
    words: Mapped[str] = mapped_column(Text, default="")
    call_me: Mapped[bool] = mapped_column(default=False)
    answered_at: Mapped[datetime] = mapped_column(default=now)

    pulse: Mapped[Pulse] = relationship(back_populates="answers", lazy="raise_on_sql")
    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class Digest(Model):
    """What an advisor told one side about the pulses, in the advisor's own words."""

    __tablename__ = "pulse_digest"

    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contract.id"), index=True)
    to_side: Mapped[Side]
    words: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(default=now)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))

    by: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class Concern(Stateful, Model):
    """Something about a running contract that an advisor is to look after: a line of the queue until it is done."""

    edges: ClassVar[Edges] = CONCERN_EDGES
    __table_args__ = (
        UniqueConstraint("contract_id", "cause", "source"),
        check("state <> 'done' OR (done_at IS NOT NULL AND done_by_id IS NOT NULL)", "done_by_somebody"),
    )

    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contract.id"), index=True)
    cause: Mapped[Cause]
    source: Mapped[str]  # what it is about, so that one thing is said once: an answer's id, a sign and its month
    state: Mapped[ConcernState] = mapped_column(default=ConcernState.OPEN, index=True)
    opened_at: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(Text, default="")
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))

    contract: Mapped[Contract] = relationship(lazy="joined", innerjoin=True)
    done_by: Mapped[User | None] = relationship(lazy="joined")


class ContractHealth(Model):
    """The health as it stood when it was last looked at by the calendar, so that a fall is alarmed of once."""

    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contract.id"), unique=True)
    score: Mapped[int]
    on: Mapped[date]
    below: Mapped[bool] = mapped_column(default=False)  # alarmed of, and not recovered since


class MonthCheck(Stateful, Model):
    """月次チェック: in a minute a month the PMO says if there are signs of 偽装請負, and what was really done."""

    edges: ClassVar[Edges] = CHECK_EDGES
    __table_args__ = (
        UniqueConstraint("contract_id", "month"),
        check("state <> 'answered' OR answered_at IS NOT NULL", "answered_has_date"),
        check("state <> 'answered' OR strategic + controlling + supportive = 100", "answered_mix_is_whole"),
    )

    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contract.id"), index=True)
    month: Mapped[date]  # its first day
    state: Mapped[CheckState] = mapped_column(default=CheckState.ASKED, index=True)
    asked_on: Mapped[date]
    answered_at: Mapped[datetime | None]
    signs: Mapped[list[str]] = mapped_column(default=list)  # of signs.ASKED, those that were answered with yes
    words: Mapped[str] = mapped_column(Text, default="")
    strategic: Mapped[int] = mapped_column(default=0)  # percent of what was really done
    controlling: Mapped[int] = mapped_column(default=0)
    supportive: Mapped[int] = mapped_column(default=0)
    days: Mapped[int] = mapped_column(default=0)  # of the month on which the contract ran

    contract: Mapped[Contract] = relationship(lazy="joined", innerjoin=True)


class MeasuredMix(Model):
    """What a person has really done over all engagements here; clients see it beside the declared mix once shared."""

    __table_args__ = (check("strategic + controlling + supportive = 100", "type_mix_is_whole"),)

    consultant_id: Mapped[UUID] = mapped_column(ForeignKey("consultant.id"), unique=True)
    strategic: Mapped[int]
    controlling: Mapped[int]
    supportive: Mapped[int]
    engagements: Mapped[int]  # in how many it was measured
    months: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(default=now)
    shared: Mapped[bool] = mapped_column(default=False)
