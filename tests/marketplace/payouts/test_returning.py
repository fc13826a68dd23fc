"""組戻し: what the bank returns is owed again, to the yen, held until the account is entered anew, and never twice."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.audit import AuditEntry
from marketplace.billing.operations.answering import confirm_notice
from marketplace.billing.operations.issuing import bill_month
from marketplace.billing.queries import balance
from marketplace.billing.states import Account, NoticeState
from marketplace.dashboards.earning import earned_by, sums_of
from marketplace.dashboards.standing import by_state, debts, scheduled
from marketplace.dashboards.sums import Sum
from marketplace.db import db
from marketplace.errors import DomainError, Invalid
from marketplace.outbox import Message
from marketplace.payouts.models import Payment, PaymentRun
from marketplace.payouts.operations import runs
from marketplace.payouts.operations.returning import mark_returned
from marketplace.payouts.queries import due_days, due_until, payments_of
from marketplace.payouts.states import RunState, WhyNot
from marketplace.trade.taxes import Withholding
from tests.factories.accounts import make_operator
from tests.factories.billing import approved_month
from tests.factories.payouts import make_bank_account, pay_all, payable_month
from tests.marketplace.billing.test_correcting import corrected

if TYPE_CHECKING:
    import time_machine

    from marketplace.billing.models import PaymentNotice
    from tests.conftest import PageClient

PAY_ON, BACK = date(2026, 11, 30), date(2026, 12, 1)
WHY = "口座名義相違"


@pytest.fixture
def later(clock: time_machine.Traveller) -> time_machine.Traveller:
    """Let two payments be made, 798,320 and 880,000 yen, and a day pass."""
    payable_month(withholding=Withholding.ADVICE)
    payable_month()
    pay_all(PAY_ON)
    clock.move_to(datetime(2026, 12, 1, 3, tzinfo=UTC))
    return clock


def _run() -> tuple[PaymentRun, Payment, Payment]:
    run = db.session.scalars(select(PaymentRun).order_by(PaymentRun.number)).first()
    assert run is not None
    first, second = payments_of(run)
    return run, first, second


@pytest.mark.usefixtures("session", "later")
def test_what_comes_back_is_owed_again_and_the_ledger_says_so() -> None:
    run, back, kept = _run()
    assert balance(Account.CASH) == -1_678_320
    mark_returned(run, back, on=BACK, words=WHY, by=make_operator())
    db.session.commit()
    assert (back.notice.state, back.notice.paid_on) == (NoticeState.CONFIRMED, None)
    assert (kept.notice.state, kept.notice.paid_on) == (NoticeState.PAID, PAY_ON)
    assert (balance(Account.CASH), balance(Account.PAYABLE)) == (-880_000, -798_320)
    assert (run.state, run.total) == (RunState.DONE, 1_678_320), "what was done stays"
    told = db.session.scalars(select(Message).where(Message.template == "payouts/returned")).one()
    assert (told.user_id, told.link) == (back.notice.consultant.user_id, "/bank-account")
    assert "payment returned" in set(db.session.scalars(select(AuditEntry.event)))
    for _again in range(2):
        with pytest.raises(DomainError, match="すでに"):
            mark_returned(run, back, on=BACK, words=WHY, by=make_operator())
    assert balance(Account.CASH) == -880_000


@pytest.mark.usefixtures("session")
def test_it_waits_for_the_account_and_is_paid_once_by_the_next_run(later: time_machine.Traveller) -> None:
    run, back, _kept = _run()
    mark_returned(run, back, on=BACK, words=WHY, by=make_operator())
    db.session.commit()
    assert [(each.notice.id, each.why) for each in due_until(BACK).held] == [(back.notice_id, WhyNot.RETURNED)]
    with pytest.raises(DomainError):
        runs.make_run(BACK, by=make_operator())
    make_bank_account(back.notice.consultant, holder="ヤマダ　タロオ")
    again = pay_all(BACK)
    assert (again.total, again.payments_count) == (798_320, 1)
    assert [each.kana for each in payments_of(again)] == ["ﾔﾏﾀﾞ ﾀﾛｵ"]
    assert (balance(Account.CASH), balance(Account.PAYABLE)) == (-1_678_320, 0)
    later.shift(86400)
    assert (due_until(date(2026, 12, 2)).payable, due_until(date(2026, 12, 2)).held) == ([], [])
    with pytest.raises(DomainError):
        mark_returned(run, back, on=BACK, words=WHY, by=make_operator())


@pytest.mark.usefixtures("session")
def test_what_comes_back_before_the_run_is_done_is_booked_by_neither(clock: time_machine.Traveller) -> None:
    notice, other = payable_month(), payable_month()
    run = runs.make_run(PAY_ON, by=make_operator())
    back, _kept = payments_of(run)
    with pytest.raises(DomainError, match="銀行"):
        mark_returned(run, back, on=PAY_ON, words=WHY, by=make_operator())
    approver = make_operator()
    runs.approve_run(run, by=approver)
    runs.take_file(run, by=approver)
    runs.mark_sent(run, by=approver)
    clock.move_to(datetime(2026, 11, 30, 8, tzinfo=UTC))
    mark_returned(run, back, on=PAY_ON, words=WHY, by=approver)
    runs.mark_done(run, by=approver)
    db.session.commit()
    assert {notice.state, other.state} == {NoticeState.CONFIRMED, NoticeState.PAID}
    assert (balance(Account.CASH), balance(Account.PAYABLE)) == (-880_000, -880_000)


@pytest.mark.usefixtures("session", "later")
@pytest.mark.parametrize(
    ("on", "words", "field"), [(date(2026, 11, 29), WHY, "on"), (date(2026, 12, 2), WHY, "on"), (BACK, " ", "words")]
)
def test_a_day_and_a_reason_are_needed(on: date, words: str, field: str) -> None:
    run, back, _kept = _run()
    with pytest.raises(Invalid) as refused:
        mark_returned(run, back, on=on, words=words, by=make_operator())
    assert set(refused.value.errors) == {field}


def _paid_and_corrected(clock: time_machine.Traveller) -> tuple[PaymentRun, Payment, PaymentNotice]:
    """Pay 880,000 yen for 150 hours and correct the month to 188.25 hours afterwards: 40,293 yen more."""
    report, owner = approved_month(150)
    first = bill_month(report, by=None)[1]
    assert first is not None
    confirm_notice(first, by=first.consultant.user)
    make_bank_account(first.consultant)
    run = pay_all(PAY_ON)
    clock.move_to(datetime(2026, 12, 1, 3, tzinfo=UTC))
    second = bill_month(corrected(report, owner, 188 * 60 + 15), by=None)[1]
    assert second is not None
    confirm_notice(second, by=second.consultant.user)
    db.session.commit()
    (payment,) = payments_of(run)
    return run, payment, second


@pytest.mark.usefixtures("session")
def test_what_was_corrected_after_it_was_paid_is_paid_again_beside_its_correction(
    clock: time_machine.Traveller,
) -> None:
    run, back, second = _paid_and_corrected(clock)
    first = back.notice
    assert (second.carried, second.transfer, balance(Account.PAYABLE)) == (880_000, 40_293, -40_293)
    mark_returned(run, back, on=BACK, words=WHY, by=make_operator())
    db.session.commit()
    assert (first.state, first.paid_on, balance(Account.PAYABLE)) == (NoticeState.CORRECTED, PAY_ON, -920_293)
    assert {each.notice.id: each.why for each in due_until(BACK).held} == dict.fromkeys(
        [first.id, second.id], WhyNot.RETURNED
    )
    assert sums_of(earned_by(first.consultant.user_id)).to_come == sum(yen for *_day, yen in due_days()) == 920_293
    assert by_state(debts())[NoticeState.CONFIRMED] == Sum(920_293, 2)
    make_bank_account(first.consultant)
    made = runs.make_run(BACK, by=make_operator())
    db.session.commit()
    assert (made.total, due_until(BACK).payable, due_days()) == (920_293, [], [])
    assert by_state(debts())[NoticeState.SCHEDULED] == Sum(920_293, 2) == scheduled()[0].sum
    runs.cancel_run(made, reason="日付違い", by=make_operator())
    db.session.commit()
    again = pay_all(BACK)
    assert {each.notice_id: each.amount for each in payments_of(again)} == {first.id: 880_000, second.id: 40_293}
    assert (first.state, first.paid_on, second.state) == (NoticeState.CORRECTED, again.pay_on, NoticeState.PAID)
    assert (balance(Account.CASH), balance(Account.PAYABLE)) == (-920_293, 0)
    assert (due_days(), debts(), scheduled()) == ([], [], [])
    assert sums_of(earned_by(first.consultant.user_id)).to_come == 0


@pytest.mark.usefixtures("session")
def test_what_came_back_before_the_correction_is_paid_by_the_correction_alone(clock: time_machine.Traveller) -> None:
    report, owner = approved_month(150)
    first = bill_month(report, by=None)[1]
    assert first is not None
    confirm_notice(first, by=first.consultant.user)
    make_bank_account(first.consultant)
    run = pay_all(PAY_ON)
    clock.move_to(datetime(2026, 12, 1, 3, tzinfo=UTC))
    mark_returned(run, payments_of(run)[0], on=BACK, words=WHY, by=make_operator())
    second = bill_month(corrected(report, owner, 188 * 60 + 15), by=None)[1]
    assert second is not None
    confirm_notice(second, by=second.consultant.user)
    make_bank_account(first.consultant)
    assert [each.notice.id for each in due_until(BACK).payable] == [second.id]
    assert (second.carried, pay_all(BACK).total, balance(Account.CASH)) == (0, 920_293, -920_293)


@pytest.mark.parametrize(("locale", "chip"), [("ja", "組戻し"), ("en", "returned on")])
def test_the_runs_page_takes_it(client: PageClient, later: time_machine.Traveller, locale: str, chip: str) -> None:
    del later
    run, back, kept = _run()
    client.sign_in(make_operator())
    client.set_cookie("locale", locale)
    path = f"/payment-runs/{run.id}"
    sent = {"payment": str(back.id), "on": BACK.isoformat(), "words": WHY}
    assert f"{path}/returned" in client.get(path).text
    for wrong in ({"payment": str(run.id)}, {"on": "2027-01-01"}, {"words": ""}):
        assert client.post(f"{path}/returned", data={**sent, **wrong}).status_code == 422
    assert client.post(f"{path}/returned", data=sent).location == path
    page = client.get(path).text
    assert chip in page
    assert WHY in page
    assert f'value="{back.id}"' not in page
    assert f'value="{kept.id}"' in page
    assert client.post(f"{path}/returned", data=sent).status_code == 422, "it is not offered again"
