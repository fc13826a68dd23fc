"""Reads of external readers' links, and of what they show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace.accounts.queries import token_hash
from marketplace.db import db
from marketplace.readers.models import ReaderLink, ReaderUse
from marketplace.status_reports.queries import history_of
from marketplace.status_reports.states import StatusState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from marketplace.status_reports.models import Edition, StatusReport
    from marketplace.tracker.models import Project

MOST_USES = 50
MOST_REPORTS = 60
SHOWN = frozenset({StatusState.SUBMITTED, StatusState.ACKNOWLEDGED})  # a returned one is being written anew


def links_of(project: Project) -> Sequence[ReaderLink]:
    """A project's links, the newest first."""
    query = select(ReaderLink).where(ReaderLink.project_id == project.id)
    return db.session.scalars(query.order_by(ReaderLink.created_at.desc(), ReaderLink.id.desc())).all()


def open_links(project: Project) -> Sequence[ReaderLink]:
    """The links that open a project today: the PMO sees who reads its reports from outside."""
    return [each for each in links_of(project) if each.usable]


def uses_of(project: Project) -> Mapping[UUID, Sequence[ReaderUse]]:
    """The newest uses of a project's links, by the link's id."""
    query = select(ReaderUse).join(ReaderLink, ReaderLink.id == ReaderUse.reader_link_id)
    query = query.where(ReaderLink.project_id == project.id).order_by(ReaderUse.at.desc()).limit(10 * MOST_USES)
    uses: dict[UUID, list[ReaderUse]] = {}
    for each in db.session.scalars(query):
        if len(kept := uses.setdefault(each.reader_link_id, [])) < MOST_USES:
            kept.append(each)
    return uses


def link_by_token(token: str) -> ReaderLink | None:
    """The link that a token opens, expired and revoked ones too."""
    return db.session.scalars(select(ReaderLink).where(ReaderLink.token_hash == token_hash(token))).one_or_none()


def newest_use(link: ReaderLink, page: str = "") -> datetime | None:
    """When a link was last used, for one page or for any."""
    query = select(ReaderUse.at).where(ReaderUse.reader_link_id == link.id)
    query = query.where(ReaderUse.page == page) if page else query
    return db.session.scalars(query.order_by(ReaderUse.at.desc()).limit(1)).first()


def shown_reports(project: Project) -> list[tuple[StatusReport, Edition]]:
    """The reports that are handed in, in their newest edition, the newest first."""
    return [(report, edition) for report, edition in history_of(project, most=MOST_REPORTS) if report.state in SHOWN]
