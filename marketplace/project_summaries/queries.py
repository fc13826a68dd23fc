"""Reads of summaries."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from marketplace.db import db
from marketplace.project_summaries.facts import facts_of
from marketplace.project_summaries.models import ProjectSummary
from marketplace.status_reports.models import Edition, StatusReport
from marketplace.tracker.boards import MILESTONES
from marketplace.tracker.queries import rows_of

if TYPE_CHECKING:
    from marketplace.tracker.models import Project


def summary_of(project: Project) -> ProjectSummary | None:
    """A project's summary."""
    return db.session.scalars(select(ProjectSummary).where(ProjectSummary.project_id == project.id)).one_or_none()


def summary_by_code(code: str) -> ProjectSummary | None:
    """The summary whose paper bears this code; anything may stand in the address, and PostgreSQL takes no NUL."""
    if not re.fullmatch(r"[\w-]+", code, re.ASCII):
        return None
    return db.session.scalars(select(ProjectSummary).where(ProjectSummary.code == code)).one_or_none()


def facts_now(project: Project) -> dict[str, Any]:
    """What a summary would say as the project stands; two queries."""
    first = func.min(Edition.submitted_at)
    query = (
        select(StatusReport.due_on, first)
        .outerjoin(Edition, Edition.status_report_id == StatusReport.id)
        .where(StatusReport.project_id == project.id)
        .group_by(StatusReport.id, StatusReport.due_on)
    )
    return facts_of(project, [(due, at) for due, at in db.session.execute(query)], rows_of(project, MILESTONES))
