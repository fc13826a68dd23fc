"""Who is told of a summary: the client that it waits for its word, the PMO what the client has said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.outbox import queue_message
from marketplace.pipeline.parties import Side, people_of

if TYPE_CHECKING:
    from marketplace.project_summaries.models import ProjectSummary


def _tell(summary: ProjectSummary, side: Side, event: str, **facts: str) -> None:
    project = summary.project
    for user in dict.fromkeys(people_of(project.contract.application, side)):
        link = f"/projects/{project.id}/summary"
        queue_message(user, f"project_summaries/{event}", link=link, title=project.name, **facts)


def proposed(summary: ProjectSummary) -> None:
    """The client is asked."""
    _tell(summary, Side.CLIENT, "proposed")


def signed(summary: ProjectSummary) -> None:
    """The PMO may take it away."""
    _tell(summary, Side.CONSULTANT, "signed")


def declined(summary: ProjectSummary) -> None:
    """The PMO learns why not."""
    _tell(summary, Side.CONSULTANT, "declined", words=summary.words)


def withdrawn(summary: ProjectSummary) -> None:
    """The client learns that it stands no longer, or is asked no more."""
    _tell(summary, Side.CLIENT, "withdrawn")
