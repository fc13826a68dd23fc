"""Who is told of a message: which posting and who wrote, never the words, never a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from marketplace.accounts.models import User
from marketplace.accounts.states import STAFF, UserKind
from marketplace.db import db
from marketplace.outbox import queue_message
from marketplace.pipeline.parties import Side, people_of
from marketplace.policy import Can, may
from marketplace.threads.models import Post
from marketplace.threads.states import OF_APPLICATION, OF_CONTRACT, Channel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from marketplace.threads.models import Thread

SIDES = {
    Channel.EVERYONE: (Side.CONSULTANT, Side.CLIENT),
    Channel.CONSULTANT_DESK: (Side.CONSULTANT,),
    Channel.CLIENT_DESK: (Side.CLIENT,),
}
SIDES |= {contracts: SIDES[cards] for cards, contracts in zip(OF_APPLICATION, OF_CONTRACT, strict=True)}


def link_of(thread: Thread) -> str:
    """Return the path to the thread's reply box: a browser that follows it puts the cursor there."""
    page = (
        f"/contracts/{thread.contract_id}/messages" if thread.contract_id else f"/applications/{thread.application_id}"
    )
    return f"{page}?channel={thread.channel.value}#post"


def readers_of(thread: Thread) -> Sequence[User]:
    """Return everybody who is told: the sides, their advisors (without any the operators), staff that has written."""
    application = thread.application
    sides = [user for side in SIDES[thread.channel] for user in people_of(application, side)]
    desk = people_of(application, Side.ADVISOR)
    everybody = {user.id: user for user in [*sides, *desk, *_more_staff(thread, operators=not desk)]}
    return [user for user in everybody.values() if may(user, Can.SEE_THREAD, thread)]


def _more_staff(thread: Thread, *, operators: bool) -> Sequence[User]:
    """Staff that has written here, and where nobody has been given the person or the company, the operators."""
    wrote = select(Post.author_id).where(Post.thread_id == thread.id)
    wanted = or_(User.id.in_(wrote), User.kind == UserKind.OPERATOR) if operators else User.id.in_(wrote)
    return db.session.scalars(select(User).where(wanted, User.kind.in_(STAFF))).all()


def posted(post: Post, told: Sequence[User]) -> None:
    """Each reader gets who wrote as far as it may be kept.

    A notice stays when a consent ends: a client's holds initials, but for a contract. A hidden client is no name to
    the person.
    """
    application, author = post.thread.application, post.author
    for user in told:
        who = author.name
        if user.kind is UserKind.CLIENT and author.id == application.consultant.user_id:
            who = author.name if post.thread.contract_id else application.consultant.initials
        elif user.kind is UserKind.CONSULTANT and author.kind is UserKind.CLIENT:
            who = application.engagement.company.name if not application.engagement.client_hidden else ""
        event = "threads/posted_on_contract" if post.thread.contract_id else "threads/posted"
        queue_message(user, event, link=link_of(post.thread), title=application.engagement.title, who=who)
