"""Payment runs: the file to the byte, four eyes, nothing twice, nothing disputed, the ledger in step (R31-R39)."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from marketplace import files
from marketplace.audit import AuditEntry
from marketplace.billing.models import LedgerEntry, PaymentNotice
from marketplace.billing.operations.answering import dispute_notice, settle_dispute
from marketplace.billing.queries import balance
from marketplace.billing.states import Account, NoticeState
from marketplace.clock import today
from marketplace.db import db
from marketplace.errors import DomainError, Invalid, TransitionRefused
from marketplace.outbox import Message
from marketplace.payouts.models import BankAccount, Payment, PaymentRun
from marketplace.payouts.operations import runs
from marketplace.payouts.queries import due_days, due_until, payments_of, replaced_since
from marketplace.payouts.states import RunState
from marketplace.trade.refusal import Refusal
from marketplace.trade.taxes import Withholding
from tests.factories.accounts import make_operator
from tests.factories.payouts import make_bank_account, make_own_account, payable_month

if TYPE_CHECKING:
    import time_machine

    from marketplace.accounts.models import User

pytestmark = pytest.mark.usefixtures("session")
PAY_ON = date(2026, 11, 30)


def _run(by: User | None = None) -> PaymentRun:
    run = runs.make_run(PAY_ON, by=by or make_operator())
    db.session.commit()
    return run


def _downloaded() -> tuple[PaymentRun, bytes]:
    run = _run()
    approver = make_operator()
    runs.approve_run(run, by=approver)
    content = runs.take_file(run, by=approver)
    db.session.commit()
    return run, content


def _sent() -> PaymentRun:
    run, _content = _downloaded()
    runs.mark_sent(run, by=make_operator())
    db.session.commit()
    return run


# R31, R32: the file


def test_the_rules_own_two_payments_to_the_byte() -> None:
    payable_month(withholding=Withholding.ADVICE)
    payable_month()
    run, content = _downloaded()
    records = content.split(b"\r\n")
    assert records.pop() == b""
    assert [len(each) for each in records] == [120] * 5
    assert [each[:1] for each in records] == [b"1", b"2", b"2", b"8", b"9"]
    assert records[3].rstrip() == b"8000002000001678320"
    text = content.decode("cp932")
    assert text.startswith("1210" + "1234567890" + "ｶ)ｴﾝﾉｼﾀﾊﾟ-ﾄﾅ-ｽﾞ".ljust(40) + "1130" + "0005")
    assert [each.decode("cp932")[50:80].rstrip() for each in records[1:3]] == ["ﾔﾏﾀﾞ ﾀﾛｳ"] * 2
    assert [int(each[80:90]) for each in records[1:3]] == [798_320, 880_000]
    assert (run.total, run.payments_count) == (1_678_320, 2)
    codes = [f"2026{int(each.notice.number[-6:]):06d}" for each in payments_of(run)]
    assert [each[91:101].decode() for each in records[1:3]] == codes, "the bank's answer names the notice"


def test_the_file_is_the_same_every_time_whatever_has_changed_since(clock: time_machine.Traveller) -> None:
    notice = payable_month()
    run, first = _downloaded()
    make_bank_account(notice.consultant, holder="サトウ　ハナ")
    make_own_account().requester_code = "1"
    clock.shift(timedelta(days=200))
    assert runs.take_file(run, by=make_operator()) == first
    payments = payments_of(run)
    assert replaced_since(payments) == {payments[0].id}
    taken = select(func.count(AuditEntry.id)).where(AuditEntry.event == "payment file taken")
    assert db.session.scalar(taken) == 2


def test_a_file_that_was_changed_is_not_handed_out() -> None:
    payable_month()
    run, _content = _downloaded()
    run.file_key = files.put(b"8000001000000000001", folder="transfers")
    with pytest.raises(DomainError, match="作り直して"):
        runs.take_file(run, by=make_operator())
    files.delete(run.file_key)
    with pytest.raises(DomainError, match="作り直して"):
        runs.take_file(run, by=make_operator())


def test_no_number_stands_anywhere_readable() -> None:
    payable_month()
    run, content = _downloaded()
    assert b"1234567" in content
    assert b"1234567" not in files.read(run.file_key)
    for model in (BankAccount, Payment, Message, AuditEntry):
        for row in db.session.scalars(select(model)):
            kept = {name: value for name, value in vars(row).items() if name != "_sa_instance_state"}
            assert "1234567" not in str(kept)


# R34: the day, four eyes, once


@pytest.mark.parametrize(
    ("day", "words"), [(date(2026, 11, 28), "休業日"), (date(2026, 11, 20), "過ぎて"), (date(2027, 1, 12), "30日")]
)
def test_a_day_on_which_no_bank_pays_is_refused(day: date, words: str) -> None:
    payable_month()
    with pytest.raises(Refusal, match=words):
        runs.make_run(day, by=make_operator())


def test_whoever_made_it_does_not_approve_it() -> None:
    payable_month()
    maker = make_operator()
    run = _run(maker)
    with pytest.raises(DomainError, match="別の運営者"):
        runs.approve_run(run, by=maker)
    assert run.state is RunState.MADE
    run.approved_by_id = maker.id
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.flush()


def test_a_notice_is_in_one_run_only() -> None:
    notice = payable_month()
    run = _run()
    assert notice.state is NoticeState.SCHEDULED
    assert due_days() == []
    with pytest.raises(DomainError, match="ありません"):
        runs.make_run(PAY_ON, by=make_operator())
    paid = payments_of(run)[0]
    plain = {
        name: getattr(paid, name)
        for name in ("run_id", "notice_id", "bank_account_id", "amount", "bank_code", "branch_code", "kind", "kana",
                     "sealed_number", "ending")
    }  # fmt: skip
    saved = db.session.begin_nested()
    db.session.add(Payment(position=2, **plain))
    with pytest.raises(IntegrityError):
        db.session.flush()
    saved.rollback()


def test_a_cancelled_run_frees_its_notices_for_another() -> None:
    notice = payable_month()
    run = _run()
    with pytest.raises(Invalid):
        runs.cancel_run(run, reason=" ", by=make_operator())
    runs.cancel_run(run, reason="金額の確認のため", by=make_operator())
    db.session.commit()
    assert (run.state, notice.state) == (RunState.CANCELLED, NoticeState.CONFIRMED)
    with pytest.raises(DomainError):
        runs.take_file(run, by=make_operator())
    assert [each.notice_id for each in payments_of(_run())] == [notice.id]


def test_a_file_that_is_out_is_cancelled_only_when_the_bank_does_not_pay() -> None:
    payable_month()
    run = _sent()
    with pytest.raises(Invalid) as refused:
        runs.cancel_run(run, reason="エラー", by=make_operator())
    assert set(refused.value.errors) == {"stopped"}
    runs.cancel_run(run, reason="銀行がエラーで受け付けなかった", stopped=True, by=make_operator())
    assert run.state is RunState.CANCELLED


def test_what_the_page_has_shown_is_what_is_made() -> None:
    payable_month()
    seen = due_until(PAY_ON).seen
    payable_month()
    with pytest.raises(DomainError, match="変わりました"):
        runs.make_run(PAY_ON, seen=seen, by=make_operator())
    assert runs.make_run(PAY_ON, seen=due_until(PAY_ON).seen, by=make_operator()).payments_count == 2


def test_a_run_whose_day_is_past_goes_nowhere_but_away(clock: time_machine.Traveller) -> None:
    payable_month()
    run = _run()
    clock.move_to(datetime(2026, 12, 1, 3, tzinfo=UTC))
    with pytest.raises(DomainError, match="過ぎて"):
        runs.approve_run(run, by=make_operator())
    runs.cancel_run(run, reason="期日に間に合わなかった", by=make_operator())
    assert [each.why for each in due_until(date(2026, 12, 1)).held] == []
    assert runs.make_run(date(2026, 12, 1), by=make_operator()).payments_count == 1, "late, but paid"


# Done, and the ledger


def test_done_is_paid_booked_and_told(clock: time_machine.Traveller) -> None:
    notice = payable_month()
    run = _sent()
    with pytest.raises(DomainError, match="まだ"):
        runs.mark_done(run, by=make_operator())
    assert run.state is RunState.SENT
    clock.move_to(datetime(2026, 11, 30, 6, tzinfo=UTC))
    runs.mark_done(run, by=make_operator())
    db.session.commit()
    assert (notice.state, notice.paid_on) == (NoticeState.PAID, PAY_ON)
    assert balance(Account.PAYABLE) == 0
    assert balance(Account.CASH) == -880_000
    told = db.session.scalars(select(Message).where(Message.template == "payouts/paid")).one()
    assert (told.user_id, told.facts["amount"]) == (notice.consultant.user_id, 880_000)
    for step in (runs.mark_done, runs.mark_sent):
        with pytest.raises(TransitionRefused):
            step(run, by=make_operator())
    with pytest.raises(TransitionRefused):
        runs.cancel_run(run, reason="二重", stopped=True, by=make_operator())


def test_the_other_operators_are_asked_to_approve() -> None:
    payable_month()
    maker, other = make_operator(), make_operator()
    _run(maker)
    told = set(db.session.scalars(select(Message.user_id).where(Message.template == "payouts/run_made")))
    assert other.id in told
    assert maker.id not in told


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_done_in_whatever_order_the_ledgers_cash_is_what_was_paid(
    seed: int, clock: time_machine.Traveller
) -> None:
    dice = random.Random(seed)
    notices = [payable_month(dice.choice([132.5, 150, 188.25])) for _each in range(3)]
    people = [make_operator() for _each in range(2)]
    clock.move_to(datetime(2026, 11, 30, 3, tzinfo=UTC))
    for _step in range(25):
        made = db.session.scalars(select(PaymentRun)).all()
        step = dice.choice([runs.approve_run, runs.take_file, runs.mark_sent, runs.mark_done, "cancel", "make", "say"])
        saved = db.session.begin_nested()
        try:
            _once(step, dice, made, notices, dice.choice(people))
            saved.commit()
        except DomainError:
            saved.rollback()
    done = select(PaymentRun.id).where(PaymentRun.state == RunState.DONE)
    paid = db.session.scalar(select(func.sum(Payment.amount)).where(Payment.run_id.in_(done))) or 0
    assert balance(Account.CASH) == -paid
    assert paid == sum(each.transfer for each in notices if each.state is NoticeState.PAID)
    assert balance(Account.PAYABLE) == -sum(each.transfer for each in notices if each.state is not NoticeState.PAID)
    assert db.session.scalar(select(func.sum(LedgerEntry.amount))) == 0
    in_runs = db.session.scalars(select(Payment.notice_id).where(Payment.active)).all()
    assert len(in_runs) == len(set(in_runs))


def _once(step: object, dice: random.Random, made: object, notices: list[PaymentNotice], by: User) -> None:
    assert isinstance(made, list)
    if step == "make":
        runs.make_run(today(), by=by)
    elif step == "say":
        notice = dice.choice(notices)
        dispute_notice(notice, words="違う", by=by)
        settle_dispute(notice, answer="そのとおり", by=by)
    elif made and step == "cancel":
        runs.cancel_run(dice.choice(made), reason="やり直し", stopped=True, by=by)
    elif made and callable(step):
        step(dice.choice(made), by=by)
    db.session.flush()


def test_a_file_of_a_run_that_was_rolled_back_is_swept(clock: time_machine.Traveller) -> None:
    payable_month()
    kept, left = _run(), files.put(b"x", folder="transfers")
    clock.shift(timedelta(days=3))
    assert runs.sweep_files() >= 1
    with pytest.raises(FileNotFoundError):
        files.read(left)
    assert files.read(kept.file_key)
