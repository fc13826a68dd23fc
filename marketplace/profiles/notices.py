"""What is said about profiles, and to whom; one function an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.outbox import queue_mail, queue_message

if TYPE_CHECKING:
    from collections.abc import Iterable

    from marketplace.accounts.models import User
    from marketplace.profiles.models import Certification, Consultant


def consultant_assigned(advisor: User, consultant: Consultant) -> None:
    """An advisor has a new consultant to care for."""
    queue_message(
        advisor, "profiles/consultant_assigned", link=f"/consultants/{consultant.id}", name=consultant.user.name
    )


def profiles_merged(kept: Consultant, other: Consultant, advisors: Iterable[User]) -> None:
    """The person, at both addresses, and the advisors learn that two registrations have become one."""
    facts = {"name": kept.user.name, "kept": kept.user.email, "closed": other.user.email}
    queue_message(kept.user, "profiles/merged", link="/profile", **facts)
    queue_mail(other.user.email, "profiles/merged", locale=other.user.locale, link="/profile", **facts)
    for advisor in advisors:
        queue_message(advisor, "profiles/merged_advisor", link=f"/consultants/{kept.id}", **facts)


def certification_refused(certification: Certification) -> None:
    """The person learns which certification could not be confirmed, and why."""
    queue_message(
        certification.consultant.user, "profiles/certification_refused", link="/profile",
        certification=certification.name, reason=certification.refusal,
    )  # fmt: skip


def advisor_changed(consultant: Consultant, advisor: User) -> None:
    """A consultant learns who is the advisor from now on."""
    queue_message(consultant.user, "profiles/advisor_changed", link="/profile", advisor=advisor.name)
