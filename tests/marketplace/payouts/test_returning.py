"""組戻し: what the bank returns is owed again, to the yen, held until the account is entered anew, and never twice."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.audit import AuditEntry
from marketplace.billing.queries import balance
from marketplace.billing.states import Account, NoticeState
from marketplace.db import db
from marketplace.errors import DomainError, Invalid
from marketplace.outbox import Message
from marketplace.payouts.models import Payment, PaymentRun
from marketplace.payouts.operations import runs
from marketplace.payouts.operations.returning import mark_returned
from marketplace.payouts.queries import due_until, payments_of
from marketplace.payouts.states import RunState, WhyNot
from marketplace.trade.taxes import Withholding
from tests.factories.accounts import make_operator
from tests.factories.payouts import make_bank_account, pay_all, payable_month

if TYPE_CHECKING:
    import time_machine

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
