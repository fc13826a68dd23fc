"""What a run pays and what it does not, and why: the whole amount, on its day, to an account that may be used."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from marketplace.billing.operations.answering import confirm_notice, dispute_notice, settle_dispute
from marketplace.billing.states import LineKind, NoticeState
from marketplace.db import db
from marketplace.errors import DomainError, TransitionRefused
from marketplace.payouts.models import BankAccount, PaymentRun
from marketplace.payouts.operations import runs
from marketplace.payouts.queries import due_days, due_until, payments_of
from marketplace.payouts.states import WhyNot
from marketplace.trade.taxes import Withholding
from tests.factories.accounts import make_operator
from tests.factories.billing import billed_month
from tests.factories.payouts import make_bank_account, make_own_account, payable_month

pytestmark = pytest.mark.usefixtures("session")
PAY_ON = date(2026, 11, 30)


def _run() -> PaymentRun:
    run = runs.make_run(PAY_ON, by=make_operator())
    db.session.commit()
    return run


# What is not paid, and why


def test_each_that_is_not_paid_has_its_reason() -> None:
    disputed = payable_month()
    db.session.refresh(disputed)
    disputed_other = billed_month()[1]
    dispute_notice(disputed_other, words="時間が違う", by=disputed_other.consultant.user)
    waiting = billed_month()[1]
    bare = billed_month()[1]
    confirm_notice(bare, by=bare.consultant.user)
    held = billed_month()[1]
    confirm_notice(held, by=held.consultant.user)
    account = make_bank_account(held.consultant, held=True)
    gone = payable_month()
    in_use = db.session.scalars(select(BankAccount).where(BankAccount.consultant_id == gone.consultant_id)).one()
    in_use.branch_code = "000"
    db.session.commit()
    due = due_until(PAY_ON)
    assert [each.notice for each in due.payable] == [disputed]
    assert {each.notice.number: (each.why, each.until) for each in due.held} == {
        disputed_other.number: (WhyNot.DISPUTED, None),
        waiting.number: (WhyNot.UNCONFIRMED, waiting.deemed_on),
        bare.number: (WhyNot.NO_ACCOUNT, None),
        held.number: (WhyNot.ON_HOLD, account.usable_from),
        gone.number: (WhyNot.NOT_TAKEN, None),
    }
    run = _run()
    assert [each.notice_id for each in payments_of(run)] == [disputed.id]


def test_a_disputed_notice_is_paid_once_it_is_settled() -> None:
    notice = billed_month()[1]
    make_own_account()
    make_bank_account(notice.consultant)
    dispute_notice(notice, words="時間が違う", by=notice.consultant.user)
    db.session.commit()
    with pytest.raises(DomainError):
        _run()
    settle_dispute(notice, answer="報告書のとおりです", by=make_operator())
    assert _run().payments_count == 1


def test_what_is_in_a_run_is_not_disputed_any_more() -> None:
    notice = payable_month()
    _run()
    with pytest.raises(TransitionRefused):
        dispute_notice(notice, words="遅れて気づいた", by=notice.consultant.user)


def test_without_the_operators_account_nothing_is_made() -> None:
    notice = billed_month()[1]
    confirm_notice(notice, by=notice.consultant.user)
    make_bank_account(notice.consultant)
    with pytest.raises(DomainError, match="登録されていません"):
        runs.make_run(PAY_ON, by=make_operator())
    assert notice.state is NoticeState.CONFIRMED


# R19: nothing is cut from the fee on the way


def test_no_line_could_take_a_transfer_fee_off_and_the_whole_amount_is_transferred() -> None:
    assert {each.value for each in LineKind} == {"fee", "expense"}
    notice = payable_month(withholding=Withholding.ADVICE)
    assert {line["kind"] for line in notice.lines} <= {"fee", "expense"}
    assert notice.transfer == notice.total - notice.withheld - notice.carried
    (payment,) = payments_of(_run())
    assert payment.amount == notice.transfer == 798_320


# R39


def test_the_day_of_payment_does_not_wait_for_the_client() -> None:
    notice = payable_month()
    assert notice.due_on == PAY_ON
    assert [each.notice for each in due_until(PAY_ON).payable] == [notice], "nobody has paid the invoice"
    assert due_days() == [(PAY_ON, 1, 880_000)]
