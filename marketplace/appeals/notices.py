"""Who is told of appeals: the person's advisor, all where none is named, and the person, never the company."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.accounts.models import User
from marketplace.accounts.queries import advisors
from marketplace.clock import TOKYO
from marketplace.db import db
from marketplace.outbox import queue_message

if TYPE_CHECKING:
    from marketplace.appeals.models import Appeal


def opened(appeal: Appeal) -> None:
    """The advisor has somebody to answer; where nobody is named, the line is in every advisor's queue."""
    consultant = appeal.consultant
    advisor = db.session.get(User, consultant.advisor_id) if consultant.advisor_id else None
    for each in [advisor] if advisor is not None and advisor.active else advisors():
        queue_message(
            each, "appeals/opened", link=f"/appeals/{appeal.id}", title=appeal.engagement.title,
            name=consultant.user.name, due=appeal.due_at.astimezone(TOKYO).date().isoformat(),
        )  # fmt: skip


def answered(appeal: Appeal) -> None:
    """The person reads what the advisor says."""
    queue_message(
        appeal.consultant.user, "appeals/answered", link=f"/appeals/{appeal.id}", title=appeal.engagement.title,
        words=appeal.answer,
    )  # fmt: skip
