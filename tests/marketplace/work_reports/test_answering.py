"""A handed-in month: complete or refused, returned with a reason, approved, by silence too."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy.orm.exc import StaleDataError

from marketplace import events
from marketplace.business_days import business_days_after
from marketplace.clock import TOKYO, today
from marketplace.contracts.states import EndKind
from marketplace.db import db
from marketplace.errors import DomainError, Invalid, TransitionRefused
from marketplace.work_reports.entries import DayEntry
from marketplace.work_reports.months import written_by
from marketplace.work_reports.operations.answering import approve, approve_by_silence, lock, return_with_reason, submit
from marketplace.work_reports.operations.writing import (
    begin_report,
    save_days,
)
from marketplace.work_reports.states import ReportState
from tests.factories.work_reports import (
    drafted_report,
    last_month,
    reported_contract,
    submitted_report,
    writer,
)
from tests.marketplace.work_reports.traces import journal, somebody_is_faster, told

if TYPE_CHECKING:
    from marketplace.work_reports.models import WorkReport

pytestmark = pytest.mark.usefixtures("session")


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
    return_with_reason(report, reason="内容の不足", by=owner)
    with pytest.raises(StaleDataError):
        db.session.flush()
