"""Projects and rows of their boards."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import time_machine

from marketplace.clock import now, today
from marketplace.db import db
from marketplace.status_reports.models import Edition, StatusReport
from marketplace.status_reports.states import StatusState
from marketplace.tracker.boards import BOARDS
from marketplace.tracker.models import Project
from marketplace.tracker.operations.rows import RowEdit, save_rows
from marketplace.tracker.operations.setting_up import SetUp, begin_project, start_project
from marketplace.tracker.states import Cadence, PmoType
from tests.factories.contracts import running_contract

if TYPE_CHECKING:
    from uuid import UUID

    from marketplace.accounts.models import User
    from marketplace.contracts.models import Contract

SET_UP = SetUp("基幹システム刷新", PmoType.CONTROLLING, Cadence.WEEKLY, 3, 30_000_000)


def plain_project(contract: Contract) -> Project:
    """Keep the rows of a project that was begun on a contract in any state."""
    project = Project(
        contract_id=contract.id, name="基幹システム刷新", pmo_type=PmoType.CONTROLLING, dimensions=["schedule"],
        sections=[], series=[],
    )  # fmt: skip
    db.session.add(project)
    return project


def begun_project(**chosen: Any) -> tuple[Project, User, User, User]:
    """Begin the project of a running contract; return it, its PMO, the client's owner and the advisor."""
    contract, owner, advisor = running_contract()
    pmo = contract.application.consultant.user
    values = {name: getattr(SET_UP, name) for name in SetUp.__dataclass_fields__} | chosen
    project = begin_project(contract, SetUp(**values), by=pmo)
    db.session.commit()
    return project, pmo, owner, advisor


def written(project: Project, board: str, by: User, *cells: dict[str, str]) -> UUID:
    """Write new rows and return the save's id."""
    batch = save_rows(project, BOARDS[board], [RowEdit(each) for each in cells], by=by)
    db.session.commit()
    return batch


def started_project(weeks: int = 3, **chosen: Any) -> tuple[Project, User, User, User]:
    """Begin a project and start its reporting so many weeks ago."""
    with time_machine.travel(now() - timedelta(weeks=weeks), tick=False):
        project, pmo, owner, advisor = begun_project(**chosen)
        start_project(project, by=pmo)
        db.session.commit()
    return project, pmo, owner, advisor


def plain_status(project: Project, by: User) -> StatusReport:
    """Keep the rows of a report that was handed in."""
    report = StatusReport(
        project_id=project.id, number=1, state=StatusState.SUBMITTED, first_day=today(), due_on=today(), ratings={},
        sections=[], submitted_at=now(), edition=1,
    )  # fmt: skip
    words = dict.fromkeys(("summary", "next_period", "help_needed", "decisions_asked"), "順調")
    content = {
        "words": words, "ratings": {}, "facts": {}, "sections": [], "changes": {}, "project": project.name,
        "number": 1, "first_day": today().isoformat(), "due_on": today().isoformat(),
    }  # fmt: skip
    db.session.add(report)
    db.session.flush()
    edition = Edition(status_report_id=report.id, number=1, content=content, sha256="0" * 64, submitted_at=now())
    edition.submitted_by = by
    db.session.add(edition)
    return report
