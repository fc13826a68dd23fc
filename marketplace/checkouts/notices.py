"""Who is told of what a checkout leaves to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.contracts.notices import operators
from marketplace.outbox import queue_message

if TYPE_CHECKING:
    from marketplace.checkouts.models import CollectionTask


def task_made(task: CollectionTask, number: str) -> None:
    """The operators: one of them sees to it."""
    for user in operators():
        queue_message(
            user, "checkouts/task_made", link="/collection-tasks", number=number, kind=task.kind.value,
            amount=task.amount,
        )  # fmt: skip
