"""What the calendar does: a reminder on the due day, an alarm when nothing came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.audit import record
from marketplace.business_days import business_days_after, is_business_day
from marketplace.clock import today
from marketplace.status_reports import notices
from marketplace.status_reports.operations.writing import begin_status
from marketplace.status_reports.queries import newest_report, next_period, overdue_reports, running_projects
from marketplace.status_reports.states import WRITABLE

if TYPE_CHECKING:
    from datetime import date

SILENCE = 2  # business days after the due day


def remind_writers() -> None:
    """Begin what is due today and remind its writer, once."""
    day = today()
    if not is_business_day(day):
        return
    for project in running_projects():
        newest = newest_report(project)
        due = newest.due_on if newest and newest.state in WRITABLE else (next_period(project) or (day, None))[1]
        if due is None or due > day:
            continue
        report = begin_status(project, by=None)
        if report.reminded_on is None:
            report.mark(reminded_on=day)
            notices.due_today(project, report.due_on.isoformat())
            record(None, "status report due", report)


def alarm_of_silence() -> None:
    """Tell the PMO and the advisors where nothing has come for two business days, once a report."""
    day = today()
    for report in overdue_reports(day):
        late: date = business_days_after(report.due_on, SILENCE)
        if day >= late and report.alarmed_on is None:
            report.mark(alarmed_on=day)
            notices.silence(report.project, report.due_on.isoformat())
            record(None, "status report silent", report)
