"""Invoices, payment notices and the ledger. What was issued never changes: a change of its facts is refused."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, Text, event, inspect
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, Mapper, declared_attr, mapped_column, relationship

from marketplace.accounts.models import Company
from marketplace.billing.states import (
    ADVANCE_EDGES,
    EXPORT_EDGES,
    INVOICE_EDGES,
    NOTICE_EDGES,
    Account,
    AdvanceState,
    ExportState,
    InvoiceState,
    NoticeState,
)
from marketplace.clock import now, today
from marketplace.contracts.models import Contract
from marketplace.db import Model, check
from marketplace.profiles.models import Consultant
from marketplace.states import Edges, Stateful
from marketplace.trade.taxes import Withholding
from marketplace.work_reports.models import WorkReport  # noqa: TC001 - likewise


class Issued(Stateful):
    """What every document has: a number without gaps, both parties as they stood, its lines and sums in yen."""

    number: Mapped[str] = mapped_column(unique=True)
    issued_on: Mapped[date] = mapped_column(default=today, index=True)
    issued_at: Mapped[datetime] = mapped_column(default=now)
    served_from: Mapped[date]
    served_until: Mapped[date] = mapped_column(index=True)
    due_on: Mapped[date] = mapped_column(index=True)
    from_name: Mapped[str]  # whose supply it is
    from_address: Mapped[str] = mapped_column(default="")
    from_number: Mapped[str] = mapped_column(default="")  # T and 13 digits; empty: not registered
    to_name: Mapped[str] = mapped_column(index=True)
    to_address: Mapped[str] = mapped_column(default="")
    lines: Mapped[list[dict[str, Any]]]
    by_rate: Mapped[list[dict[str, Any]]]  # rate, net, tax
    net: Mapped[int]
    tax: Mapped[int]
    outlays: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(index=True)
    reason: Mapped[str] = mapped_column(Text, default="")  # of a correction

    @declared_attr
    def contract_id(cls) -> Mapped[UUID]:  # noqa: N805 - SQLAlchemy hands over the class
        """The contract that it is about."""
        return mapped_column(ForeignKey("contract.id"), index=True)

    @declared_attr
    def work_report_id(cls) -> Mapped[UUID]:  # noqa: N805
        """The version of the month that it rests on; never two documents of a kind on one."""
        return mapped_column(ForeignKey("work_report.id"), unique=True)

    @declared_attr
    def contract(cls) -> Mapped[Contract]:  # noqa: N805
        """Both sides are asked for on every look."""
        return relationship(lazy="joined", innerjoin=True)

    @declared_attr
    def work_report(cls) -> Mapped[WorkReport]:  # noqa: N805
        """Its hours are the calculation."""
        return relationship(lazy="raise_on_sql")


class Invoice(Issued, Model):
    """適格請求書: to the client; by the operator, or in a DIRECT contract in the consultant's name."""

    edges: ClassVar[Edges] = INVOICE_EDGES
    __table_args__ = (
        check("total = net + tax + outlays", "sums_up"),
        check("from_number <> ''", "issuer_is_registered"),
        check("paid >= 0", "paid_is_not_negative"),
        check("withheld >= 0 AND withheld <= total", "withheld_is_part_of_it"),
    )

    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id"), index=True)
    state: Mapped[InvoiceState] = mapped_column(default=InvoiceState.ISSUED, index=True)
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("invoice.id"), unique=True)
    withheld: Mapped[int] = (
        mapped_column(  # yen, 源泉徴収税額: a client that pays a person in a DIRECT contract keeps it
            default=0, server_default="0"
        )
    )
    paid: Mapped[int] = mapped_column(default=0)  # yen received for it, carried over from the one it replaces too
    paid_on: Mapped[date | None]
    reminders: Mapped[int] = mapped_column(default=0)  # dunning mails sent
    pay_to: Mapped[dict[str, Any] | None] = mapped_column(  # the account as it was then, by paying_to.py
        default=None
    )

    company: Mapped[Company] = relationship(lazy="joined", innerjoin=True)

    @hybrid_property
    def asked(self) -> int:
        """Yen that the client pays in all: the total less what it keeps for the tax office. Columns of SQL too."""
        return self.total - self.withheld

    @property
    def open(self) -> int:
        """Yen still to be paid; negative: to be given back."""
        return 0 if self.state is InvoiceState.CORRECTED else self.asked - self.paid


class PaymentNotice(Issued, Model):
    """支払通知書 (仕入明細書): what the operator pays for a month, with the consultant's own T number."""

    edges: ClassVar[Edges] = NOTICE_EDGES
    __table_args__ = (
        check("total = net + tax + outlays", "sums_up"),
        check("transfer = total - withheld - carried - deducted", "transfer_is_the_rest"),
        check("deducted >= 0", "deducted_is_not_negative"),
        check("state <> 'disputed' OR disputed_words <> ''", "disputed_in_words"),
        check("state NOT IN ('confirmed', 'scheduled', 'paid') OR confirmed_at IS NOT NULL", "confirmed_has_date"),
    )

    consultant_id: Mapped[UUID] = mapped_column(ForeignKey("consultant.id"), index=True)
    state: Mapped[NoticeState] = mapped_column(default=NoticeState.SENT, index=True)
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("payment_notice.id"), unique=True)
    withholding: Mapped[Withholding]
    withheld: Mapped[int]  # yen, 源泉徴収税額
    carried: Mapped[int] = mapped_column(default=0)  # yen already transferred on the one it replaces
    deducted: Mapped[int] = mapped_column(default=0)  # yen of advances, by the consultant's agreement (R19)
    transfer: Mapped[int]  # yen to be transferred; negative: to be given back
    lost_credit: Mapped[int] = mapped_column(
        default=0
    )  # yen of tax that cannot be deducted (経過措置), borne by the operator
    deemed_on: Mapped[date] = mapped_column(index=True)  # silent until then, it counts as confirmed
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))  # None: by silence
    disputed_at: Mapped[datetime | None]
    disputed_words: Mapped[str] = mapped_column(Text, default="")
    answer: Mapped[str] = mapped_column(Text, default="")  # of the operator to a dispute
    paid_on: Mapped[date | None]

    consultant: Mapped[Consultant] = relationship(lazy="joined", innerjoin=True)


class Advance(Stateful, Model):
    """前払金: money that a consultant has before it is due, and that comes off the next notices by agreement (R19).

    It was paid in advance, or too much was paid on a month that was corrected since (`source_notice_id`).
    """

    edges: ClassVar[Edges] = ADVANCE_EDGES
    __table_args__ = (
        check("amount > 0", "amount_is_positive"),
        check("state NOT IN ('agreed', 'paid') OR agreed_at IS NOT NULL", "agreed_has_date"),
        check("state <> 'paid' OR paid_on IS NOT NULL", "paid_has_date"),
    )

    consultant_id: Mapped[UUID] = mapped_column(ForeignKey("consultant.id"), index=True)
    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contract.id"), index=True)
    source_notice_id: Mapped[UUID | None] = mapped_column(ForeignKey("payment_notice.id"), unique=True)
    state: Mapped[AdvanceState] = mapped_column(default=AdvanceState.PROPOSED)
    amount: Mapped[int]  # yen
    written_on: Mapped[date]  # of the agreement
    words: Mapped[str] = mapped_column(Text, default="")  # what was agreed, and between whom
    recorded_at: Mapped[datetime] = mapped_column(default=now)
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    agreed_at: Mapped[datetime | None]
    agreed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))  # the consultant, on the screen
    paid_on: Mapped[date | None]

    consultant: Mapped[Consultant] = relationship(lazy="joined", innerjoin=True)
    contract: Mapped[Contract] = relationship(lazy="joined", innerjoin=True)


class Deduction(Model):
    """前払金の控除: what of an advance a payment notice has taken off; given up where the notice was corrected."""

    __table_args__ = (check("amount > 0", "amount_is_positive"),)

    advance_id: Mapped[UUID] = mapped_column(ForeignKey("advance.id"), index=True)
    notice_id: Mapped[UUID] = mapped_column(ForeignKey("payment_notice.id"), index=True)
    amount: Mapped[int]  # yen
    given_up_at: Mapped[datetime | None]

    advance: Mapped[Advance] = relationship(lazy="raise_on_sql")
    notice: Mapped[PaymentNotice] = relationship(lazy="raise_on_sql")


class DocumentExport(Stateful, Model):
    """Documents as one file that somebody has asked for: made by a job, kept for a week."""

    edges: ClassVar[Edges] = EXPORT_EDGES
    __table_args__ = (check("state <> 'ready' OR (file_key <> '' AND ready_at IS NOT NULL)", "ready_has_file"),)

    state: Mapped[ExportState] = mapped_column(default=ExportState.WAITING)
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    asked_at: Mapped[datetime] = mapped_column(default=now)
    wanted: Mapped[dict[str, Any]]  # what was searched by, as queries.kept_wanted keeps it
    documents: Mapped[int]  # how many were found when it was asked for
    file_key: Mapped[str] = mapped_column(default="")
    size: Mapped[int] = mapped_column(default=0)  # bytes
    ready_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]


class LedgerEntry(Model):
    """One side of an entry in yen: a debit is positive, a credit negative; a document's entries sum up to nothing."""

    document_kind: Mapped[str]
    document_id: Mapped[UUID] = mapped_column(index=True)
    contract_id: Mapped[UUID | None] = mapped_column(ForeignKey("contract.id"), index=True)
    on: Mapped[date] = mapped_column(index=True)
    account: Mapped[Account] = mapped_column(index=True)
    amount: Mapped[int]
    words: Mapped[str] = mapped_column(default="")


LIVING = frozenset(  # what may change of a document after it was issued
    {"state", "version", "paid", "paid_on", "reminders", "confirmed_at", "confirmed_by_id"}
    | {"disputed_at", "disputed_words", "answer"}
)


class IssuedChangedError(RuntimeError):
    """Something tried to change or delete what was issued (電子帳簿保存法: a system that forbids it)."""


def _refuse_change(_mapper: Mapper[Any], _connection: object, document: Model) -> None:
    state = inspect(document)
    changed = {each.key for each in state.attrs if each.history.has_changes() and each.key in state.mapper.columns}
    if changed - LIVING:
        raise IssuedChangedError(f"{document}: {', '.join(sorted(changed - LIVING))}")


def _refuse_deletion(_mapper: Mapper[Any], _connection: object, document: Model) -> None:
    raise IssuedChangedError(f"{document} is kept")


for _model in (Invoice, PaymentNotice):
    event.listen(_model, "before_update", _refuse_change)
    event.listen(_model, "before_delete", _refuse_deletion)
event.listen(LedgerEntry, "before_update", _refuse_deletion)
event.listen(LedgerEntry, "before_delete", _refuse_deletion)
