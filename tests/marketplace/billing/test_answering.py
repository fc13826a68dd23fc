"""The consultant's answer to a payment notice: by silence, or disputed in words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from marketplace.billing.models import PaymentNotice
from marketplace.billing.operations.answering import (
    confirm_by_silence,
    confirm_notice,
    dispute_notice,
    settle_dispute,
)
from marketplace.billing.states import NoticeState
from marketplace.clock import today
from marketplace.db import db
from marketplace.errors import Invalid, TransitionRefused
from marketplace.outbox import Message
from marketplace.payouts.operations import runs
from marketplace.trade.due_dates import next_bank_day
from marketplace.trade.taxes import CONSUMPTION_TAX
from tests.factories.accounts import make_operator
from tests.factories.billing import billed_month
from tests.factories.payouts import pay_all, payable_month

pytestmark = pytest.mark.usefixtures("session")
TEN = CONSUMPTION_TAX[0].share


def test_a_notice_counts_as_confirmed_after_silence_and_not_before() -> None:
    _invoice, notice = billed_month()
    latest = notice.due_on - timedelta(days=4)  # a payment file is made before the due day
    assert notice.deemed_on == max(today(), min(today() + timedelta(days=7), latest))
    assert confirm_by_silence() == 0
    with_past = {"deemed_on": date(2020, 1, 1)}
    db.session.execute(PaymentNotice.__table__.update().values(**with_past))  # type: ignore[attr-defined]
    db.session.refresh(notice)
    assert confirm_by_silence() == 1
    assert (notice.state, notice.confirmed_by_id) == (NoticeState.CONFIRMED, None)
    assert confirm_by_silence() == 0


def test_a_dispute_is_in_words_and_answered_in_words() -> None:
    _invoice, notice = billed_month()
    user, operator = notice.consultant.user, make_operator()
    with pytest.raises(Invalid):
        dispute_notice(notice, words=" ", by=user)
    states = [notice.state]
    dispute_notice(notice, words="経費が含まれていません。", by=user)
    states.append(notice.state)
    told = set(db.session.scalars(select(Message.to_email).where(Message.template == "billing/notice_disputed")))
    assert operator.email in told
    with pytest.raises(Invalid):
        settle_dispute(notice, answer="", by=operator)
    settle_dispute(notice, answer="経費は翌月分に含めます。", by=operator)
    assert [*states, notice.state] == [NoticeState.SENT, NoticeState.DISPUTED, NoticeState.CONFIRMED]


@pytest.mark.parametrize("paid", [False, True])
def test_what_is_in_a_payment_file_or_paid_is_not_confirmed_again(*, paid: bool) -> None:
    notice = payable_month()
    if paid:
        pay_all(notice.due_on)
    else:
        runs.make_run(next_bank_day(max(notice.due_on, today())), by=make_operator())
        db.session.commit()
    before = notice.state
    assert before is (NoticeState.PAID if paid else NoticeState.SCHEDULED)
    with pytest.raises(TransitionRefused):
        confirm_notice(notice, by=notice.consultant.user)
    with pytest.raises(TransitionRefused):
        settle_dispute(notice, answer="経費は翌月分に含めます。", by=make_operator())
    assert notice.state is before
