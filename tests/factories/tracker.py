"""Projects and rows of their boards."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import time_machine

from marketplace.clock import now, today
from marketplace.comments.operations import write_comment
from marketplace.comments.queries import Subject
from marketplace.db import db
from marketplace.readers.models import ReaderLink
from marketplace.status_reports.models import Edition, StatusReport
from marketplace.status_reports.states import StatusState
from marketplace.threads.uploads import Upload
from marketplace.tracker.boards import BOARDS
from marketplace.tracker.models import ChangeRequest, Minutes, Project
from marketplace.tracker.operations.rows import RowEdit, save_rows
from marketplace.tracker.operations.setting_up import SetUp, begin_project, start_project
from marketplace.tracker.states import Cadence, PmoType
from tests.factories.contracts import running_contract
from tests.factories.keeping import keep

if TYPE_CHECKING:
    from uuid import UUID

    from marketplace.accounts.models import User
    from marketplace.comments.models import Comment
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
    keep()
    return project, pmo, owner, advisor


def written(project: Project, board: str, by: User, *cells: dict[str, str]) -> UUID:
    """Write new rows and return the save's id."""
    batch = save_rows(project, BOARDS[board], [RowEdit(each) for each in cells], by=by)
    keep()
    return batch


def started_project(weeks: int = 3, **chosen: Any) -> tuple[Project, User, User, User]:
    """Begin a project and start its reporting so many weeks ago."""
    with time_machine.travel(now() - timedelta(weeks=weeks), tick=False):
        project, pmo, owner, advisor = begun_project(**chosen)
        start_project(project, by=pmo)
        keep()
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


def plain_minutes(project: Project) -> Minutes:
    """Keep the row of minutes with a line that says an action."""
    minutes = Minutes(
        project_id=project.id, number=1, position=1, title="定例会", held_on=today(), body="TODO: 確認する"
    )
    db.session.add(minutes)
    return minutes


def plain_change(project: Project, by: User) -> ChangeRequest:
    """Keep the row of a change that the PMO has proposed."""
    change = ChangeRequest(
        project_id=project.id, number=1, title="対象拠点の追加", proposed_by_id=by.id, pmo_agreed_at=now()
    )
    db.session.add(change)
    return change


def plain_comment(project: Project, about: str, by: User) -> Comment:
    """Write a comment with a file about whatever bears this number."""
    db.session.flush()
    subject = Subject(about, "", "")
    return write_comment(project, subject, "確認しました", by=by, uploads=[Upload("メモ.txt", "text/plain", b"memo")])


def plain_link(project: Project, by: User) -> ReaderLink:
    """Keep the row of a link for somebody outside."""
    link = ReaderLink(
        project_id=project.id, email="reader@example.jp", locale="ja", token_hash="0" * 64, created_by_id=by.id,
        expires_at=now() + timedelta(days=30),
    )  # fmt: skip
    db.session.add(link)
    return link
