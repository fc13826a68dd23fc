"""Contracts with their versions, papers and signatures; the parties; price talks. Rows of what was agreed stay."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import Company, User
from marketplace.clock import now
from marketplace.contracts.states import (
    EDGES,
    TALK_EDGES,
    VERSION_EDGES,
    Between,
    ContractState,
    EndKind,
    PaperKind,
    Proof,
    Signer,
    TalkState,
    VersionState,
)
from marketplace.db import Model, check
from marketplace.engagements.states import ContractModel, Settlement
from marketplace.offers.models import Offer
from marketplace.pipeline.models import Application
from marketplace.profiles.models import Consultant
from marketplace.profiles.states import BusinessForm
from marketplace.states import Edges, Stateful
from marketplace.trade.taxes import Withholding

_OPEN = text("sent_on IS NULL")


class Party(Model):
    """契約当事者: what a contract needs to know of a consultant or a company, declared by itself, screened by staff."""

    __table_args__ = (
        check("(consultant_id IS NULL) <> (company_id IS NULL)", "one_or_the_other"),
        check("screened_on IS NULL OR screened_by_id IS NOT NULL", "screened_by_somebody"),
    )

    consultant_id: Mapped[UUID | None] = mapped_column(ForeignKey("consultant.id"), unique=True)
    company_id: Mapped[UUID | None] = mapped_column(ForeignKey("company.id"), unique=True)
    legal_name: Mapped[str] = mapped_column(default="")
    representative: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    domestic: Mapped[bool] = mapped_column(default=True)  # 国内居住・国内法人
    has_employees: Mapped[bool | None]  # ≥ 20 h a week and ≥ 31 days
    officers: Mapped[int | None]  # of a company, the representative among them
    declared_at: Mapped[datetime | None]  # 反社会的勢力でないことの表明, and the answers above
    declared_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    screened_on: Mapped[date | None]
    screening_method: Mapped[str] = mapped_column(default="")
    screening_clear: Mapped[bool | None]
    screened_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))

    consultant: Mapped[Consultant | None] = relationship(lazy="joined")
    company: Mapped[Company | None] = relationship(lazy="joined")


class Contract(Stateful, Model):
    """契約: one consultant on one engagement. Its terms stand in its versions; the newest agreed one is in force."""

    edges: ClassVar[Edges] = EDGES
    __table_args__ = (
        check("state IN ('drafted', 'void') OR sent_at IS NOT NULL", "sent_has_date"),
        check("state IN ('drafted', 'sent', 'void') OR signed_at IS NOT NULL", "signed_has_date"),
        check("state <> 'ended' OR (ended_on IS NOT NULL AND end_kind IS NOT NULL)", "ended_has_reason"),
        check("first_day <= last_day", "days_in_order"),
    )

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), unique=True)
    offer_id: Mapped[UUID] = mapped_column(ForeignKey("offer.id"))
    number: Mapped[str] = mapped_column(unique=True)  # 2026-0001
    model: Mapped[ContractModel]
    state: Mapped[ContractState] = mapped_column(default=ContractState.DRAFTED, index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    sent_at: Mapped[datetime | None]
    signed_at: Mapped[datetime | None]
    first_day: Mapped[date] = mapped_column(index=True)  # of the terms in force, or drafted
    last_day: Mapped[date] = mapped_column(index=True)
    due_at: Mapped[datetime | None] = mapped_column(index=True)  # by when the desk sends it or the parties sign it
    reminded_at: Mapped[datetime | None]
    suspended_on: Mapped[date | None]
    suspensions: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # first, last; read by suspensions.py
    notice_on: Mapped[date | None]  # when the end was told
    ended_on: Mapped[date | None]
    end_kind: Mapped[EndKind | None]
    end_words: Mapped[str] = mapped_column(Text, default="")
    renewal_asked_at: Mapped[datetime | None]  # for the last day as it stood then

    application: Mapped[Application] = relationship(lazy="joined", innerjoin=True)
    offer: Mapped[Offer] = relationship(lazy="raise_on_sql")
    versions: Mapped[list[ContractVersion]] = relationship(
        back_populates="contract", lazy="raise_on_sql", order_by="ContractVersion.number"
    )


class ContractVersion(Stateful, Model):
    """One version of the terms (see terms.py for what each means); never changed once it was sent."""

    edges: ClassVar[Edges] = VERSION_EDGES
    __table_args__ = (
        UniqueConstraint("contract_id", "number"),
        check("first_day <= last_day", "days_in_order"),
        check("days BETWEEN 1 AND 5", "days_in_week"),
        check("utilisation BETWEEN 1 AND 100", "utilisation_in_percent"),
        check("received_price > 0 AND (order_price IS NULL OR order_price >= received_price)", "fee_is_not_negative"),
        check("state = 'drafted' OR sent_at IS NOT NULL OR state = 'void'", "sent_has_date"),
        check("state <> 'agreed' OR agreed_at IS NOT NULL", "agreed_has_date"),
    )

    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contract.id"), index=True)
    number: Mapped[int]
    state: Mapped[VersionState] = mapped_column(default=VersionState.DRAFTED)
    reason: Mapped[str] = mapped_column(Text, default="")  # of an amendment
    proposed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    sent_at: Mapped[datetime | None]
    agreed_at: Mapped[datetime | None]

    first_day: Mapped[date]
    last_day: Mapped[date]
    days: Mapped[int]
    work: Mapped[str] = mapped_column(Text)
    place: Mapped[str]
    received_price: Mapped[int]
    received_settlement: Mapped[Settlement]
    received_low: Mapped[int]
    received_high: Mapped[int]
    received_cut: Mapped[int]
    received_term: Mapped[str]
    order_price: Mapped[int | None]
    order_settlement: Mapped[Settlement]
    order_low: Mapped[int]
    order_high: Mapped[int]
    order_cut: Mapped[int]
    order_term: Mapped[str]
    grain: Mapped[int]
    utilisation: Mapped[int] = mapped_column(default=100)
    calendar_pro_rata: Mapped[bool]
    monthly_closing: Mapped[bool]
    shift_agreed: Mapped[bool]
    reentrusted: Mapped[bool]
    inspection_days: Mapped[int]
    deemed_approval_days: Mapped[int]
    deemed_confirmation_days: Mapped[int]
    notice_days: Mapped[int]
    expenses: Mapped[str] = mapped_column(Text)
    rights: Mapped[str] = mapped_column(Text)
    withholding: Mapped[Withholding | None]
    withholding_reason: Mapped[str]
    business_form: Mapped[BusinessForm | None]  # of the consultant, as these terms were decided; see form_decided_for

    # Loading whole contracts anew must not lead back to them; in the session it is at hand and costs nothing.
    contract: Mapped[Contract] = relationship(back_populates="versions", lazy="select")
    papers: Mapped[list[Paper]] = relationship(
        back_populates="contract_version", lazy="raise_on_sql", order_by="Paper.id"
    )


class Paper(Model):
    """A document as it was issued: its text in both languages, and the SHA-256 of both. Never changed."""

    __table_args__ = (check("(contract_version_id IS NULL) = (kind = 'master')", "master_is_of_no_contract"),)

    kind: Mapped[PaperKind]
    between: Mapped[Between]
    contract_version_id: Mapped[UUID | None] = mapped_column(ForeignKey("contract_version.id"), index=True)
    party_id: Mapped[UUID | None] = mapped_column(ForeignKey("party.id"), index=True)  # of a master agreement
    wording: Mapped[str] = mapped_column(default="")  # the template and its number
    text: Mapped[str] = mapped_column(Text)  # Japanese: the text that binds
    translation: Mapped[str] = mapped_column(Text)  # English, for reference
    sha256: Mapped[str]
    issued_at: Mapped[datetime] = mapped_column(default=now)
    withdrawn_at: Mapped[datetime | None]  # its version or contract became void before it was signed

    contract_version: Mapped[ContractVersion | None] = relationship(back_populates="papers", lazy="select")
    party: Mapped[Party | None] = relationship(lazy="joined")
    signatures: Mapped[list[Signature]] = relationship(
        back_populates="paper", lazy="selectin", order_by="Signature.signed_at"
    )


class PaperRequest(Model):
    """書面交付の求め: a consultant wants the order terms on paper; the operator sends them without delay (R5)."""

    __table_args__ = (
        check("(sent_on IS NULL) = (sent_by_id IS NULL)", "sent_by_somebody"),
        Index("uq_paper_request_open", "paper_id", unique=True, postgresql_where=_OPEN, sqlite_where=_OPEN),
    )

    paper_id: Mapped[UUID] = mapped_column(ForeignKey("paper.id"), index=True)
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    asked_at: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime] = mapped_column(index=True)
    sent_on: Mapped[date | None]
    sent_how: Mapped[str] = mapped_column(default="")
    sent_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))

    paper: Mapped[Paper] = relationship(lazy="joined", innerjoin=True)


class Signature(Model):
    """Who agreed to which text, when, and what was known of the person at that moment."""

    __table_args__ = (UniqueConstraint("paper_id", "signer"),)

    paper_id: Mapped[UUID] = mapped_column(ForeignKey("paper.id"), index=True)
    signer: Mapped[Signer]
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    name: Mapped[str]  # as typed by the signer
    sha256: Mapped[str]  # of the text that was shown
    locale: Mapped[str]  # in which language the page was read
    proof: Mapped[Proof]
    signed_at: Mapped[datetime] = mapped_column(default=now)
    address: Mapped[str] = mapped_column(default="")  # IP
    agent: Mapped[str] = mapped_column(default="")
    file: Mapped[str | None]  # the key of a PDF that was signed elsewhere, and its SHA-256
    file_sha256: Mapped[str | None]

    paper: Mapped[Paper] = relationship(back_populates="signatures", lazy="select")
    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class RenewalWish(Model):
    """更新の意向: what a side answers to whether the contract goes on after a last day; it may change its mind."""

    __table_args__ = (UniqueConstraint("contract_id", "side", "last_day"),)

    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contract.id"), index=True)
    side: Mapped[Signer]
    last_day: Mapped[date]
    goes_on: Mapped[bool]
    words: Mapped[str] = mapped_column(Text, default="")
    said_at: Mapped[datetime] = mapped_column(default=now)
    said_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))

    said_by: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class AgreementTemplate(Model):
    """The operator's own wording of an agreement; the newest number rules, older ones stay for what was issued."""

    __table_args__ = (UniqueConstraint("code", "number"),)

    code: Mapped[str]
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    translation: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))


class PriceTalk(Stateful, Model):
    """価格協議の申入れ: asked in words, answered in words within the term (R44; 取適法: no refusing, no stalling)."""

    edges: ClassVar[Edges] = TALK_EDGES
    __table_args__ = (check("state = 'open' OR (answered_at IS NOT NULL AND answer <> '')", "answered_in_words"),)

    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contract.id"), index=True)
    state: Mapped[TalkState] = mapped_column(default=TalkState.OPEN, index=True)
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    asked_at: Mapped[datetime] = mapped_column(default=now)
    wish: Mapped[int | None]  # yen a month
    words: Mapped[str] = mapped_column(Text)
    due_at: Mapped[datetime] = mapped_column(index=True)
    escalated_at: Mapped[datetime | None]
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    answered_at: Mapped[datetime | None]
    raised: Mapped[bool | None]  # whether a change of the price follows, by an amendment
    answer: Mapped[str] = mapped_column(Text, default="")

    contract: Mapped[Contract] = relationship(lazy="joined", innerjoin=True)
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id], lazy="joined", innerjoin=True)
