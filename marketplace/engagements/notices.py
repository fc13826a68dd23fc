"""Who is told of what happens to an engagement; one function an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace.accounts.models import Membership, User
from marketplace.db import db
from marketplace.outbox import queue_message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from marketplace.engagements.models import Engagement


def members_of(engagement: Engagement) -> Sequence[User]:
    """The people of the company that buys the work."""
    return db.session.scalars(
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.company_id == engagement.company_id)
    ).all()


def _link(engagement: Engagement) -> str:
    return f"/engagements/{engagement.id}/manage"


def engagement_submitted(engagement: Engagement, advisor: User | None) -> None:
    """The advisor has a posting to review."""
    if advisor is not None:
        queue_message(
            advisor, "engagements/submitted", link=_link(engagement),
            title=engagement.title, company=engagement.company.name,
        )  # fmt: skip


def engagement_published(engagement: Engagement) -> None:
    """The client's posting is open."""
    for user in members_of(engagement):
        queue_message(user, "engagements/published", link=_link(engagement), title=engagement.title)


def engagement_returned(engagement: Engagement) -> None:
    """The client has something to mend."""
    for user in members_of(engagement):
        queue_message(
            user, "engagements/returned", link=_link(engagement), title=engagement.title, note=engagement.review_note
        )


def engagement_expired(engagement: Engagement) -> None:
    """The posting is no longer shown as open until somebody confirms it."""
    for user in members_of(engagement):
        queue_message(user, "engagements/expired", link=_link(engagement), title=engagement.title)
