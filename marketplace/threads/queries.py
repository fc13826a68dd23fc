"""Reads of threads: of one application, of one reader, and how much is new."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, lazyload, selectinload

from marketplace.accounts.models import Company, User
from marketplace.accounts.states import UserKind
from marketplace.clock import now
from marketplace.contracts.models import Contract
from marketplace.db import db
from marketplace.engagements.models import Engagement
from marketplace.pipeline.models import Application, Consent
from marketplace.pipeline.states import FROM_MEETING, SHOWN_TO_CLIENT, ConsentState
from marketplace.profiles.models import Consultant
from marketplace.threads.models import Attachment, Post, Reading, Thread
from marketplace.threads.states import NOT_THE_CLIENTS, NOT_THE_CONSULTANTS, OF_APPLICATION, OF_CONTRACT, Channel

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select

PER_PAGE = 50
SHOWN = 50  # posts of a thread before all are asked for
MOST = 1000


@dataclass(frozen=True, slots=True)
class Search:
    """What the list is narrowed to: words, and for staff the threads of all."""

    words: str = ""
    of_all: bool = False


def unread_posts(user: User) -> int:
    """How many posts are new to the person; asked on every page, answered by one index."""
    new = select(func.sum(Reading.unread)).where(Reading.user_id == user.id, Reading.unread > 0)
    return db.session.scalar(new) or 0


def channels_of(subject: Application | Contract) -> Sequence[Channel]:
    """The channels that an application has, or a contract."""
    return OF_CONTRACT if isinstance(subject, Contract) else OF_APPLICATION


def new_thread(subject: Application | Contract, channel: Channel) -> Thread:
    """A thread that no session knows; raise ValueError for a channel of the other kind."""
    if channel not in channels_of(subject):
        raise ValueError(channel)
    contract = subject if isinstance(subject, Contract) else None
    application = contract.application if contract else cast("Application", subject)
    thread = Thread(application_id=application.id, contract_id=contract.id if contract else None, channel=channel)
    thread.application, thread.contract = application, contract
    return thread


def thread_of(subject: Application | Contract, channel: Channel) -> Thread:
    """The thread of a channel, a new one that no session knows where nothing has been written yet."""
    return db.session.scalar(_about(subject).where(Thread.channel == channel)) or new_thread(subject, channel)


def threads_of(subject: Application | Contract, reader: User) -> Mapping[Channel, tuple[Thread, int]]:
    """The threads of an application or a contract that have begun, with how much of each is new to this person."""
    query = (
        _about(subject)
        .add_columns(Reading.unread)
        .outerjoin(Reading, and_(Reading.thread_id == Thread.id, Reading.user_id == reader.id))
    )
    return {thread.channel: (thread, unread or 0) for thread, unread in db.session.execute(query)}


def _about(subject: Application | Contract) -> Select[Thread]:
    if isinstance(subject, Contract):
        return select(Thread).where(Thread.contract_id == subject.id)
    return select(Thread).where(Thread.application_id == subject.id, Thread.contract_id.is_(None))


def posts_of(thread: Thread, *, everything: bool = False) -> tuple[Sequence[Post], int]:
    """The newest posts of a thread, oldest first, and how many older ones there are."""
    own = Post.thread_id == thread.id
    rows = db.session.scalars(
        select(Post)
        .where(own)
        .options(lazyload(Post.thread), selectinload(Post.attachments).options(lazyload(Attachment.post)))
        .order_by(Post.at.desc(), Post.id.desc())
        .limit(MOST if everything else SHOWN + 1)
    ).all()
    if everything or len(rows) <= SHOWN:
        return rows[::-1], 0
    total = db.session.scalar(select(func.count()).where(own)) or 0
    return rows[:SHOWN][::-1], total - SHOWN


def threads_for(reader: User, search: Search, *, number: int) -> tuple[Sequence[tuple[Thread, int]], int]:
    """One page of the reader's threads, new ones first, then by their last post; and how many there are in all."""
    wanted = _joined(select(Thread)).where(_takes_part(reader, of_all=search.of_all))
    for word in search.words.split()[:5]:
        wanted = wanted.where(_mentions(word, reader))
    total = db.session.scalar(wanted.with_only_columns(func.count(Thread.id))) or 0
    rows = db.session.execute(
        wanted.outerjoin(Reading, and_(Reading.thread_id == Thread.id, Reading.user_id == reader.id))
        .add_columns(func.coalesce(Reading.unread, 0))
        .options(
            contains_eager(Thread.contract).lazyload(Contract.application),
            contains_eager(Thread.application).options(
                contains_eager(Application.engagement).contains_eager(Engagement.company),
                contains_eager(Application.consultant).options(
                    contains_eager(Consultant.user),
                    selectinload(Consultant.projects),
                    selectinload(Consultant.blocked_companies),
                ),
            ),
        )
        .order_by((func.coalesce(Reading.unread, 0) > 0).desc(), Thread.last_at.desc(), Thread.id.desc())
        .limit(PER_PAGE)
        .offset((number - 1) * PER_PAGE)
    )
    return [(thread, unread) for thread, unread in rows], total


def last_posts(threads: Iterable[Thread]) -> Mapping[UUID, Post]:
    """The newest post of each of these threads."""
    newest = (
        select(Post)
        .join(Thread, and_(Post.thread_id == Thread.id, Post.at == Thread.last_at))
        .where(Thread.id.in_([each.id for each in threads]))
        .options(lazyload(Post.thread), selectinload(Post.attachments).options(lazyload(Attachment.post)))
    )
    return {post.thread_id: post for post in db.session.scalars(newest.order_by(Post.id))}


def _joined(query: Select[Thread]) -> Select[Thread]:
    return (
        query.join(Application, Thread.application_id == Application.id)
        .outerjoin(Contract, Thread.contract_id == Contract.id)
        .join(Engagement, Application.engagement_id == Engagement.id)
        .join(Company, Engagement.company_id == Company.id)
        .join(Consultant, Application.consultant_id == Consultant.id)
        .join(User, Consultant.user_id == User.id)
    )


def _takes_part(reader: User, *, of_all: bool) -> ColumnElement[bool]:
    """As policy.takes_part says, in SQL; of staff those given the person or the company, or told."""
    known = Application.submitted_at.is_not(None) & Application.state.in_(SHOWN_TO_CLIENT)
    of_contract = Contract.sent_at.is_not(None)
    shared = or_(of_contract, Thread.contract_id.is_(None) & known)
    begun = or_(shared, Thread.channel == Channel.CONSULTANT_DESK)
    if reader.is_staff:
        own = aliased(Reading)
        told = exists().where(own.thread_id == Thread.id, own.user_id == reader.id)
        mine = or_(Consultant.advisor_id == reader.id, Company.advisor_id == reader.id, told)
        return begun if of_all else begun & mine
    if reader.kind is UserKind.CLIENT:
        return shared & (Engagement.company_id == reader.company_id) & Thread.channel.not_in(NOT_THE_CLIENTS)
    return begun & (Consultant.user_id == reader.id) & Thread.channel.not_in(NOT_THE_CONSULTANTS)


def _mentions(word: str, reader: User) -> ColumnElement[bool]:
    """Whether the posting or the other side, as this reader may know it, has the word in it."""
    title = Engagement.title.icontains(word, autoescape=True)
    company = Company.name.icontains(word, autoescape=True)
    name = User.name.icontains(word, autoescape=True)
    initials = Consultant.initials.icontains(word, autoescape=True)
    if reader.is_staff:
        return or_(title, company, name, initials)
    if reader.kind is UserKind.CLIENT:
        consented = exists().where(
            Consent.application_id == Application.id, Consent.state == ConsentState.GIVEN, Consent.until > now()
        )
        return or_(title, initials, name & or_(Thread.contract_id.is_not(None), consented))
    return or_(title, company & (Engagement.client_hidden.is_(False) | Application.state.in_(FROM_MEETING)))
