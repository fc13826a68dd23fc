"""Who is told that a project was closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.outbox import queue_message
from marketplace.pipeline.parties import Side, people_of

if TYPE_CHECKING:
    from marketplace.tracker.models import Project


def closed(project: Project) -> None:
    """Both sides learn of it, and where its record lies."""
    application = project.contract.application
    for user in dict.fromkeys([*people_of(application, Side.CONSULTANT), *people_of(application, Side.CLIENT)]):
        queue_message(user, "exports/closed", link=f"/projects/{project.id}/downloads", title=project.name)
