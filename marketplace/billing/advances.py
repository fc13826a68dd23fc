"""Reads of advances: who may see which, what of them was taken off or given back, and what is left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from marketplace.billing.models import Advance, Deduction, LedgerEntry, PaymentNotice
from marketplace.billing.states import Account, AdvanceState
from marketplace.contracts.models import Contract
from marketplace.contracts.states import RUNNING, ContractState
from marketplace.db import db
from marketplace.engagements.states import ContractModel
from marketplace.pipeline.models import Application
from marketplace.work_reports.models import WorkReport
from marketplace.work_reports.months import months_until_now, was_suspended_throughout
from marketplace.work_reports.states import ReportState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from marketplace.accounts.models import User

PAGE = 50
_IS_GIVEN_BACK = (
    LedgerEntry.document_kind == Advance.__tablename__, LedgerEntry.account == Account.ADVANCES, LedgerEntry.amount < 0,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """An advance, and the yen that are neither taken off nor given back yet."""

    advance: Advance
    left: int


def advances_for(user: User, *, page: int = 1) -> tuple[list[Shown], int]:
    """One page of the advances that this person may see, the newest first, and how many there are."""
    query = select(Advance)
    if not user.is_staff:
        query = query.where(Advance.consultant.has(user_id=user.id))
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = db.session.scalars(query.order_by(Advance.id.desc()).limit(PAGE).offset((page - 1) * PAGE)).all()
    return _with_rest(rows), total


def set_off_of(notice: PaymentNotice) -> int:
    """Yen that were paid too much on what a notice corrects, and come off the next ones by agreement."""
    return db.session.scalar(select(Advance.amount).where(Advance.source_notice_id == notice.id)) or 0


def _with_rest(advances: Sequence[Advance]) -> list[Shown]:
    """Pair each with what is left of it: the ledger says what came back, of which there is no row of its own."""
    ids = [each.id for each in advances]
    taken = db.session.execute(
        select(Deduction.advance_id, func.sum(Deduction.amount))
        .where(Deduction.advance_id.in_(ids), Deduction.given_up_at.is_(None))
        .group_by(Deduction.advance_id)
    )
    back = db.session.execute(
        select(LedgerEntry.document_id, -func.sum(LedgerEntry.amount))
        .where(LedgerEntry.document_id.in_(ids), *_IS_GIVEN_BACK)
        .group_by(LedgerEntry.document_id)
    )
    gone: dict[UUID, int] = dict.fromkeys(ids, 0)
    for row in [*taken, *back]:
        gone[row[0]] += int(row[1])
    return [Shown(each, each.amount - gone[each.id] if each.state is AdvanceState.PAID else 0) for each in advances]


def left_of(advance: Advance) -> int:
    """Yen of an advance that are neither taken off nor given back."""
    return _with_rest([advance])[0].left


def given_back(advance: Advance) -> Sequence[LedgerEntry]:
    """What the consultant has transferred back of an advance; amounts are negative, as the ledger has them."""
    return db.session.scalars(
        select(LedgerEntry).where(LedgerEntry.document_id == advance.id, *_IS_GIVEN_BACK).order_by(LedgerEntry.id)
    ).all()


def advance_locked(advance: Advance) -> Advance:
    """The advance, which nobody else takes off or gives back meanwhile."""
    return db.session.get_one(Advance, advance.id, with_for_update={"of": Advance}, populate_existing=True)


def advances_left(consultant_id: object, *, locked: bool = False) -> list[tuple[Advance, int]]:
    """A consultant's advances that are paid and what of each is still to be taken off, the oldest first."""
    query = (
        select(Advance)
        .where(Advance.consultant_id == consultant_id, Advance.state == AdvanceState.PAID)
        .order_by(Advance.paid_on, Advance.id)
    )
    advances = db.session.scalars(query.with_for_update(of=Advance) if locked else query).all()
    return [(each.advance, each.left) for each in _with_rest(advances) if each.left > 0]


def deductions_of(notice: PaymentNotice) -> Sequence[Deduction]:
    """What of advances a notice has taken off."""
    return db.session.scalars(
        select(Deduction).where(Deduction.notice_id == notice.id, Deduction.given_up_at.is_(None))
    ).all()


def taken_off(advance: Advance) -> list[tuple[PaymentNotice, int]]:
    """The notices that have taken something off, and how much each."""
    rows = db.session.execute(
        select(PaymentNotice, Deduction.amount)
        .join(Deduction, Deduction.notice_id == PaymentNotice.id)
        .where(Deduction.advance_id == advance.id, Deduction.given_up_at.is_(None))
        .order_by(PaymentNotice.number)
    )
    return [(row[0], row[1]) for row in rows]


def may_come_off(consultant_id: object) -> bool:
    """Tell whether a payment is still to come that an advance can come off: a contract runs, or a month is not billed.

    All of a consultant's contracts through the operator count, as they do where an advance is taken off.
    """
    contracts = db.session.scalars(
        select(Contract)
        .join(Application, Contract.application_id == Application.id)
        .where(Application.consultant_id == consultant_id, Contract.model == ContractModel.VIA)
        .where(Contract.state.in_(RUNNING | {ContractState.ENDED}))
    ).all()
    if any(each.state in RUNNING for each in contracts):
        return True
    billed = select(WorkReport.contract_id, WorkReport.month).where(
        WorkReport.contract_id.in_([each.id for each in contracts]), WorkReport.state == ReportState.LOCKED
    )
    known = {(row[0], row[1]) for row in db.session.execute(billed)}
    return any(
        (each.id, month) not in known and not was_suspended_throughout(each, month)
        for each in contracts
        for month in months_until_now(each)
    )
