"""The reader gets the link by mail: whose project, until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.clock import TOKYO
from marketplace.outbox import queue_mail

if TYPE_CHECKING:
    from marketplace.readers.models import ReaderLink


def shared(link: ReaderLink, token: str) -> None:
    """Somebody may read."""
    company = link.project.contract.application.engagement.company
    queue_mail(
        link.email, "readers/shared", locale=link.locale, link=f"/shared/{token}", title=link.project.name,
        company=company.name, who=link.created_by.name,
        until=link.expires_at.astimezone(TOKYO).date().isoformat(),
    )  # fmt: skip
