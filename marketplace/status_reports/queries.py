"""Reads of status reports, and of what they are pre-filled from."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from marketplace.clock import TOKYO, today
from marketplace.db import db
from marketplace.status_reports.changes import Boards
from marketplace.status_reports.due_days import due_days
from marketplace.status_reports.models import Edition, Receipt, StatusReport
from marketplace.status_reports.states import StatusState
from marketplace.tracker.boards import ACTIONS, DECISIONS, DEPENDENCIES, ISSUES, MILESTONES, RISKS, WORK_ITEMS
from marketplace.tracker.models import ChangeRequest, Project, RowChange
from marketplace.tracker.queries import rows_of
from marketplace.tracker.states import ChangeState, ProjectState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import Row

PREFILLED = (MILESTONES, WORK_ITEMS, RISKS, ISSUES, DEPENDENCIES, ACTIONS, DECISIONS)


def reports_of(project: Project) -> Sequence[StatusReport]:
    """A project's reports, the newest first."""
    query = select(StatusReport).where(StatusReport.project_id == project.id)
    return db.session.scalars(query.order_by(StatusReport.number.desc())).all()


def newest_report(project: Project) -> StatusReport | None:
    """The report that was begun last."""
    query = select(StatusReport).where(StatusReport.project_id == project.id)
    return db.session.scalars(query.order_by(StatusReport.number.desc()).limit(1)).first()


def next_period(project: Project) -> tuple[date, date] | None:
    """The first day and the due day of the report that comes next; None until the project has started."""
    newest = newest_report(project)
    return period_after(project, newest.due_on if newest else None)


def period_after(project: Project, last_due: date | None) -> tuple[date, date] | None:
    """The period that follows the report due on a day, or is the first; None while the project does not report."""
    if project.started_at is None or project.state is not ProjectState.RUNNING:
        return None
    started = project.started_at.astimezone(TOKYO).date()
    first = last_due + timedelta(days=1) if last_due else started
    return first, next(due_days(max(first, started + timedelta(days=1)), project.cadence, project.weekday))


def boards_of(report: StatusReport) -> Boards:
    """Everything a report is pre-filled from, in a fixed number of queries."""
    project = report.project
    since = datetime.combine(report.first_day, time(), tzinfo=TOKYO)
    journal = select(RowChange).where(
        RowChange.project_id == project.id, RowChange.at >= since, RowChange.undone_at.is_(None)
    )
    requests = select(ChangeRequest).where(
        ChangeRequest.project_id == project.id, ChangeRequest.state == ChangeState.PROPOSED
    )
    return Boards(
        rows={board.name: rows_of(project, board) for board in PREFILLED},
        journal=db.session.scalars(journal.order_by(RowChange.id)).all(),
        requests=db.session.scalars(requests).all(),
        red_since=_red_since(project, report.number),
    )


def boards_now(project: Project) -> Boards:
    """What the page of a project tells of its boards: what is red and since when, what is to be done."""
    rows = {board.name: rows_of(project, board) for board in (MILESTONES, RISKS, ISSUES, ACTIONS)}
    return Boards(rows=rows, red_since=_red_since(project))


def _red_since(project: Project, before: int | None = None) -> dict[str, str]:
    """Since when rows are red, as the newest edition said: of all reports, or of those before one."""
    query = (
        select(Edition)
        .join(Edition.report)
        .where(StatusReport.project_id == project.id, *([StatusReport.number < before] if before else []))
        .order_by(StatusReport.number.desc(), Edition.number.desc())
        .limit(1)
    )
    newest = db.session.scalars(query).first()
    return {line["code"]: line["was"] for line in newest.content["changes"].get("red", ())} if newest else {}


def editions_of(report: StatusReport) -> Sequence[Edition]:
    """What was handed in of a report, the newest first."""
    query = select(Edition).where(Edition.status_report_id == report.id)
    return db.session.scalars(query.order_by(Edition.number.desc())).all()


def receipts_of(report: StatusReport) -> Sequence[Receipt]:
    """Who has opened which edition, first readers first."""
    query = select(Receipt).where(Receipt.status_report_id == report.id)
    return db.session.scalars(query.order_by(Receipt.edition.desc(), Receipt.read_at)).all()


def report_before(report: StatusReport) -> StatusReport | None:
    """The report before this one."""
    return db.session.scalars(
        select(StatusReport).where(
            StatusReport.project_id == report.project_id, StatusReport.number == report.number - 1
        )
    ).one_or_none()


def history_of(project: Project, most: int = 12) -> list[tuple[StatusReport, Edition]]:
    """The newest edition of each report of a project, the newest report first."""
    query = (
        select(StatusReport, Edition)
        .join(Edition, (Edition.status_report_id == StatusReport.id) & (Edition.number == StatusReport.edition))
        .where(StatusReport.project_id == project.id)
        .order_by(StatusReport.number.desc())
        .limit(most)
    )
    return [(report, edition) for report, edition in db.session.execute(query)]


def planned_before(report: StatusReport) -> str:
    """What the report before had planned for this period."""
    before = report_before(report)
    return before.next_period if before else ""


def running_projects() -> Sequence[Project]:
    """All projects that report."""
    return db.session.scalars(select(Project).where(Project.state == ProjectState.RUNNING)).all()


def overdue_reports(by: date) -> Sequence[StatusReport]:
    """Reports of which nothing was handed in by a day; a returned one did come."""
    query = select(StatusReport).join(StatusReport.project)
    query = query.where(StatusReport.state == StatusState.DRAFT, StatusReport.due_on <= by)
    return db.session.scalars(query.where(Project.state == ProjectState.RUNNING)).all()


def usual_seconds(project: Project) -> int | None:
    """How long the last reports took from opening to handing in, on average; for the PMO's eyes."""
    taken = select(StatusReport.seconds).where(StatusReport.project_id == project.id, StatusReport.seconds.is_not(None))
    average = db.session.scalar(select(func.avg(taken.subquery().c.seconds)))
    return int(average) if average is not None else None


def late_since(project: Project) -> date | None:
    """The day on which a report was due that has not come yet."""
    return late_after(project, newest_report(project), today())


def late_after(project: Project, newest: StatusReport | Row[Any] | None, on: date) -> date | None:
    """The day before another on which a report was due that has not come; of a closed project its last one alone.

    `newest` is the report that was begun last: its state and due day.
    """
    if newest is not None and newest.state is StatusState.DRAFT:
        due = newest.due_on
    else:
        period = period_after(project, newest.due_on if newest else None)
        due = period[1] if period else None
    return due if due is not None and due < on else None


def saved_version(report: StatusReport) -> int:
    """The version as it is written now: what the next save must have seen."""
    return db.session.scalars(select(StatusReport.version).where(StatusReport.id == report.id)).one()
