"""Who is told of what happens to an application; one function an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.accounts.models import User
from marketplace.db import db
from marketplace.engagements.notices import members_of
from marketplace.outbox import queue_message

if TYPE_CHECKING:
    from uuid import UUID

    from marketplace.pipeline.models import Application


def _link(application: Application) -> str:
    return f"/applications/{application.id}"


def _advisors(application: Application) -> list[User]:
    """The advisor of the person and the advisor of the company, once if they are one."""
    ids: list[UUID | None] = [application.consultant.advisor_id, application.engagement.company.advisor_id]
    found = (db.session.get(User, each) for each in dict.fromkeys(ids) if each)
    return [user for user in found if user is not None]


def application_submitted(application: Application) -> None:
    """The client, both advisors and the consultant itself learn of it at the same moment."""
    title = application.engagement.title
    by = application.answer_by.isoformat() if application.answer_by else ""
    for user in members_of(application.engagement):
        queue_message(user, "pipeline/submitted_client", link=_link(application), title=title, by=by)
    for user in _advisors(application):
        queue_message(
            user, "pipeline/submitted_advisor", link=_link(application),
            title=title, name=application.consultant.user.name,
        )  # fmt: skip
    queue_message(
        application.consultant.user, "pipeline/submitted_consultant", link=_link(application),
        title=title, days=application.engagement.answer_days, by=by,
    )  # fmt: skip


def application_withdrawn(application: Application, reason: str) -> None:
    """The client and the advisors learn that the consultant withdrew, and why."""
    title = application.engagement.title
    told = [*members_of(application.engagement)] if application.submitted_at else []
    for user in [*told, *_advisors(application)]:
        queue_message(
            user, "pipeline/withdrawn", link=_link(application),
            title=title, initials=application.consultant.initials, reason=reason,
        )  # fmt: skip


def application_not_selected(application: Application, reason: str, words: str) -> None:
    """The consultant gets an outcome and a reason, always."""
    queue_message(
        application.consultant.user, "pipeline/not_selected", link=_link(application),
        title=application.engagement.title, reason=reason, words=words,
    )  # fmt: skip


def consent_withdrawn(application: Application) -> None:
    """The advisors learn that a client's access to a document has ended."""
    for user in _advisors(application):
        queue_message(
            user, "pipeline/consent_withdrawn", link=_link(application),
            title=application.engagement.title, initials=application.consultant.initials,
        )  # fmt: skip
