"""Who is told that a number does not count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.accounts.models import User
from marketplace.db import db
from marketplace.outbox import queue_message

if TYPE_CHECKING:
    from marketplace.profiles.models import Consultant
    from marketplace.registrations.models import RegistrationLookUp


def does_not_count(kept: RegistrationLookUp, consultant: Consultant) -> None:
    """The person, and the advisor: from when supplies are treated as those of somebody unregistered."""
    advisor = db.session.get(User, consultant.advisor_id) if consultant.advisor_id else None
    day = kept.ends_on.isoformat() if kept.ends_on else ""
    for user, link in ((consultant.user, "/profile"), (advisor, f"/consultants/{consultant.id}/registration")):
        if user is not None:
            queue_message(
                user, "registrations/does_not_count", link=link, number=kept.number, day=day, who=consultant.user.name
            )
