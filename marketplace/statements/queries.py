"""Reads of statements: the files, their payments with what they may be for, and clients' money that is too much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import selectinload

from marketplace.accounts.models import Company, User
from marketplace.billing.models import Invoice
from marketplace.billing.states import OWED, InvoiceState
from marketplace.contracts.models import Contract
from marketplace.db import db
from marketplace.engagements.states import ContractModel
from marketplace.statements.models import Allocation, BankStatement, Incoming
from marketplace.statements.states import IncomingState
from marketplace.statements.suggesting import Owed, Paid, Suggestion, suggestions_for
from marketplace.trade.kana import comparable

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from uuid import UUID

PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A payment on the page: what it may be for, and other statements' payments that look like it."""

    incoming: Incoming
    suggestions: list[Suggestion]
    twins: Sequence[Incoming]


def statements(*, page: int = 1) -> tuple[list[tuple[BankStatement, int, str]], int]:
    """One page of the imported files, the newest first: each with its open payments and who imported it."""
    waiting = (
        select(func.count(Incoming.id))
        .where(Incoming.bank_statement_id == BankStatement.id, Incoming.state == IncomingState.OPEN)
        .scalar_subquery()
    )
    query = (
        select(BankStatement, waiting, User.name)
        .join(User, User.id == BankStatement.imported_by_id)
        .order_by(BankStatement.imported_at.desc(), BankStatement.id.desc())
    )
    rows = db.session.execute(query.limit(PAGE).offset((page - 1) * PAGE)).all()
    return [(kept, left, who) for kept, left, who in rows], db.session.scalar(select(func.count(BankStatement.id))) or 0


def statement_of(sha256: str) -> BankStatement | None:
    """The statement that a file has made."""
    return db.session.scalar(select(BankStatement).where(BankStatement.sha256 == sha256))


def payments_of(statement: BankStatement, *, page: int = 1) -> tuple[list[Row], int]:
    """One page of a statement's payments in the bank's order, the open ones with what they may be for."""
    query = select(Incoming).where(Incoming.bank_statement_id == statement.id)
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    found = db.session.scalars(
        query.options(selectinload(Incoming.allocations))
        .order_by(Incoming.line)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
        .execution_options(populate_existing=True)
    ).all()
    return _rows(found), total


def page_of_line(incoming: Incoming) -> int:
    """The page of its statement that a payment stands on."""
    before = select(func.count(Incoming.id)).where(
        Incoming.bank_statement_id == incoming.bank_statement_id, Incoming.line < incoming.line
    )
    return 1 + (db.session.scalar(before) or 0) // PAGE


def _rows(found: Sequence[Incoming]) -> list[Row]:
    waiting = [each for each in found if each.state is IncomingState.OPEN]
    owed = open_invoices() if waiting else []
    learnt = learnt_names({each.payer for each in waiting})
    twins = _twins(waiting)
    return [
        Row(
            each,
            suggestions_for(Paid(each.amount, each.payer, f"{each.payer_kana} {each.reference}"), owed, learnt)
            if each.state is IncomingState.OPEN
            else [],
            [twin for twin in twins if _alike(twin, each)],
        )
        for each in found
    ]


def suggestions(incoming: Incoming) -> list[Suggestion]:
    """What one payment may be for."""
    paid = Paid(incoming.amount, incoming.payer, f"{incoming.payer_kana} {incoming.reference}")
    return suggestions_for(paid, open_invoices(), learnt_names({incoming.payer}))


def open_invoices() -> list[Owed]:
    """What clients owe to the operator, the oldest first; an invoice in a consultant's own name is not among it."""
    rows = db.session.execute(
        select(
            Invoice.id, Invoice.number, Invoice.company_id, Invoice.to_name, Company.name,
            Invoice.asked - Invoice.paid, Invoice.due_on,
        )
        .join(Company, Company.id == Invoice.company_id)
        .join(Contract, Contract.id == Invoice.contract_id)
        .where(Invoice.state.in_(OWED), Contract.model == ContractModel.VIA, Invoice.asked > Invoice.paid)
        .order_by(Invoice.due_on, Invoice.number)
    )  # fmt: skip
    return [
        Owed(id_, number, company_id, to_name, frozenset({comparable(to_name), comparable(name)}), left, due_on)
        for id_, number, company_id, to_name, name, left, due_on in rows
    ]


def learnt_names(payers: Collection[str]) -> dict[str, frozenset[UUID]]:
    """The companies that payments of these names were matched to; a match that was taken back has taught nothing."""
    rows = db.session.execute(
        select(Incoming.payer, Invoice.company_id)
        .join(Allocation, Allocation.incoming_id == Incoming.id)
        .join(Invoice, Invoice.id == Allocation.invoice_id)
        .where(Incoming.payer.in_(payers))
        .distinct()
    )
    found: dict[str, frozenset[UUID]] = {}
    for payer, company_id in rows:
        found[payer] = found.get(payer, frozenset()) | {company_id}
    return found


def _twins(waiting: Sequence[Incoming]) -> Sequence[Incoming]:
    """Payments of the same day, amount and payer: the bank may have numbered one transfer in two ways."""
    if not waiting:
        return ()
    keys = {(each.on, each.amount, each.payer) for each in waiting}
    return db.session.scalars(
        select(Incoming).where(tuple_(Incoming.on, Incoming.amount, Incoming.payer).in_(keys)).order_by(Incoming.id)
    ).all()


def _alike(one: Incoming, other: Incoming) -> bool:
    return one.bank_statement_id != other.bank_statement_id and (one.on, one.amount, one.payer) == (
        other.on, other.amount, other.payer,
    )  # fmt: skip


def invoices_by_number(numbers: Collection[str]) -> Sequence[Invoice]:
    """The operator's own invoices with these numbers, the one due first before the others."""
    return db.session.scalars(
        select(Invoice)
        .join(Contract, Contract.id == Invoice.contract_id)
        .where(Invoice.number.in_(numbers), Contract.model == ContractModel.VIA)
        .order_by(Invoice.due_on, Invoice.number)
    ).all()


def allocations_of(incoming: Incoming) -> Sequence[Allocation]:
    """What a payment was booked for."""
    return db.session.scalars(
        select(Allocation).where(Allocation.incoming_id == incoming.id).order_by(Allocation.id)
    ).all()


def client_credits() -> Sequence[Invoice]:
    """Paid invoices for which a client has paid too much: to be given back, or set off with the client's consent."""
    return db.session.scalars(
        select(Invoice)
        .where(Invoice.state == InvoiceState.PAID, Invoice.paid > Invoice.asked)
        .order_by(Invoice.paid_on, Invoice.number)
    ).all()


def underpaid() -> Sequence[Invoice]:
    """Open invoices that a payment has come in for, short of their total: to be asked for (R38)."""
    return db.session.scalars(
        select(Invoice)
        .join(Contract, Contract.id == Invoice.contract_id)
        .where(
            Invoice.state.in_(OWED), Contract.model == ContractModel.VIA,
            Invoice.paid > 0, Invoice.paid < Invoice.asked,
        )
        .order_by(Invoice.due_on, Invoice.number)
    ).all()  # fmt: skip
