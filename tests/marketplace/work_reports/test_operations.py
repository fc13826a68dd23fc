"""A month's report from the draft to the bill: written, handed in, returned, approved, by silence too, locked."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import product

import pytest
import time_machine
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from marketplace import events, files
from marketplace.audit import AuditEntry
from marketplace.business_days import business_days_after
from marketplace.clock import TOKYO, today
from marketplace.contracts.states import EndKind
from marketplace.db import db
from marketplace.errors import DomainError, Invalid, TransitionRefused
from marketplace.outbox import Message
from marketplace.threads.uploads import Upload
from marketplace.work_reports.differences import differences
from marketplace.work_reports.entries import DayEntry, ExpenseEntry
from marketplace.work_reports.models import Expense, WorkReport
from marketplace.work_reports.months import written_by
from marketplace.work_reports.operations.answering import approve, approve_by_silence, lock, return_with_reason, submit
from marketplace.work_reports.operations.reminding import remind_answerers, remind_writers, sweep_receipts
from marketplace.work_reports.operations.writing import (
    add_expense,
    begin_report,
    correct,
    discard_correction,
    remove_expense,
    save_days,
)
from marketplace.work_reports.queries import (
    approved_report as report_to_bill,
)
from marketplace.work_reports.queries import approved_reports, months_to_write, newest_report, reports_to_approve
from marketplace.work_reports.states import EDGES, ExpenseKind, ReportState
from tests.factories.accounts import make_client
from tests.factories.contracts import sent_contract
from tests.factories.work_reports import (
    approved_report,
    drafted_report,
    last_month,
    reported_contract,
    submitted_report,
    writer,
)

pytestmark = pytest.mark.usefixtures("session")


def told(event: str) -> set[str]:
    return set(db.session.scalars(select(Message.to_email).where(Message.template == f"work_reports/{event}")))


def journal(report: WorkReport) -> list[str]:
    query = select(AuditEntry.event).where(AuditEntry.subject_id == report.id).order_by(AuditEntry.at, AuditEntry.id)
    return list(db.session.scalars(query))


def somebody_is_faster(report: WorkReport) -> None:
    """Raise the version in the database, behind this session's back."""
    faster = update(WorkReport).where(WorkReport.id == report.id).values(version=WorkReport.version + 1)
    db.session.execute(faster, execution_options={"synchronize_session": False})


@pytest.mark.parametrize(("old", "new"), list(product(ReportState, ReportState)))
def test_a_report_moves_along_its_edges_only(old: ReportState, new: ReportState) -> None:
    report = WorkReport(state=old)
    if new in EDGES[old]:
        report.state = new
        assert report.state is new
    else:
        with pytest.raises(TransitionRefused):
            report.state = new
        assert report.state is old


# Written


def test_a_month_is_begun_once() -> None:
    contract, _owner, _advisor = reported_contract()
    report = begin_report(contract, last_month(), by=writer(contract))
    assert (report.number, report.state, report.month) == (1, ReportState.DRAFT, last_month())
    db.session.flush()
    assert begin_report(contract, last_month(), by=writer(contract)).id == report.id
    assert journal(report) == ["work report begun"]


def test_two_reports_of_a_month_cannot_be() -> None:
    contract, _owner, _advisor = reported_contract()
    begin_report(contract, last_month(), by=writer(contract))
    db.session.add(WorkReport(contract_id=contract.id, month=last_month()))
    with pytest.raises(IntegrityError):
        db.session.flush()


@pytest.mark.parametrize("month", [date(2020, 1, 1), date(2100, 1, 1), date(2026, 10, 2)])
def test_only_a_month_of_the_contract_that_has_begun(month: date) -> None:
    contract, _owner, _advisor = reported_contract()
    with pytest.raises(Invalid):
        begin_report(contract, month, by=writer(contract))


def test_no_hours_before_the_contract_is_concluded() -> None:
    contract, _owner, _advisor = sent_contract()
    with pytest.raises(DomainError):
        begin_report(contract, last_month(), by=writer(contract))


def test_a_handed_in_month_is_not_begun_again() -> None:
    contract, _owner, _advisor = reported_contract()
    submitted_report(contract)
    with pytest.raises(DomainError):
        begin_report(contract, last_month(), by=writer(contract))


def test_days_are_kept_changed_and_taken_out() -> None:
    contract, _owner, _advisor = reported_contract()
    report = begin_report(contract, last_month(), by=writer(contract))
    first, second = last_month(), last_month() + timedelta(days=1)
    whole = DayEntry(450, "要件定義", "本社", remote=True, starts=540, ends=1050, pause=60)
    save_days(report, {first: whole, second: DayEntry(15, "〃")}, issues="遅延なし", by=writer(contract))
    assert [(row.day, row.minutes, row.content) for row in report.days] == [
        (first, 450, "要件定義"), (second, 15, "要件定義"),
    ]  # fmt: skip
    assert (report.minutes, report.issues, report.days[0].pause) == (465, "遅延なし", 60)
    save_days(report, {first: DayEntry()}, issues="", by=writer(contract))
    db.session.commit()
    db.session.expire_all()
    assert [(row.day, row.minutes) for row in report.days] == [(second, 15)], "a day left out of the form stays"


def test_the_first_ditto_stays_what_it_is() -> None:
    contract, _owner, _advisor = reported_contract()
    report = begin_report(contract, last_month(), by=writer(contract))
    save_days(report, {last_month(): DayEntry(60, "同上")}, issues="", by=writer(contract))
    assert report.days[0].content == "同上"


@pytest.mark.parametrize(("grain", "minutes"), [(15, 6), (15, 100), (30, 45), (15, -15), (15, 1455)])
def test_hours_off_the_contracts_grain_are_refused(grain: int, minutes: int) -> None:
    """R20: 0.1 h is refused; 0.75 h is where the contract counts half hours."""
    contract, _owner, _advisor = reported_contract(grain=grain)
    report = begin_report(contract, last_month(), by=writer(contract))
    with pytest.raises(Invalid) as refused:
        save_days(report, {last_month(): DayEntry(minutes, "x")}, issues="", by=writer(contract))
    assert list(refused.value.errors) == [last_month().isoformat()]
    assert report.days == []


def test_days_outside_the_contract_are_refused() -> None:
    contract, _owner, _advisor = reported_contract(last_month().replace(day=16))
    report = begin_report(contract, last_month(), by=writer(contract))
    with pytest.raises(Invalid):
        save_days(report, {last_month().replace(day=15): DayEntry(60, "x")}, issues="", by=writer(contract))
    save_days(report, {last_month().replace(day=16): DayEntry(60, "x")}, issues="", by=writer(contract))
    assert report.minutes == 60


def test_whoever_saves_an_older_page_is_late() -> None:
    contract, _owner, _advisor = reported_contract()
    report = drafted_report(contract)
    somebody_is_faster(report)
    save_days(report, {last_month(): DayEntry(30, "x")}, issues="", by=writer(contract))
    with pytest.raises(StaleDataError):
        db.session.flush()


# Handed in


def test_handing_in_tells_the_client_until_when() -> None:
    contract, owner, _advisor = reported_contract()
    report = submitted_report(contract)
    assert report.state is ReportState.SUBMITTED
    assert report.submitted_by_id == writer(contract).id
    assert told("submitted") == {owner.email}
    assert report.due_at is not None
    assert report.due_at.astimezone(TOKYO).date() == business_days_after(today(), 3), "late: three days to answer"
    assert report.silence_until is None
    with pytest.raises(DomainError):
        save_days(report, {}, issues="", by=writer(contract))


def test_in_time_the_client_has_until_the_fifth_business_day() -> None:
    with time_machine.travel(datetime(2026, 12, 1, 10, tzinfo=TOKYO), tick=False):
        contract, _owner, _advisor = reported_contract(date(2026, 11, 1))
        report = submitted_report(contract)
        assert written_by(report.month) == date(2026, 12, 2)
        assert report.due_at == datetime(2026, 12, 7, 18, tzinfo=TOKYO)


def test_a_day_to_come_a_day_without_words_and_an_empty_month_are_refused() -> None:
    contract, _owner, _advisor = reported_contract()
    month = today().replace(day=1)
    report = begin_report(contract, month, by=writer(contract))
    with pytest.raises(Invalid) as empty:
        submit(report, by=writer(contract))
    assert set(empty.value.errors) == {"issues"}
    with time_machine.travel(datetime(2026, 11, 20, 12, tzinfo=TOKYO), tick=False):
        save_days(
            report,
            {date(2026, 11, 2): DayEntry(60), date(2026, 11, 25): DayEntry(60, "計画")},
            issues="", by=writer(contract),
        )  # fmt: skip
        with pytest.raises(Invalid) as refused:
            submit(report, by=writer(contract))
        assert set(refused.value.errors) == {"2026-11-02", "2026-11-25"}
    assert report.state is ReportState.DRAFT
    assert told("submitted") == set()


def test_a_month_without_hours_is_handed_in_with_its_reason() -> None:
    contract, _owner, _advisor = reported_contract()
    report = begin_report(contract, last_month(), by=writer(contract))
    save_days(report, {}, issues="病気療養のため稼働なし。", by=writer(contract))
    submit(report, by=writer(contract))
    assert (report.state, report.minutes) == (ReportState.SUBMITTED, 0)


def test_a_contract_that_ended_early_leaves_no_days_behind_it() -> None:
    contract, _owner, _advisor = reported_contract()
    report = begin_report(contract, date(2026, 11, 1), by=writer(contract))
    contract.ended_on, contract.end_kind = date(2026, 11, 10), EndKind.AGREED
    save_days(report, {date(2026, 11, 10): DayEntry(60, "引継ぎ")}, issues="", by=writer(contract))
    with pytest.raises(Invalid):
        save_days(report, {date(2026, 11, 11): DayEntry(60, "引継ぎ")}, issues="", by=writer(contract))


# Returned and approved


def test_returned_with_a_reason_mended_and_approved() -> None:
    contract, owner, _advisor = reported_contract()
    report = submitted_report(contract)
    with pytest.raises(Invalid):
        return_with_reason(report, reason="  ", by=owner)
    return_with_reason(report, reason="10/5の内容をご記入ください。", by=owner)
    assert (report.state, report.due_at) == (ReportState.RETURNED, None)
    assert told("returned") == {writer(contract).email}
    save_days(report, {last_month(): DayEntry(0)}, issues="修正しました。", by=writer(contract))
    submit(report, by=writer(contract))
    approve(report, by=owner)
    assert (report.state, report.approved_by_id, report.deemed) == (ReportState.APPROVED, owner.id, False)
    assert told("approved") == {writer(contract).email}
    assert journal(report)[-4:] == [
        "work report returned", "work report saved", "work report submitted", "work report approved",
    ]  # fmt: skip


def test_only_what_was_handed_in_is_answered() -> None:
    contract, owner, _advisor = reported_contract()
    report = drafted_report(contract)
    with pytest.raises(TransitionRefused):
        return_with_reason(report, reason="x", by=owner)
    with pytest.raises(TransitionRefused):
        approve(report, by=owner)
    with pytest.raises(TransitionRefused):
        lock(report, by=None)
    db.session.rollback()


def test_whatever_bills_hears_of_an_approval() -> None:
    heard: list[WorkReport] = []
    contract, owner, _advisor = reported_contract()
    report = submitted_report(contract)
    with events.work_report_approved.connected_to(heard.append):
        approve(report, by=owner)
    assert heard == [report]


def test_silence_approves_where_it_was_agreed_and_not_a_day_early() -> None:
    contract, owner, advisor = reported_contract(deemed_approval_days=5)
    report = submitted_report(contract)
    last = business_days_after(today(), 5)
    assert report.silence_until == last
    with time_machine.travel(datetime.combine(last, datetime.max.time(), tzinfo=TOKYO), tick=False):
        assert approve_by_silence() == 0
    with time_machine.travel(datetime.combine(last + timedelta(days=1), datetime.min.time(), tzinfo=TOKYO), tick=False):
        assert approve_by_silence() == 1
        assert approve_by_silence() == 0
    assert (report.state, report.deemed, report.approved_by_id) == (ReportState.APPROVED, True, None)
    assert told("deemed") == {owner.email, advisor.email, writer(contract).email}
    db.session.commit()


def test_silence_never_approves_where_it_was_not_agreed() -> None:
    contract, _owner, _advisor = reported_contract(deemed_approval_days=0)
    submitted_report(contract)
    with time_machine.travel(datetime(2100, 1, 1, tzinfo=TOKYO), tick=False):
        assert approve_by_silence() == 0


def test_a_returned_report_is_not_approved_by_silence() -> None:
    contract, owner, _advisor = reported_contract(deemed_approval_days=5)
    report = submitted_report(contract)
    return_with_reason(report, reason="x", by=owner)
    db.session.commit()
    with time_machine.travel(datetime(2100, 1, 1, tzinfo=TOKYO), tick=False):
        assert approve_by_silence() == 0


def test_of_two_answers_at_once_one_is_late() -> None:
    contract, owner, _advisor = reported_contract()
    report = submitted_report(contract)
    somebody_is_faster(report)
    with pytest.raises(StaleDataError):
        return_with_reason(report, reason="内容の不足", by=owner)


# Locked and corrected


def test_a_correction_is_a_new_version_with_its_reason_and_difference() -> None:
    contract, owner, _advisor = reported_contract()
    report = approved_report(contract, owner)
    add_day = report.days[0].day
    lock(report, by=None)
    with pytest.raises(Invalid):
        correct(report, reason=" ", by=writer(contract))
    corrected = correct(report, reason="10/1の時間の誤り", by=writer(contract))
    db.session.commit()
    assert (corrected.number, corrected.replaces_id, corrected.minutes) == (2, report.id, report.minutes)
    assert not differences(report, corrected)
    with pytest.raises(Invalid):
        submit(corrected, by=writer(contract))
    save_days(corrected, {add_day: DayEntry(495, "課題管理表の更新、週次会議の運営")}, issues="", by=writer(contract))
    changed = differences(report, corrected)
    assert [(each.day, each.before.minutes, each.after.minutes) for each in changed.days] == [(add_day, 480, 495)]
    assert (changed.minutes, changed.spent, changed.issues) == (15, 0, False)
    assert report_to_bill(contract, report.month) is report, "until the correction is approved"
    submit(corrected, by=writer(contract))
    assert told("correction_submitted") == {owner.email}
    approve(corrected, by=owner)
    assert report_to_bill(contract, report.month) is corrected
    assert list(approved_reports(report.month)) == [corrected]
    assert (report.state, report.minutes) == (ReportState.LOCKED, 9600), "never overwritten"


def test_only_the_newest_settled_version_is_corrected() -> None:
    contract, owner, _advisor = reported_contract()
    report = approved_report(contract, owner)
    correct(report, reason="誤記", by=writer(contract))
    with pytest.raises(DomainError):
        correct(report, reason="誤記", by=writer(contract))
    other, _o, _a = reported_contract()
    with pytest.raises(DomainError):
        correct(submitted_report(other), reason="誤記", by=writer(other))


def test_a_correction_that_was_never_handed_in_is_given_up() -> None:
    contract, owner, _advisor = reported_contract()
    report = approved_report(contract, owner)
    with pytest.raises(DomainError):
        discard_correction(report, by=writer(contract))
    corrected = correct(report, reason="誤記", by=writer(contract))
    db.session.commit()
    discard_correction(corrected, by=writer(contract))
    db.session.commit()
    assert newest_report(contract, report.month) is report


# Expenses


def entry(day: date, **values: object) -> ExpenseEntry:
    plain = {"kind": ExpenseKind.TRANSPORT, "words": "新幹線 東京―名古屋", "amount": 10_560}
    return ExpenseEntry(day, **{**plain, **values})  # type: ignore[arg-type]


def test_expenses_with_receipts_come_and_go_and_their_files_follow() -> None:
    contract, owner, _advisor = reported_contract()
    report = drafted_report(contract)
    receipt = Upload("領収書.pdf", "application/pdf", b"%PDF-1.7 x")
    expense = add_expense(report, entry(last_month()), receipt=receipt, by=writer(contract))
    plain = add_expense(report, entry(last_month(), amount=500, kind=ExpenseKind.OTHER), by=writer(contract))
    db.session.commit()
    assert (report.spent, plain.receipt_key) == (11_060, None)
    key = expense.receipt_key
    assert key is not None
    assert files.read(key) == b"%PDF-1.7 x"
    submit(report, by=writer(contract))
    with pytest.raises(DomainError):
        remove_expense(expense, by=writer(contract))
    approve(report, by=owner)
    corrected = correct(report, reason="経費の取消し", by=writer(contract))
    db.session.commit()
    assert [each.receipt_key for each in corrected.expenses] == [each.receipt_key for each in report.expenses]
    remove_expense(next(each for each in corrected.expenses if each.receipt_key), by=writer(contract))
    db.session.commit()
    changed = differences(report, corrected)
    assert ([each.amount for each in changed.removed], changed.added, changed.spent) == ([10_560], [], -10_560)
    with time_machine.travel(today() + timedelta(days=3), tick=False):
        sweep_receipts()
        assert files.read(key), "the version before still names it"
        db.session.delete(expense)
        db.session.commit()
        assert sweep_receipts() == 1
    with pytest.raises(FileNotFoundError):
        files.read(key)
    assert db.session.scalars(select(Expense.amount)).all() == [500, 500]


@pytest.mark.parametrize(
    ("values", "field"), [({"amount": 0}, "amount"), ({"amount": -5}, "amount"), ({"words": " "}, "words")]
)
def test_an_expense_has_words_and_an_amount(values: dict[str, object], field: str) -> None:
    contract, _owner, _advisor = reported_contract()
    report = drafted_report(contract)
    with pytest.raises(Invalid) as refused:
        add_expense(report, entry(last_month(), **values), by=writer(contract))
    assert set(refused.value.errors) == {field}


def test_an_expense_is_of_a_day_of_the_month() -> None:
    contract, _owner, _advisor = reported_contract()
    with pytest.raises(Invalid):
        add_expense(drafted_report(contract), entry(last_month() - timedelta(days=1)), by=writer(contract))


# Reminders


def test_the_consultant_is_reminded_once_from_the_second_business_day() -> None:
    contract, _owner, _advisor = reported_contract(date(2026, 11, 1))
    for moment, sent in (
        (datetime(2026, 12, 1, 12, tzinfo=TOKYO), 0),
        (datetime(2026, 12, 2, 8, tzinfo=TOKYO), 0),
        (datetime(2026, 12, 2, 12, tzinfo=TOKYO), 1),
        (datetime(2026, 12, 3, 12, tzinfo=TOKYO), 0),
    ):
        with time_machine.travel(moment, tick=False):
            assert remind_writers() == sent, moment
            db.session.commit()
    assert told("write_reminder") == {writer(contract).email}
    report = newest_report(contract, date(2026, 11, 1))
    assert report is not None
    assert report.state is ReportState.DRAFT
    with time_machine.travel(datetime(2026, 12, 4, 12, tzinfo=TOKYO), tick=False):
        assert [each.month for each in months_to_write(writer(contract))] == [date(2026, 11, 1)]


def test_whoever_has_handed_in_is_not_reminded() -> None:
    contract, _owner, _advisor = reported_contract()
    submitted_report(contract)
    with time_machine.travel(datetime(2026, 11, 24, 12, tzinfo=TOKYO), tick=False):
        assert remind_writers() == 0
        assert months_to_write(writer(contract)) == []


def test_the_client_is_reminded_once_on_the_business_day_before() -> None:
    with time_machine.travel(datetime(2026, 12, 1, 10, tzinfo=TOKYO), tick=False):
        contract, owner, _advisor = reported_contract(date(2026, 11, 1))
        report = submitted_report(contract)
        assert list(reports_to_approve(owner)) == [report]
        assert list(reports_to_approve(make_client())) == []
    for moment, sent in (
        (datetime(2026, 12, 3, 12, tzinfo=TOKYO), 0),
        (datetime(2026, 12, 4, 7, tzinfo=TOKYO), 0),
        (datetime(2026, 12, 4, 12, tzinfo=TOKYO), 1),
        (datetime(2026, 12, 7, 12, tzinfo=TOKYO), 0),
    ):
        with time_machine.travel(moment, tick=False):
            assert remind_answerers() == sent, moment
            db.session.commit()
    assert told("answer_reminder") == {owner.email}
