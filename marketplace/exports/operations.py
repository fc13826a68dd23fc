"""What is done about exports."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from marketplace.accounts.queries import token_hash
from marketplace.audit import record
from marketplace.contracts.states import ContractState
from marketplace.db import db
from marketplace.exports import notices
from marketplace.exports.models import CalendarAddress
from marketplace.exports.queries import calendar_address
from marketplace.status_reports.operations.writing import begin_status
from marketplace.status_reports.queries import next_period
from marketplace.tracker.operations.setting_up import close_project
from marketplace.tracker.queries import project_of
from marketplace.tracker.states import ProjectState

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.contracts.models import Contract
    from marketplace.tracker.models import Project


def make_address(project: Project, *, by: User) -> str:
    """Give a person an address of the calendar; one given before ends. Returns the token: it is never shown again."""
    token = secrets.token_urlsafe(32)
    kept = calendar_address(project, by)
    if kept is None:
        db.session.add(CalendarAddress(project_id=project.id, user_id=by.id, token_sha256=token_hash(token)))
    else:
        kept.token_sha256 = token_hash(token)
    record(by, "calendar address made", project)
    return token


def end_address(project: Project, *, by: User) -> None:
    """Let a person's address lead nowhere any more; none there, it does nothing."""
    kept = calendar_address(project, by)
    if kept is not None:
        db.session.delete(kept)
        record(by, "calendar address ended", project)


def close_with_contract(contract: Contract) -> None:
    """Close the project of a contract that has ended, once; the report of its last days is begun before."""
    project = project_of(contract) if contract.state is ContractState.ENDED else None
    if project is None or project.state is ProjectState.CLOSED:
        return
    if next_period(project) is not None:
        begin_status(project, by=None)
    close_project(project, by=None)


def tell_closed(project: Project, by: User | None) -> None:
    """Tell both sides that a project was closed, whoever has done it but not whoever has."""
    notices.closed(project, by)
