"""Who is told that a project was closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.outbox import queue_message
from marketplace.pipeline.parties import Side, people_of

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.tracker.models import Project


def closed(project: Project, by: User | None) -> None:
    """Both sides but whoever has closed it learn of it, and where its record lies; `by` nobody: with its contract."""
    application, link = project.contract.application, f"/projects/{project.id}/downloads"
    for user in dict.fromkeys([*people_of(application, Side.CONSULTANT), *people_of(application, Side.CLIENT)]):
        if user != by:
            queue_message(user, "exports/closed", link=link, title=project.name, by=by.name if by else "")
