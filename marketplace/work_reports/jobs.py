"""What happens to work reports by itself."""

from __future__ import annotations

from marketplace.background import daily, hourly
from marketplace.work_reports.operations import answering, reminding


@daily
def approve_by_silence() -> None:
    """Approve what nobody has answered within the agreed days."""
    answering.approve_by_silence()


@hourly
def remind_writers() -> None:
    """Remind consultants of months that are over, in business hours."""
    reminding.remind_writers()


@hourly
def remind_answerers() -> None:
    """Remind clients of reports that are due, in business hours."""
    reminding.remind_answerers()


@daily
def sweep_receipts() -> None:
    """Take away receipts that no expense names."""
    reminding.sweep_receipts()
