"""What was billed stays as it is: a correction is a new version with its reason and its difference."""

from __future__ import annotations

import pytest

from marketplace.db import db
from marketplace.errors import DomainError, Invalid
from marketplace.work_reports.differences import differences
from marketplace.work_reports.entries import DayEntry
from marketplace.work_reports.operations.answering import approve, lock, submit
from marketplace.work_reports.operations.writing import (
    correct,
    discard_correction,
    save_days,
)
from marketplace.work_reports.queries import (
    approved_report as report_to_bill,
)
from marketplace.work_reports.queries import approved_reports, newest_report
from marketplace.work_reports.states import ReportState
from tests.factories.work_reports import (
    approved_report,
    reported_contract,
    submitted_report,
    writer,
)
from tests.marketplace.work_reports.traces import told

pytestmark = pytest.mark.usefixtures("session")


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
