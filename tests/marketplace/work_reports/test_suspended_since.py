"""A report that was handed in before its contract was suspended on one of its days: returned, never approved."""

from __future__ import annotations

from datetime import date

import pytest

from marketplace.contracts.operations.ending import suspend
from marketplace.db import db
from marketplace.errors import DomainError
from marketplace.work_reports.months import suspended_in
from marketplace.work_reports.operations.answering import approve, approve_by_silence, return_with_reason
from marketplace.work_reports.states import ReportState
from tests.factories.work_reports import reported_contract, submitted_report
from tests.marketplace.work_reports.test_suspended import NOVEMBER, at


@pytest.mark.usefixtures("session")
def test_hours_on_a_day_suspended_since_are_returned_and_never_approved() -> None:
    with at(date(2026, 11, 2)):
        contract, owner, advisor = reported_contract(NOVEMBER)
    with at(date(2026, 11, 30)):
        report = submitted_report(contract, month=NOVEMBER)
        report.silence_until = date(2026, 12, 3)
        suspend(contract, by=advisor, words="発注側の体制変更")
        db.session.commit()
    with at(date(2026, 12, 7)):
        hours = {row.day for row in report.days if row.minutes}
        assert hours & suspended_in(contract, NOVEMBER) == {date(2026, 11, 30)}
        with pytest.raises(DomainError):
            approve(report, by=owner)
        assert (approve_by_silence(), report.state) == (0, ReportState.SUBMITTED)
        return_with_reason(report, reason="停止した日の稼働を除いてください。", by=owner)
        assert report.state is ReportState.RETURNED
