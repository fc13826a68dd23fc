"""A month's report is written: begun once, day by day, in the contract's grain and within its days."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from marketplace.db import db
from marketplace.errors import DomainError, Invalid, TransitionRefused
from marketplace.work_reports.entries import DayEntry
from marketplace.work_reports.models import WorkReport
from marketplace.work_reports.operations.writing import (
    begin_report,
    save_days,
)
from marketplace.work_reports.states import EDGES, ReportState
from tests.factories.contracts import sent_contract
from tests.factories.work_reports import (
    drafted_report,
    last_month,
    reported_contract,
    submitted_report,
    writer,
)
from tests.marketplace.work_reports.traces import journal, somebody_is_faster

pytestmark = pytest.mark.usefixtures("session")


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
