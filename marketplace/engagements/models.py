"""An engagement (案件) with every field of a posting, its requirements, and its row in the search index."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import Company, User
from marketplace.clock import now
from marketplace.db import Model, check
from marketplace.engagements.states import (
    EDGES,
    CloseReason,
    ContractModel,
    ContractType,
    EngagementState,
    Layer,
    Settlement,
    Side,
)
from marketplace.profiles.states import Remote
from marketplace.states import Edges, Stateful


class Engagement(Stateful, Model):
    """The PMO work a company posts. Rates: yen a month, excluding tax, at 100 % (five days a week)."""

    edges: ClassVar[Edges] = EDGES
    __table_args__ = (
        check("strategic + controlling + supportive IN (0, 100)", "type_mix_is_whole"),
        check("days_min BETWEEN 1 AND 5 AND days_max BETWEEN days_min AND 5", "days_in_week"),
        check("state <> 'open' OR published_at IS NOT NULL", "open_has_date"),
        check("state NOT IN ('closed', 'filled') OR closed_at IS NOT NULL", "closed_has_date"),
    )

    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id"), index=True)
    created_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    state: Mapped[EngagementState] = mapped_column(default=EngagementState.DRAFT, index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    submitted_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None] = mapped_column(index=True)
    closed_at: Mapped[datetime | None]
    close_reason: Mapped[CloseReason | None]
    close_words: Mapped[str] = mapped_column(default="")
    review_note: Mapped[str] = mapped_column(default="")  # the advisor's words when it was returned

    # 仕事: what the work is
    title: Mapped[str] = mapped_column(default="")
    industry: Mapped[str] = mapped_column(default="")
    client_size: Mapped[str] = mapped_column(default="")
    background: Mapped[str] = mapped_column(Text, default="")
    duties: Mapped[str] = mapped_column(Text, default="")
    strategic: Mapped[int] = mapped_column(default=0)
    controlling: Mapped[int] = mapped_column(default=0)
    supportive: Mapped[int] = mapped_column(default=0)
    side: Mapped[Side] = mapped_column(default=Side.USER)
    functions: Mapped[list[str]] = mapped_column(default=list)
    phases: Mapped[list[str]] = mapped_column(default=list)
    tools: Mapped[list[str]] = mapped_column(default=list)
    team: Mapped[str] = mapped_column(default="")
    reports_to: Mapped[str] = mapped_column(default="")
    predecessor: Mapped[str] = mapped_column(default="")

    # 単価・稼働・精算
    order_rate_min: Mapped[int | None]
    order_rate_max: Mapped[int | None]
    received_rate_min: Mapped[int | None]
    received_rate_max: Mapped[int | None]
    days_min: Mapped[int] = mapped_column(default=5)
    days_max: Mapped[int] = mapped_column(default=5)
    days_note: Mapped[str] = mapped_column(default="")
    settlement: Mapped[Settlement] = mapped_column(default=Settlement.SPLIT)
    hours_min: Mapped[int | None]  # of the range at the contracted days
    hours_max: Mapped[int | None]
    unit_step: Mapped[int] = mapped_column(default=10)  # 控除・超過単価 cut below this many yen
    hours_note: Mapped[str] = mapped_column(default="")

    # 期間・場所
    start_on: Mapped[date | None]  # None: at once (即日)
    ends_on: Mapped[date | None]
    months: Mapped[int | None]
    renewal_note: Mapped[str] = mapped_column(default="")
    remote: Mapped[Remote] = mapped_column(default=Remote.HYBRID)
    onsite_days: Mapped[int] = mapped_column(default=0)
    prefecture: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    place_note: Mapped[str] = mapped_column(default="")
    travel: Mapped[str] = mapped_column(default="")
    expenses: Mapped[str] = mapped_column(default="")

    # 取引条件・選考
    layer: Mapped[Layer] = mapped_column(default=Layer.DIRECT)
    layer_note: Mapped[str] = mapped_column(default="")
    accepts_individual: Mapped[bool] = mapped_column(default=True)
    accepts_company: Mapped[bool] = mapped_column(default=True)
    reentrust: Mapped[bool] = mapped_column(default=False)
    contract_type: Mapped[ContractType] = mapped_column(default=ContractType.QUASI_MANDATE_TIME)
    contract_model: Mapped[ContractModel] = mapped_column(default=ContractModel.VIA)
    meetings: Mapped[int] = mapped_column(default=1)
    meeting_note: Mapped[str] = mapped_column(default="")
    answer_days: Mapped[int] = mapped_column(default=5)  # business days until the client answers
    payment_terms: Mapped[str] = mapped_column(default="")  # 支払サイト, checked by R3
    notice_days: Mapped[int] = mapped_column(default=30)
    termination_note: Mapped[str] = mapped_column(default="")
    conflict_note: Mapped[str] = mapped_column(default="")

    # 言語・環境・配慮
    japanese_level: Mapped[str] = mapped_column(default="")
    english_level: Mapped[str] = mapped_column(default="")
    dress: Mapped[str] = mapped_column(default="")
    equipment: Mapped[str] = mapped_column(default="")
    care_note: Mapped[str] = mapped_column(default="")

    # 募集主体6項目 (with work, place and fee above) and 掲載管理
    recruiter_name: Mapped[str] = mapped_column(default="")
    recruiter_address: Mapped[str] = mapped_column(default="")
    recruiter_contact: Mapped[str] = mapped_column(default="")
    client_hidden: Mapped[bool] = mapped_column(default=False)
    openings: Mapped[int] = mapped_column(default=1)
    deadline: Mapped[date | None]
    confirmed_on: Mapped[date | None]  # 最終確認日

    company: Mapped[Company] = relationship(lazy="joined", innerjoin=True)
    created_by: Mapped[User | None] = relationship(lazy="raise_on_sql")
    requirements: Mapped[list[Requirement]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="Requirement.position"
    )

    @property
    def type_mix(self) -> tuple[int, int, int]:
        """Percent of 参謀型, 推進型, 事務局型; they sum to 100, or are all 0 while unknown."""
        return self.strategic, self.controlling, self.supportive


class Requirement(Model):
    """必須 or 尚可 (at most five of each): the client's words, tagged with concepts and years."""

    engagement_id: Mapped[UUID] = mapped_column(ForeignKey("engagement.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    required: Mapped[bool]
    text: Mapped[str]
    concepts: Mapped[list[str]] = mapped_column(default=list)
    years: Mapped[int | None]


class Listing(Model):
    """What an open posting is filtered, sorted and counted by: one narrow row, numbered as published.

    `number` grows with each publication, so the newest is the largest; `revision` grows with each
    change, so that a web process learns what changed since it last looked. A closed posting stays
    as a row with is_open false, for those processes.
    """

    engagement_id: Mapped[UUID] = mapped_column(ForeignKey("engagement.id", ondelete="CASCADE"), unique=True)
    number: Mapped[int] = mapped_column(unique=True)
    revision: Mapped[int] = mapped_column(index=True)
    is_open: Mapped[bool]
    rate: Mapped[int]  # received, at 100 %, the upper end
    days_min: Mapped[int]
    days_max: Mapped[int]
    months: Mapped[int]  # 0: open-ended or unknown
    start_day: Mapped[int]  # proleptic ordinal; 0: at once
    deadline_day: Mapped[int]  # proleptic ordinal; 0: none
    remote: Mapped[Remote]
    onsite_days: Mapped[int]
    prefecture: Mapped[str]
    layer: Mapped[Layer]
    industry: Mapped[str]
    strategic: Mapped[int]
    controlling: Mapped[int]
    supportive: Mapped[int]
    accepts_individual: Mapped[bool]
    accepts_company: Mapped[bool]
    functions: Mapped[list[str]] = mapped_column(default=list)
    concepts: Mapped[list[str]] = mapped_column(default=list)  # skills, tools, certifications it asks for


class ListingClock(Model):
    """One row whose counter numbers every change of the list; its row lock puts them in one order."""

    revision: Mapped[int] = mapped_column(default=0)
