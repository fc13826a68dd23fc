"""A thread as one reader may know it: who wrote, in which words, with which files; asked anew at every look.

A client without a consent in force for the posting reads initials and words without what names the person, and of
files only those that its own side sent (R41); in the threads of a contract, whose parties are named to each other for
good, it reads everything. A consultant from whom the client is hidden reads 「クライアント」.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from marketplace.i18n import gettext as _
from marketplace.pipeline.states import FROM_MEETING
from marketplace.policy import Can, may
from marketplace.profiles.redaction import redact
from marketplace.threads.labels import SIDE
from marketplace.threads.queries import channels_of, new_thread, posts_of, threads_of
from marketplace.threads.states import Channel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from marketplace.accounts.models import User
    from marketplace.contracts.models import Contract
    from marketplace.pipeline.models import Application
    from marketplace.threads.models import Attachment, Post, Thread


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file by the name that the reader may know; without an id it cannot be opened."""

    id: UUID | None
    name: str
    size: str


@dataclass(frozen=True, slots=True)
class ShownPost:
    """One post."""

    who: str
    side: str
    mine: bool
    at: datetime
    words: str
    files: Sequence[ShownFile]


@dataclass(frozen=True, slots=True)
class Tab:
    """One channel that the reader takes part in."""

    channel: Channel
    unread: int


@dataclass(frozen=True, slots=True)
class Panel:
    """The messages on an application's page: the channels, and the chosen one with its newest posts."""

    tabs: Sequence[Tab]
    thread: Thread
    unread: int
    posts: Sequence[ShownPost]
    older: int  # posts that are not shown yet


def panel(subject: Application | Contract, reader: User, *, wanted: str = "", everything: bool = False) -> Panel | None:
    """Return what this reader sees of an application's, or a contract's, threads; None for who takes part in none.

    The profile's projects and blocked companies must be loaded.
    """
    begun = threads_of(subject, reader)
    threads: dict[Channel, tuple[Thread, int]] = {}
    for channel in channels_of(subject):
        thread, unread = begun.get(channel) or (new_thread(subject, channel), 0)
        if may(reader, Can.SEE_THREAD, thread):
            threads[channel] = (thread, unread)
    if not threads:
        return None
    first = next((channel for channel, (_thread, unread) in threads.items() if unread), next(iter(threads)))
    thread, unread = threads[Channel(wanted) if wanted in threads else first]
    posts, older = posts_of(thread, everything=everything) if thread.channel in begun else ((), 0)
    tabs = [Tab(channel, new) for channel, (_thread, new) in threads.items()]
    return Panel(tabs, thread, unread, [shown(each, thread, reader) for each in posts], older)


def shown(post: Post, thread: Thread, reader: User) -> ShownPost:
    """Return a post as this reader may know it."""
    author = post.author
    who, side = author_as_known(author, thread, reader)
    return ShownPost(
        who=who,
        side=side,
        mine=author.id == reader.id,
        at=post.at,
        words=_words(post.words, thread, reader),
        files=[_file(each, thread, reader) for each in post.attachments],
    )


def knows_consultant(reader: User, thread: Thread) -> bool:
    """Whether the person is named to who takes part in a thread: in a contract's, for good."""
    return thread.contract is not None or may(reader, Can.SEE_NAMED_PROFILE, thread.application)


def author_as_known(author: User, thread: Thread, reader: User) -> tuple[str, str]:
    """Return who wrote and for which side, as this reader may know it."""
    application = thread.application
    side = str(SIDE[author.kind])
    if author.id == application.consultant.user_id:
        return (author.name if knows_consultant(reader, thread) else application.consultant.initials), side
    if author.kind == "client" and not knows_client(reader, application):
        return str(SIDE["client"]), ""
    if author.kind == "client" and reader.kind != "client":
        return author.name, application.engagement.company.name
    return author.name, side


def knows_client(reader: User, application: Application) -> bool:
    """Whether the client is named to this reader; from a meeting on it is to the person too."""
    return may(reader, Can.SEE_CLIENT_NAME, application.engagement) or application.state in FROM_MEETING


def counterpart(thread: Thread, reader: User) -> str:
    """Return with or about whom a thread is, as this reader may know it."""
    application = thread.application
    consultant = application.consultant
    if reader.id == consultant.user_id:
        return application.engagement.company.name if knows_client(reader, application) else str(SIDE["client"])
    return consultant.user.name if knows_consultant(reader, thread) else consultant.initials


def excerpt(post: Post, thread: Thread, reader: User) -> str:
    """Return one line of a post, or the name of its file."""
    seen = shown(post, thread, reader)
    line = " ".join(seen.words.split()) or ", ".join(each.name for each in seen.files)
    return line if len(line) <= LINE else f"{line[: LINE - 1]}…"


LINE = 80


def _words(words: str, thread: Thread, reader: User) -> str:
    return words if knows_consultant(reader, thread) else redact(words, thread.application.consultant)


def _file(attachment: Attachment, thread: Thread, reader: User) -> ShownFile:
    if not may(reader, Can.SEE_ATTACHMENT, attachment):
        return ShownFile(None, _("A file, closed without the consent"), "")
    return ShownFile(attachment.id, _words(attachment.name, thread, reader), size_text(attachment.size))


def size_text(size: int) -> str:
    """Say how large a file is: 812 KB, 2.4 MB."""
    mega = 1024 * 1024
    return f"{size / mega:.1f} MB" if size >= mega else f"{max(1, round(size / 1024))} KB"
