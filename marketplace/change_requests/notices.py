"""Who is told of a change request's course: the project and the number, the words of a refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.outbox import queue_message
from marketplace.pipeline.parties import Side, people_of

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.tracker.models import ChangeRequest


def _tell(change: ChangeRequest, side: Side, event: str, **facts: str) -> None:
    link = f"/change-requests/{change.id}"
    for user in people_of(change.project.contract.application, side):
        queue_message(
            user, f"change_requests/{event}", link=link, title=change.project.name, number=change.number, **facts
        )


def _sides(change: ChangeRequest) -> tuple[Side, Side]:
    """Return the proposer's side and the other."""
    by_pmo = change.proposed_by_id == change.project.contract.application.consultant.user_id
    return (Side.CONSULTANT, Side.CLIENT) if by_pmo else (Side.CLIENT, Side.CONSULTANT)


def proposed(change: ChangeRequest, by: User) -> None:
    """The other side is asked."""
    _tell(change, _sides(change)[1], "proposed", who=by.name)


def agreed(change: ChangeRequest) -> None:
    """Both sides know from when it holds."""
    for side in _sides(change):
        _tell(change, side, "agreed")


def declined(change: ChangeRequest, by: User, words: str) -> None:
    """The proposer's side reads why."""
    _tell(change, _sides(change)[0], "declined", who=by.name, words=words)


def withdrawn(change: ChangeRequest, by: User) -> None:
    """The other side need not answer any more."""
    _tell(change, _sides(change)[1], "withdrawn", who=by.name)
