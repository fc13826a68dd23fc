"""Whoever is waited for is reminded once, in time."""

from __future__ import annotations

from datetime import date, datetime

import pytest
import time_machine

from marketplace.clock import TOKYO
from marketplace.db import db
from marketplace.work_reports.operations.reminding import remind_answerers, remind_writers
from marketplace.work_reports.queries import months_to_write, newest_report, reports_to_approve
from marketplace.work_reports.states import ReportState
from tests.factories.accounts import make_client
from tests.factories.work_reports import (
    reported_contract,
    submitted_report,
    writer,
)
from tests.marketplace.work_reports.traces import told

pytestmark = pytest.mark.usefixtures("session")


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
