"""What is said about profiles, and to whom; one function an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.outbox import queue_message

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.profiles.models import Consultant


def consultant_assigned(advisor: User, consultant: Consultant) -> None:
    """An advisor has a new consultant to care for."""
    queue_message(
        advisor, "profiles/consultant_assigned", link=f"/consultants/{consultant.id}", name=consultant.user.name
    )


def advisor_changed(consultant: Consultant, advisor: User) -> None:
    """A consultant learns who is the advisor from now on."""
    queue_message(consultant.user, "profiles/advisor_changed", link="/profile", advisor=advisor.name)
