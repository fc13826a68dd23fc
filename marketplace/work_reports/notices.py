"""Who is told of a work report's course: the month and the contract, never hours or money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.clock import TOKYO
from marketplace.contracts.naming import named_in
from marketplace.outbox import queue_message
from marketplace.pipeline.parties import Side, advisors_of, people_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from marketplace.accounts.models import User
    from marketplace.work_reports.models import WorkReport


def _tell(report: WorkReport, people: Iterable[User], event: str, **facts: str | int | None) -> None:
    for user in dict.fromkeys(people):
        queue_message(
            user,
            f"work_reports/{event}",
            link=f"/work-reports/{report.id}",
            title=report.contract.application.engagement.title,
            who=named_in(user, report.contract),
            number=report.contract.number,
            month=report.month.isoformat(),
            **facts,
        )


def _by(report: WorkReport) -> str:
    return report.due_at.astimezone(TOKYO).isoformat() if report.due_at else ""


def _client(report: WorkReport) -> list[User]:
    return people_of(report.contract.application, Side.CLIENT)


def _consultant(report: WorkReport) -> list[User]:
    return people_of(report.contract.application, Side.CONSULTANT)


def report_submitted(report: WorkReport) -> None:
    """The client's members check it."""
    event = "submitted" if report.number == 1 else "correction_submitted"
    _tell(report, _client(report), event, by=_by(report))


def report_returned(report: WorkReport) -> None:
    """The consultant reads why."""
    _tell(report, _consultant(report), "returned", words=report.returned_reason)


def report_approved(report: WorkReport) -> None:
    """The consultant learns it; by silence the client and the advisors do too."""
    if report.deemed:
        people = [*_consultant(report), *_client(report), *advisors_of(report.contract.application)]
        _tell(report, people, "deemed")
    else:
        _tell(report, _consultant(report), "approved")


def write_reminder(report: WorkReport, by: date) -> None:
    """The consultant is reminded of a month that is over."""
    _tell(report, _consultant(report), "write_reminder", by=by.isoformat())


def answer_reminder(report: WorkReport) -> None:
    """The client is reminded before the day."""
    _tell(report, _client(report), "answer_reminder", by=_by(report))
