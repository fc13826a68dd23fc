"""Reads of change requests and of the role charter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace.change_requests.models import CharterVersion
from marketplace.change_requests.wording import Charter
from marketplace.contracts.queries import version_in_force
from marketplace.db import db
from marketplace.tracker.models import ChangeRequest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from marketplace.tracker.models import Project


def requests_of(project: Project) -> Sequence[ChangeRequest]:
    """A project's change requests, the newest first."""
    query = select(ChangeRequest).where(ChangeRequest.project_id == project.id)
    return db.session.scalars(query.order_by(ChangeRequest.number.desc())).all()


def charters_of(project: Project) -> Sequence[CharterVersion]:
    """The versions that came into force, the newest first."""
    query = select(CharterVersion).where(CharterVersion.project_id == project.id, CharterVersion.number.is_not(None))
    return db.session.scalars(query.order_by(CharterVersion.number.desc())).all()


def charter_in_force(project: Project) -> CharterVersion | None:
    """The newest of them; None in a project that began before charters were kept."""
    return next(iter(charters_of(project)), None)


def charter_numbered(project: Project, number: int | None) -> CharterVersion | None:
    """The version that came into force with this number, which a page may have sent: no database takes any number."""
    return next((each for each in charters_of(project) if each.number == number), None)


def charter_proposed_by(change: ChangeRequest) -> CharterVersion | None:
    """The wording that a change request proposes, or has brought into force."""
    return db.session.scalars(select(CharterVersion).where(CharterVersion.change_request_id == change.id)).one_or_none()


def charter_before(version: CharterVersion) -> CharterVersion | None:
    """The version over which another was written."""
    query = select(CharterVersion).where(CharterVersion.project_id == version.project_id)
    return db.session.scalars(query.where(CharterVersion.number == version.follows)).one_or_none()


def said_in(version: CharterVersion | None) -> Charter:
    """What a version says; of none, nothing."""
    return Charter(version.does, version.decides, version.escalates) if version else Charter()


def first_charter(project: Project) -> Charter:
    """With what a project's charter begins: the work as contracted, and to whom the posting says one reports."""
    contract = project.contract
    agreed = version_in_force(contract)
    engagement = contract.application.engagement
    return Charter(does=(agreed.work if agreed else engagement.duties).strip(), escalates=engagement.reports_to.strip())
