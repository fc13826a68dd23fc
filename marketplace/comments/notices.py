"""Who is named in a comment is told: by whom, of which row; never the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.outbox import queue_message

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.comments.models import Comment


def link_of(comment: Comment) -> str:
    """Return the path to a comment."""
    return f"/projects/{comment.project_id}/comments/{comment.about}#c-{comment.id}"


def mentioned(comment: Comment, user: User) -> None:
    """Somebody was named."""
    queue_message(
        user, "comments/mentioned", link=link_of(comment), title=comment.project.name, about=comment.about,
        who=comment.author.name,
    )  # fmt: skip
