"""A payment run struck by a power cut at each of its statements, and made twice at once: never half, never twice."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from sqlalchemy import func, select

from marketplace.accounts.models import User
from marketplace.billing.models import LedgerEntry, PaymentNotice
from marketplace.billing.queries import balance
from marketplace.billing.states import Account, NoticeState
from marketplace.clock import today
from marketplace.db import begin_writing, db
from marketplace.errors import DomainError
from marketplace.payouts.models import Payment, PaymentRun
from marketplace.payouts.operations import runs
from marketplace.payouts.states import RunState
from marketplace.trade.due_dates import next_bank_day
from tests.attack.product import at_once
from tests.factories.accounts import make_operator
from tests.factories.payouts import payable_month

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from tests.attack.product import Product

pytestmark = pytest.mark.attack
NOTICES = 3
MOST = 200  # statements of one step


def planted(run: Product) -> tuple[UUID, UUID]:
    """Plant notices that may be paid today, and two operators."""
    with run.app.app_context():
        for _each in range(NOTICES):
            payable_month()
        db.session.execute(sa.update(PaymentNotice).values(due_on=today()))
        ids = make_operator().id, make_operator().id
        db.session.commit()
        return ids


def make(by: User) -> None:
    runs.make_run(next_bank_day(today()), by=by)


def finish(by: User) -> None:
    run = db.session.scalars(select(PaymentRun)).one()
    run.pay_on = today()  # done on the day itself, whatever day the test runs on
    runs.mark_done(run, by=by)


def struck(run: Product, step: Callable[[User], None], by: UUID, after: int) -> bool:
    """Take a step in a process that is killed before its n-th statement; tell whether it came through."""
    with run.app.app_context():
        db.session.remove()
        db.engine.dispose()
    child = os.fork()
    if child == 0:
        left = [after]

        def count(*_args: object) -> None:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        with run.app.app_context():
            sa.event.listen(db.engine, "before_cursor_execute", count)
            sa.event.listen(db.engine, "commit", count)
            begin_writing()
            step(db.session.get_one(User, by))
            db.session.commit()
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


def strike(run: Product, step: Callable[[User], None], by: UUID, unchanged: Callable[[], bool]) -> int:
    """Strike a step before each of its statements, its commit among them, until it comes through."""
    for after in range(1, MOST):
        if struck(run, step, by, after):
            return after
        with run.app.app_context():
            assert unchanged(), after
            db.session.rollback()
    raise AssertionError("it never came through")


def nothing_made() -> bool:
    states = set(db.session.scalars(select(PaymentNotice.state)))
    return states == {NoticeState.CONFIRMED} and not db.session.scalar(select(func.count(Payment.id)))


def nothing_paid() -> bool:
    states = set(db.session.scalars(select(PaymentNotice.state)))
    return states == {NoticeState.SCHEDULED} and balance(Account.CASH) == 0


def test_a_run_killed_at_any_statement_is_made_whole_or_not_at_all(run: Product) -> None:
    maker, approver = planted(run)
    assert strike(run, make, maker, nothing_made) > NOTICES
    with run.app.app_context():
        made = db.session.scalars(select(PaymentRun)).one()
        assert made.number.endswith("-000001"), "no number is lost"
        by = db.session.get_one(User, approver)
        runs.approve_run(made, by=by)
        assert runs.take_file(made, by=by)
        runs.mark_sent(made, by=by)
        db.session.commit()
    assert strike(run, finish, approver, nothing_paid) > NOTICES
    with run.app.app_context():
        paid = db.session.scalar(select(func.sum(Payment.amount)))
        assert db.session.scalars(select(PaymentRun.state)).all() == [RunState.DONE]
        assert set(db.session.scalars(select(PaymentNotice.state))) == {NoticeState.PAID}
        assert balance(Account.CASH) == -(paid or 0) == -NOTICES * 880_000
        assert db.session.scalar(select(func.sum(LedgerEntry.amount))) == 0


def test_two_runs_at_once_take_a_notice_once(run: Product) -> None:
    operators = planted(run)

    def work(by: UUID) -> bool:
        with run.app.app_context():
            begin_writing()
            try:
                make(db.session.get_one(User, by))
                db.session.commit()
            except DomainError:
                db.session.rollback()
                return False
            return True

    first, second = operators
    assert sorted(at_once(lambda: work(first), lambda: work(second))) == [False, True]
    with run.app.app_context():
        assert len(db.session.scalars(select(PaymentRun)).all()) == 1
        assert db.session.scalar(select(func.count(Payment.id))) == NOTICES
