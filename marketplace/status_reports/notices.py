"""Who is told of a status report's course: the project and the day, never what the report says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.outbox import queue_message
from marketplace.pipeline.parties import Side, advisors_of, people_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from marketplace.accounts.models import User
    from marketplace.status_reports.models import StatusReport
    from marketplace.tracker.models import Project


def _tell(project: Project, people: Iterable[User], event: str, link: str, **facts: str | int | None) -> None:
    for user in dict.fromkeys(people):
        queue_message(user, f"status_reports/{event}", link=link, title=project.name, **facts)


def _pmo(project: Project) -> list[User]:
    return people_of(project.contract.application, Side.CONSULTANT)


def _page(report: StatusReport) -> str:
    return f"/status-reports/{report.id}"


def submitted(report: StatusReport, by: User) -> None:
    """The client reads it."""
    people = people_of(report.project.contract.application, Side.CLIENT)
    due = report.due_on.isoformat()
    _tell(report.project, [each for each in people if each.id != by.id], "submitted", _page(report), due=due)


def acknowledged(report: StatusReport, by: User) -> None:
    """The PMO learns that it was read and taken."""
    _tell(report.project, _pmo(report.project), "acknowledged", _page(report), who=by.name, number=report.number)


def returned(report: StatusReport, by: User, reason: str) -> None:
    """The PMO reads why."""
    people = _pmo(report.project)
    _tell(report.project, people, "returned", _page(report), who=by.name, number=report.number, words=reason)


def due_today(project: Project, due: str) -> None:
    """The PMO is reminded on the day."""
    _tell(project, _pmo(project), "due", f"/projects/{project.id}/status-reports", due=due)


def silence(project: Project, due: str) -> None:
    """Nothing came: the PMO is reminded again, and the advisors are alarmed."""
    link = f"/projects/{project.id}/status-reports"
    _tell(project, _pmo(project), "overdue", link, due=due)
    _tell(project, advisors_of(project.contract.application), "silence", "/projects", due=due)
