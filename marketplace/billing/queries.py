"""Reads of documents: one's own, found by day, amount and counterparty together (R40), and what waits to be billed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, selectinload

from marketplace.billing.models import Invoice, LedgerEntry, PaymentNotice
from marketplace.billing.states import OWED, Account, InvoiceState, NoticeState
from marketplace.clock import today
from marketplace.contracts.models import Contract
from marketplace.db import db
from marketplace.engagements.states import ContractModel
from marketplace.pipeline.models import Application
from marketplace.work_reports.models import WorkReport
from marketplace.work_reports.states import SETTLED, ReportState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import Select

    from marketplace.accounts.models import User

PAGE = 50
Issued = Invoice | PaymentNotice


@dataclass(frozen=True, slots=True)
class Wanted:
    """What documents are looked for by; whatever is None does not count, all others count together."""

    since: date | None = None
    until: date | None = None
    least: int | None = None
    most: int | None = None
    party: str = ""
    state: str = ""


def living_invoice(report: WorkReport) -> Invoice | None:
    """The invoice of a report's month that no other has replaced, whichever version of the month it rests on."""
    return db.session.scalar(
        select(Invoice)
        .join(WorkReport, Invoice.work_report_id == WorkReport.id)
        .where(Invoice.contract_id == report.contract_id, WorkReport.month == report.month)
        .where(Invoice.state != InvoiceState.CORRECTED)
    )


def living_notice(report: WorkReport) -> PaymentNotice | None:
    """The payment notice of a report's month that no other has replaced."""
    return db.session.scalar(
        select(PaymentNotice)
        .join(WorkReport, PaymentNotice.work_report_id == WorkReport.id)
        .where(PaymentNotice.contract_id == report.contract_id, WorkReport.month == report.month)
        .where(PaymentNotice.state != NoticeState.CORRECTED)
    )


def invoices_for(user: User, wanted: Wanted, *, page: int = 1) -> tuple[Sequence[Invoice], int]:
    """One page of the invoices that this person may see, the newest first, and how many there are."""
    query = select(Invoice)
    if user.company_id is not None:
        query = query.where(Invoice.company_id == user.company_id)
    elif not user.is_staff:
        query = query.where(Invoice.from_number != "", Invoice.id.in_(_own_direct(user)))
    return _found(_narrowed(query, Invoice, wanted, Invoice.to_name), page)


def _own_direct(user: User) -> Select[UUID]:
    """The ids of invoices in a consultant's own name: those of DIRECT contracts."""
    return (
        select(Invoice.id)
        .join(Contract, Invoice.contract_id == Contract.id)
        .join(Application, Contract.application_id == Application.id)
        .where(Contract.model == ContractModel.DIRECT, Application.consultant.has(user_id=user.id))
    )


def payment_notices_for(user: User, wanted: Wanted, *, page: int = 1) -> tuple[Sequence[PaymentNotice], int]:
    """One page of the payment notices that this person may see, the newest first, and how many there are."""
    query = select(PaymentNotice)
    if not user.is_staff:
        query = query.where(PaymentNotice.consultant.has(user_id=user.id))
    return _found(_narrowed(query, PaymentNotice, wanted, PaymentNotice.from_name), page)


def _narrowed(query: Select[Any], model: type[Issued], wanted: Wanted, party: Any) -> Select[Any]:  # noqa: ANN401 - a column
    if wanted.since is not None:
        query = query.where(model.issued_on >= wanted.since)
    if wanted.until is not None:
        query = query.where(model.issued_on <= wanted.until)
    if wanted.least is not None:
        query = query.where(model.total >= wanted.least)
    if wanted.most is not None:
        query = query.where(model.total <= wanted.most)
    if wanted.party:
        query = query.where(party.contains(wanted.party, autoescape=True))
    return query.where(model.state == wanted.state) if wanted.state else query


def _found(query: Select[Any], page: int) -> tuple[Sequence[Any], int]:
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    model = query.column_descriptions[0]["entity"]
    rows = db.session.scalars(
        query.order_by(model.issued_on.desc(), model.number.desc()).limit(PAGE).offset((page - 1) * PAGE)
    ).all()
    return rows, total


def with_report(document: Issued) -> Any:  # noqa: ANN401 - either kind
    """The document with its month's report, days and expenses."""
    model = type(document)
    return db.session.scalars(
        select(model)
        .where(model.id == document.id)
        .options(selectinload(model.work_report))
        .execution_options(populate_existing=True)
    ).one()


def replaced_by(document: Issued) -> Issued | None:
    """The document that has corrected this one."""
    if isinstance(document, Invoice):
        return db.session.scalar(select(Invoice).where(Invoice.replaces_id == document.id))
    return db.session.scalar(select(PaymentNotice).where(PaymentNotice.replaces_id == document.id))


def billable(month: date | None = None) -> Sequence[WorkReport]:
    """Approved reports that nothing was issued for, the oldest month first; of one month, or of all.

    A version that an approved correction has overtaken before it was billed is not among them.
    """
    later = aliased(WorkReport)
    overtaken = select(later.id).where(
        later.contract_id == WorkReport.contract_id, later.month == WorkReport.month,
        later.number > WorkReport.number, later.state.in_(SETTLED),
    )  # fmt: skip
    query = select(WorkReport).where(WorkReport.state == ReportState.APPROVED, ~overtaken.exists())
    if month is not None:
        query = query.where(WorkReport.month == month)
    return db.session.scalars(query.order_by(WorkReport.month, WorkReport.id)).all()


def overdue_invoices() -> Sequence[Invoice]:
    """What clients owe past its due date."""
    return db.session.scalars(
        select(Invoice).where(Invoice.state.in_(OWED), Invoice.due_on < today()).order_by(Invoice.due_on)
    ).all()


def silent_notices() -> Sequence[PaymentNotice]:
    """Payment notices whose days for an objection have passed in silence."""
    return db.session.scalars(
        select(PaymentNotice).where(PaymentNotice.state == NoticeState.SENT, PaymentNotice.deemed_on < today())
    ).all()


def balance(account: Account) -> int:
    """The balance of an account in yen: debits minus credits."""
    return db.session.scalar(select(func.sum(LedgerEntry.amount)).where(LedgerEntry.account == account)) or 0
