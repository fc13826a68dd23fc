"""Reads of payouts: the account in use, what is due and why some of it is not paid, runs with their lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import selectinload

from marketplace.accounts.models import User
from marketplace.billing.models import PaymentNotice
from marketplace.billing.states import NoticeState
from marketplace.clock import now
from marketplace.db import db
from marketplace.payouts.models import BankAccount, Payment, PaymentRun
from marketplace.payouts.states import RunState, WhyNot
from marketplace.trade.banks import branch
from marketplace.trade.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement


PAGE = 50
UNPAID = (NoticeState.SENT, NoticeState.CONFIRMED, NoticeState.DISPUTED)  # and in no run


@dataclass(frozen=True, slots=True)
class Payable:
    """A notice that a run would pay, and the account it would pay to."""

    notice: PaymentNotice
    account: BankAccount


@dataclass(frozen=True, slots=True)
class Held:
    """A notice that is due and cannot be paid, why, and where that passes by itself until when."""

    notice: PaymentNotice
    why: WhyNot
    until: datetime | date | None = None


@dataclass(slots=True)
class Due:
    """What is due until a day of transfer."""

    payable: list[Payable] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)

    @property
    def total(self) -> int:
        """Yen that a run would transfer."""
        return sum(each.notice.transfer for each in self.payable)

    @property
    def seen(self) -> str:
        """What a page has shown of it, so that nobody makes a run of something else."""
        return f"{len(self.payable)}:{self.total}"


def account_in_use(consultant_id: UUID, *, locked: bool = False) -> BankAccount | None:
    """A person's account, on hold or not."""
    query = select(BankAccount).where(BankAccount.consultant_id == consultant_id, BankAccount.replaced_at.is_(None))
    return db.session.scalar(query.with_for_update() if locked else query)


def _came_back() -> ColumnElement[bool]:
    """What the bank has returned after its notice was corrected: the correction counts it as transferred (`carried`).

    So it is transferred again as it was, under its own number. What came back before the correction has no day of
    payment any more: there the correction itself pays all of it.
    """
    returned = select(Payment.id).where(Payment.notice_id == PaymentNotice.id, Payment.returned_on.is_not(None))
    was_paid = and_(PaymentNotice.state == NoticeState.CORRECTED, PaymentNotice.paid_on.is_not(None))
    return and_(was_paid, returned.correlate(PaymentNotice).exists())


def _is_due() -> ColumnElement[bool]:
    in_a_run = select(Payment.id).where(Payment.notice_id == PaymentNotice.id, Payment.active)
    return or_(PaymentNotice.state.in_(UNPAID), and_(_came_back(), ~in_a_run.correlate(PaymentNotice).exists()))


def came_back(user_id: UUID | None = None) -> list[tuple[PaymentNotice, bool]]:
    """Corrected notices whose transfer came back and has not arrived since, and whether a run has it by now."""
    query = (
        select(PaymentNotice, Payment.id)
        .outerjoin(Payment, and_(Payment.notice_id == PaymentNotice.id, Payment.active))
        .outerjoin(PaymentRun, Payment.run_id == PaymentRun.id)
        .where(_came_back(), or_(Payment.id.is_(None), PaymentRun.state != RunState.DONE))
        .order_by(PaymentNotice.number)
    )
    if user_id is not None:
        query = query.where(PaymentNotice.consultant.has(user_id=user_id))
    return [(notice, payment_id is not None) for notice, payment_id in db.session.execute(query)]


def due_until(pay_on: date, *, locked: bool = False) -> Due:
    """What is due until a day and in no run. `locked`: for a run that is being made, whoever else makes one waits."""
    query = select(PaymentNotice).where(_is_due(), PaymentNotice.due_on <= pay_on).order_by(PaymentNotice.number)
    if locked:
        query = query.with_for_update(of=PaymentNotice).execution_options(populate_existing=True)
    notices = _in_no_run(db.session.scalars(query).all())
    accounts = _accounts_of(notices)
    returned = _returned_from(accounts)
    due = Due()
    for notice in notices:
        account = accounts.get(notice.consultant_id)
        held = _held(notice, account, returned=account is not None and account.id in returned)
        if held is not None:
            due.held.append(held)
        elif account is not None:
            due.payable.append(Payable(notice, account))
    return due


def _in_no_run(notices: Sequence[PaymentNotice]) -> list[PaymentNotice]:
    """Leave out what another run has taken while this one waited: the state of a corrected notice tells nothing."""
    ids = [each.id for each in notices if each.state is NoticeState.CORRECTED]
    taken = set(db.session.scalars(select(Payment.notice_id).where(Payment.notice_id.in_(ids), Payment.active)))
    return [each for each in notices if each.id not in taken]


def _accounts_of(notices: Sequence[PaymentNotice]) -> dict[UUID, BankAccount]:
    people = {each.consultant_id for each in notices}
    rows = db.session.scalars(
        select(BankAccount).where(BankAccount.consultant_id.in_(people), BankAccount.replaced_at.is_(None))
    )
    return {row.consultant_id: row for row in rows}


def _returned_from(accounts: Mapping[UUID, BankAccount]) -> set[UUID]:
    """Which of these accounts a bank has returned a payment to: nobody pays there again before it is entered anew."""
    ids = [each.id for each in accounts.values()]
    query = select(Payment.bank_account_id).where(Payment.bank_account_id.in_(ids), Payment.returned_on.is_not(None))
    return set(db.session.scalars(query))


def _held(notice: PaymentNotice, account: BankAccount | None, *, returned: bool) -> Held | None:
    """Return why a notice is not paid, the reason that somebody has to act on first; None where it is."""
    if notice.state is NoticeState.DISPUTED:
        return Held(notice, WhyNot.DISPUTED)
    if notice.transfer <= 0:
        return Held(notice, WhyNot.GIVE_BACK if notice.transfer else WhyNot.NOTHING)
    if notice.state is NoticeState.SENT:
        return Held(notice, WhyNot.UNCONFIRMED, notice.deemed_on)
    return Held(notice, WhyNot.RETURNED) if returned else _held_by(account, notice)


def _held_by(account: BankAccount | None, notice: PaymentNotice) -> Held | None:
    if account is None:
        return Held(notice, WhyNot.NO_ACCOUNT)
    if account.usable_from > now():
        return Held(notice, WhyNot.ON_HOLD, account.usable_from)
    return None if _branch_exists(account) else Held(notice, WhyNot.NOT_TAKEN)


def _branch_exists(account: BankAccount) -> bool:
    """Branches are closed and merged: one that is no more is refused by the bank, with the whole file."""
    try:
        branch(account.bank_code, account.branch_code)
    except Refusal:
        return False
    return True


def due_days() -> Sequence[tuple[date, int, int]]:
    """The days on which something is due that is in no run, how many notices, and their yen; the first day first."""
    rows = db.session.execute(
        select(PaymentNotice.due_on, func.count(), func.sum(PaymentNotice.transfer))
        .where(_is_due(), PaymentNotice.transfer > 0)
        .group_by(PaymentNotice.due_on)
        .order_by(PaymentNotice.due_on)
    )
    return [(row[0], row[1], int(row[2])) for row in rows]


def runs(*, page: int = 1) -> tuple[Sequence[PaymentRun], int]:
    """One page of the runs, the newest first, and how many there are."""
    total = db.session.scalar(select(func.count(PaymentRun.id))) or 0
    query = select(PaymentRun).order_by(PaymentRun.made_at.desc(), PaymentRun.id.desc())
    return db.session.scalars(query.limit(PAGE).offset((page - 1) * PAGE)).all(), total


def payments_of(run: PaymentRun) -> Sequence[Payment]:
    """A run's payments in the order of the file, with their notices."""
    return db.session.scalars(
        select(Payment).where(Payment.run_id == run.id).order_by(Payment.position).options(selectinload(Payment.notice))
    ).all()


def run_locked(run: PaymentRun) -> PaymentRun:
    """A run as it stands by now, locked: who takes a step of it at the same time waits."""
    query = select(PaymentRun).where(PaymentRun.id == run.id)
    return db.session.scalars(query.with_for_update(of=PaymentRun).execution_options(populate_existing=True)).one()


def payment_locked(payment: Payment) -> Payment:
    """A payment as it stands by now, locked: who marks it at the same time waits."""
    query = select(Payment).where(Payment.id == payment.id).options(selectinload(Payment.notice))
    return db.session.scalars(query.with_for_update(of=Payment).execution_options(populate_existing=True)).one()


def replaced_since(payments: Sequence[Payment]) -> set[UUID]:
    """The ids of payments whose account the person has replaced after the run was made."""
    ids = {each.bank_account_id for each in payments}
    replaced = set(
        db.session.scalars(select(BankAccount.id).where(BankAccount.id.in_(ids), BankAccount.replaced_at.is_not(None)))
    )
    return {each.id for each in payments if each.bank_account_id in replaced}


def names_of(run: PaymentRun) -> dict[UUID, str]:
    """The names of those who have taken the steps of a run."""
    ids = {
        run.made_by_id, run.approved_by_id, run.downloaded_by_id, run.sent_by_id, run.done_by_id,
        run.cancelled_by_id,
    }  # fmt: skip
    rows = db.session.execute(select(User.id, User.name).where(User.id.in_(ids - {None})))
    return {row.id: row.name for row in rows}


def file_keys() -> set[str]:
    """The keys of all files that belong to a run."""
    return set(db.session.scalars(select(PaymentRun.file_key)))
