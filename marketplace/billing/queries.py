"""Reads of documents: one's own, found by day, amount and counterparty together (R40), and what waits to be billed."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.orm import aliased, selectinload

from marketplace.billing.models import DocumentExport, Invoice, LedgerEntry, PaymentNotice
from marketplace.billing.states import OWED, UNSETTLED, Account, ExportState, InvoiceState, NoticeState
from marketplace.clock import today
from marketplace.contracts.models import Contract
from marketplace.db import db
from marketplace.engagements.states import ContractModel
from marketplace.pipeline.models import Application
from marketplace.work_reports.models import WorkReport
from marketplace.work_reports.months import last_of
from marketplace.work_reports.states import SETTLED, ReportState

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Select

    from marketplace.accounts.models import User

PAGE = 50
OPEN = "open"  # every state in which money is still to come
Issued = Invoice | PaymentNotice


@dataclass(frozen=True, slots=True)
class Wanted:
    """What documents are looked for by; whatever is None does not count, all others count together."""

    since: date | None = None
    until: date | None = None
    least: int | None = None
    most: int | None = None
    party: str = ""
    state: str = ""  # of the document, or OPEN
    due_since: date | None = None
    due_until: date | None = None
    paid_since: date | None = None
    paid_until: date | None = None
    served_since: date | None = None  # any day of the first month of service, and of the last
    served_until: date | None = None
    engagement_id: UUID | None = None
    contract: str = ""  # its number
    model: str = ""


def kept_wanted(wanted: Wanted) -> dict[str, str]:
    """Return a search as it is kept: what it is by, as text."""
    return {name: str(value) for name, value in asdict(wanted).items() if value not in (None, "")}


def read_wanted(kept: Mapping[str, str]) -> Wanted:
    """Return a kept search."""
    read: dict[str, Callable[[str], Any]] = {"least": int, "most": int, "engagement_id": UUID}
    days = dict.fromkeys(each.name for each in fields(Wanted) if each.name.endswith(("since", "until")))
    read |= dict.fromkeys(days, date.fromisoformat)
    return Wanted(**{name: read.get(name, str)(value) for name, value in kept.items()})


def documents_count(user: User, wanted: Wanted) -> int:
    """How many documents of both kinds a search finds."""
    found = (_invoices(user, wanted), _notices(user, wanted))
    return sum(db.session.scalar(select(func.count()).select_from(each.subquery())) or 0 for each in found)


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


def other_side(user: User, model: type[Issued]) -> str:
    """Say which end of a document is the reader's counterparty: "from" who issued or supplies, or "to" whom it goes.

    The operator's is whom it bills and whom it pays, a client's who bills it, a consultant's who pays.
    """
    return "from" if user.company_id is not None or (user.is_staff and model is PaymentNotice) else "to"


def invoices_for(user: User, wanted: Wanted, *, page: int = 1) -> tuple[Sequence[Invoice], int]:
    """One page of the invoices that this person may see, the newest first, and how many there are."""
    return _found(_invoices(user, wanted), page)


def _invoices(user: User, wanted: Wanted) -> Select[Any]:
    query = select(Invoice)
    if user.company_id is not None:
        query = query.where(Invoice.company_id == user.company_id)
    elif not user.is_staff:
        query = query.where(Invoice.from_number != "", Invoice.id.in_(_own_direct(user)))
    return _narrowed(query, Invoice, wanted, getattr(Invoice, f"{other_side(user, Invoice)}_name"))


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
    return _found(_notices(user, wanted), page)


def _notices(user: User, wanted: Wanted) -> Select[Any]:
    query = select(PaymentNotice)
    if not user.is_staff:
        query = query.where(PaymentNotice.consultant.has(user_id=user.id))
    return _narrowed(query, PaymentNotice, wanted, getattr(PaymentNotice, f"{other_side(user, PaymentNotice)}_name"))


def sums_for(user: User, wanted: Wanted, model: type[Issued]) -> tuple[int, int]:
    """The totals of all that a search finds and what of them is still to be paid, in yen; replaced ones count nothing.

    Of a payment notice both are what is transferred: its total less what is withheld; of an invoice the second is.
    """
    total: Any
    rest: Any
    if model is Invoice:
        found = _invoices(user, wanted).with_only_columns(Invoice.id)
        living, total = Invoice.state != InvoiceState.CORRECTED, Invoice.total
        owed, rest = Invoice.state.in_(OWED), Invoice.asked - Invoice.paid
    else:
        found = _notices(user, wanted).with_only_columns(PaymentNotice.id)
        living, total = PaymentNotice.state != NoticeState.CORRECTED, PaymentNotice.total - PaymentNotice.withheld
        owed, rest = PaymentNotice.state.in_(UNSETTLED), PaymentNotice.transfer
    row = db.session.execute(
        select(func.sum(case((living, total), else_=0)), func.sum(case((owed, rest), else_=0))).where(
            model.id.in_(found)
        )
    ).one()
    return int(row[0] or 0), int(row[1] or 0)


def _narrowed(query: Select[Any], model: type[Issued], wanted: Wanted, party: Any) -> Select[Any]:  # noqa: ANN401 - a column
    """Add a condition for each thing that is wanted; what is None or empty adds none."""
    conditions: dict[str, Callable[[Any], Any]] = {
        "since": lambda day: model.issued_on >= day,
        "until": lambda day: model.issued_on <= day,
        "least": lambda amount: model.total >= amount,
        "most": lambda amount: model.total <= amount,
        "party": lambda text: party.contains(text, autoescape=True),
        "state": lambda state: model.state.in_(_states(model, state)),
        "due_since": lambda day: model.due_on >= day,
        "due_until": lambda day: model.due_on <= day,
        "paid_since": lambda day: model.paid_on >= day,
        "paid_until": lambda day: model.paid_on <= day,
        "served_since": lambda day: model.served_from >= day.replace(day=1),
        "served_until": lambda day: model.served_from <= last_of(day),
        "engagement_id": lambda key: model.contract_id.in_(_contracts_of(key)),
        "contract": lambda number: model.contract.has(number=number),
        "model": lambda code: model.contract.has(model=code),
    }
    for name, condition in conditions.items():
        value = getattr(wanted, name)
        if value is not None and value != "":
            query = query.where(condition(value))
    return query


def _states(model: type[Issued], state: str) -> list[InvoiceState] | list[NoticeState]:
    """Return the states that are meant; none where the other kind of document alone knows the word."""
    if model is Invoice:
        return [each for each in InvoiceState if (each in OWED if state == OPEN else each == state)]
    return [each for each in NoticeState if (each in UNSETTLED if state == OPEN else each == state)]


def _contracts_of(engagement_id: UUID) -> Select[UUID]:
    return (
        select(Contract.id)
        .join(Application, Contract.application_id == Application.id)
        .where(Application.engagement_id == engagement_id)
    )


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


def replaced_document(document: Issued) -> Issued | None:
    """The document that this one has corrected."""
    if document.replaces_id is None:
        return None
    if isinstance(document, Invoice):
        return db.session.get_one(Invoice, document.replaces_id)
    return db.session.get_one(PaymentNotice, document.replaces_id)


def paid_before(document: Issued) -> int:
    """Yen that a client had paid when an invoice was issued in the place of another; later ones do not count."""
    if not isinstance(document, Invoice) or document.replaces_id is None:
        return 0
    return db.session.scalar(select(Invoice.paid).where(Invoice.id == document.replaces_id)) or 0


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


def exports_ready_before(moment: datetime) -> Sequence[DocumentExport]:
    """Files of documents that have been there since before a moment."""
    return db.session.scalars(
        select(DocumentExport).where(DocumentExport.state == ExportState.READY, DocumentExport.ready_at < moment)
    ).all()


def export_keys() -> set[str]:
    """The keys of all files that somebody may still take."""
    return set(db.session.scalars(select(DocumentExport.file_key).where(DocumentExport.state == ExportState.READY)))
