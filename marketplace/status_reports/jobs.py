"""What happens to status reports by itself."""

from __future__ import annotations

from marketplace.background import daily
from marketplace.status_reports.operations import reminding


@daily
def remind_of_status_reports() -> None:
    """Remind PMOs on the day a report is due."""
    reminding.remind_writers()


@daily
def alarm_of_silent_projects() -> None:
    """Alarm the advisors where no report has come."""
    reminding.alarm_of_silence()
