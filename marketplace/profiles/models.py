"""A consultant's profile and its lists; sections follow the trade's スキルシート."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.clock import now
from marketplace.db import Model, check
from marketplace.profiles.states import (
    EDGES,
    BusinessForm,
    CommitmentState,
    InvoiceStatus,
    ProfileState,
    Remote,
    SkillLevel,
    Visibility,
)
from marketplace.states import Edges, Stateful


class Consultant(Stateful, Model):
    """The profile of a user of kind consultant: the person who is matched."""

    edges: ClassVar[Edges] = EDGES
    __table_args__ = (
        check("strategic + controlling + supportive IN (0, 100)", "type_mix_is_whole"),
        check("days_min BETWEEN 0 AND 5 AND days_max BETWEEN days_min AND 5", "days_in_week"),
        check("state <> 'listed' OR listed_at IS NOT NULL", "listed_has_date"),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), unique=True)
    advisor_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"), index=True)
    state: Mapped[ProfileState] = mapped_column(default=ProfileState.INCOMPLETE, index=True)
    listed_at: Mapped[datetime | None]
    changed_at: Mapped[datetime] = mapped_column(default=now)
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.CLIENTS)

    # 基本: what names a person is never part of the anonymous view
    initials: Mapped[str] = mapped_column(default="")
    name_kana: Mapped[str] = mapped_column(default="")
    former_names: Mapped[list[str]] = mapped_column(default=list)  # of the account: still taken out of anonymous texts
    phone: Mapped[str] = mapped_column(default="")
    prefecture: Mapped[str] = mapped_column(default="")  # JIS code
    city: Mapped[str] = mapped_column(default="")
    nearest_station: Mapped[str] = mapped_column(default="")
    age_band: Mapped[str] = mapped_column(default="")  # kept for the person's own sheet; never matched on
    background: Mapped[str] = mapped_column(default="")  # origin, residence status: advisors only; never matched on
    business_form: Mapped[BusinessForm | None]
    invoice_status: Mapped[InvoiceStatus | None]
    invoice_number: Mapped[str] = mapped_column(default="")  # T and 13 digits; its form is checked, not the register

    # 職務要約, 得意, 自己PR
    summary: Mapped[str] = mapped_column(Text, default="")
    self_pr: Mapped[str] = mapped_column(Text, default="")
    strategic: Mapped[int] = mapped_column(default=0)
    controlling: Mapped[int] = mapped_column(default=0)
    supportive: Mapped[int] = mapped_column(default=0)
    functions: Mapped[list[str]] = mapped_column(default=list)
    phases: Mapped[list[str]] = mapped_column(default=list)
    tools: Mapped[list[str]] = mapped_column(default=list)

    # 希望条件
    rate: Mapped[int | None]  # yen a month received at 100 %, the least wished for
    rate_note: Mapped[str] = mapped_column(default="")
    days_min: Mapped[int] = mapped_column(default=0)
    days_max: Mapped[int] = mapped_column(default=5)
    available_from: Mapped[date | None]
    remote: Mapped[list[str]] = mapped_column(default=list)  # accepted modes, values of Remote
    onsite_days: Mapped[int] = mapped_column(default=0)  # the most days a week on site
    work_prefectures: Mapped[list[str]] = mapped_column(default=list)
    travel: Mapped[str] = mapped_column(default="")
    hours_note: Mapped[str] = mapped_column(default="")
    no_gos: Mapped[list[str]] = mapped_column(default=list)

    # 並行状況・稼働枠, 検証
    free_days: Mapped[int | None]  # declared days a week still free; None: as many as wished
    identity_verified_at: Mapped[datetime | None]
    interviewed_at: Mapped[datetime | None]
    completeness: Mapped[int] = mapped_column(default=0)  # percent, computed when a section is saved
    completed_at: Mapped[datetime | None]  # when it first reached sections.COMPLETE

    user: Mapped[User] = relationship(foreign_keys=[user_id], lazy="joined", innerjoin=True)
    advisor: Mapped[User | None] = relationship(foreign_keys=[advisor_id], lazy="raise_on_sql")
    skills: Mapped[list[Skill]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="Skill.position"
    )
    certifications: Mapped[list[Certification]] = relationship(
        back_populates="consultant",
        lazy="raise_on_sql",
        cascade="all, delete-orphan",
        order_by="Certification.position",
    )
    industries: Mapped[list[IndustryExperience]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="IndustryExperience.position"
    )
    languages: Mapped[list[LanguageSkill]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="LanguageSkill.position"
    )
    projects: Mapped[list[PastProject]] = relationship(
        back_populates="consultant",
        lazy="raise_on_sql",
        cascade="all, delete-orphan",
        order_by="PastProject.position",
    )
    commitments: Mapped[list[Commitment]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="Commitment.position"
    )
    blocked_companies: Mapped[list[BlockedCompany]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="BlockedCompany.position"
    )
    recommendations: Mapped[list[Recommendation]] = relationship(
        back_populates="consultant",
        lazy="raise_on_sql",
        cascade="all, delete-orphan",
        order_by="Recommendation.position",
    )

    @property
    def type_mix(self) -> tuple[int, int, int]:
        """Percent of 参謀型, 推進型, 事務局型; they sum to 100, or are all 0 while unknown."""
        return self.strategic, self.controlling, self.supportive

    @property
    def accepted_remote(self) -> list[Remote]:
        """The accepted modes as codes."""
        return [Remote(each) for each in self.remote]


class Section:
    """A row of one of the profile's lists, in the person's own order."""

    position: Mapped[int] = mapped_column(default=0)


class Skill(Section, Model):
    """スキル: a concept of the vocabulary with level, years and last use."""

    consultant_id: Mapped[UUID] = mapped_column(ForeignKey("consultant.id", ondelete="CASCADE"), index=True)
    concept: Mapped[str]  # empty: not in the vocabulary, the note says it
    note: Mapped[str] = mapped_column(default="")  # the person's own words for it
    level: Mapped[SkillLevel]
    years: Mapped[int | None]
    last_used: Mapped[int | None]  # year


class Certification(Section, Model):
    """資格, with the evidence that staff has checked, or refused with a reason that the person reads."""

    __table_args__ = (check("verified_at IS NULL OR refused_at IS NULL", "one_verdict"),)

    consultant_id: Mapped[UUID] = mapped_column(ForeignKey("consultant.id", ondelete="CASCADE"), index=True)
    concept: Mapped[str] = mapped_column(default="")  # empty: not in the vocabulary
    name: Mapped[str]
    number: Mapped[str] = mapped_column(default="")
    obtained_year: Mapped[int | None]
    obtained_month: Mapped[int | None]
    expires_on: Mapped[date | None]
    verified_at: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]
    refusal: Mapped[str] = mapped_column(default="")  # why, as the person reads it
    checked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))  # of staff, either way

    consultant: Mapped[Consultant] = relationship(back_populates="certifications", lazy="select")
    checked_by: Mapped[User | None] = relationship(lazy="raise_on_sql")


class IndustryExperience(Section, Model):
    """得意業界 with years."""

    consultant_id: Mapped[UUID] = mapped_column(ForeignKey("consultant.id", ondelete="CASCADE"), index=True)
    industry: Mapped[str]
    years: Mapped[int | None]


class LanguageSkill(Section, Model):
    """語学: a language and a level (native, CEFR A1 to C2, or JLPT N1 to N5)."""

    consultant_id: Mapped[UUID] = mapped_column(ForeignKey("consultant.id", ondelete="CASCADE"), index=True)
    language: Mapped[str]
    level: Mapped[str]
    note: Mapped[str] = mapped_column(default="")


class PastProject(Section, Model):
    """職務経歴: one project; the employer's name is private, the mask is what clients see."""

    consultant_id: Mapped[UUID] = mapped_column(ForeignKey("consultant.id", ondelete="CASCADE"), index=True)
    title: Mapped[str]
    employer: Mapped[str] = mapped_column(default="")
    employer_mask: Mapped[str] = mapped_column(default="")
    began: Mapped[date | None]  # first of the month
    ended: Mapped[date | None]
    years_only: Mapped[bool] = mapped_column(default=False)  # the months are not known
    industry: Mapped[str] = mapped_column(default="")
    headcount: Mapped[int | None]
    budget: Mapped[int | None] = mapped_column(BigInteger)  # yen; 38億 is more than 32 bits hold
    sites: Mapped[str] = mapped_column(default="")
    role: Mapped[str] = mapped_column(default="")
    phases: Mapped[list[str]] = mapped_column(default=list)
    tasks: Mapped[str] = mapped_column(Text, default="")
    results: Mapped[str] = mapped_column(Text, default="")
    tools: Mapped[list[str]] = mapped_column(default=list)

    # The policy asks whose it is; in lists it is at hand and costs nothing.
    consultant: Mapped[Consultant] = relationship(back_populates="projects", lazy="select")


class Commitment(Section, Model):
    """並行状況: something else proposed, pending or contracted; contracted and tentative days take capacity."""

    consultant_id: Mapped[UUID] = mapped_column(ForeignKey("consultant.id", ondelete="CASCADE"), index=True)
    label: Mapped[str]
    state: Mapped[CommitmentState]
    days: Mapped[int] = mapped_column(default=0)
    until: Mapped[date | None]
    # Held by an offer or an acceptance made here, one an application; None: the person's own entry.
    application_id: Mapped[UUID | None] = mapped_column(ForeignKey("application.id"), unique=True, index=True)


class BlockedCompany(Section, Model):
    """ブロック企業: sees nothing of this person, not even in counts; matched by company or by name."""

    consultant_id: Mapped[UUID] = mapped_column(ForeignKey("consultant.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(index=True)
    company_id: Mapped[UUID | None] = mapped_column(ForeignKey("company.id"), index=True)


class IdentityKey(Model):
    """One normalised trait of a person, hashed: profiles that share one may be the same person's (duplicates.py)."""

    __table_args__ = (UniqueConstraint("consultant_id", "key"),)

    consultant_id: Mapped[UUID] = mapped_column(ForeignKey("consultant.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(String(32), index=True)


class Recommendation(Section, Model):
    """推薦: who recommends, in which language, checked or not."""

    consultant_id: Mapped[UUID] = mapped_column(ForeignKey("consultant.id", ondelete="CASCADE"), index=True)
    by: Mapped[str]
    language: Mapped[str] = mapped_column(default="ja")
    text: Mapped[str] = mapped_column(Text, default="")
    verified_at: Mapped[datetime | None]

    consultant: Mapped[Consultant] = relationship(back_populates="recommendations", lazy="select")
