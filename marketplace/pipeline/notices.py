"""Who is told of what happens to an application; one function an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.accounts.states import UserKind
from marketplace.clock import TOKYO
from marketplace.db import db
from marketplace.engagements.notices import members_of
from marketplace.outbox import queue_message
from marketplace.pipeline.clocks import OWNER, Owner
from marketplace.pipeline.parties import advisors_of as _advisors
from marketplace.pipeline.states import Source

if TYPE_CHECKING:
    from marketplace.pipeline.models import Application


def _link(application: Application) -> str:
    return f"/applications/{application.id}"


def application_submitted(application: Application) -> None:
    """The client, both advisors and the consultant itself learn of it at the same moment."""
    title, source = application.engagement.title, application.source.value
    by = application.answer_by.isoformat() if application.answer_by else ""
    for user in members_of(application.engagement):
        queue_message(user, "pipeline/submitted_client", link=_link(application), title=title, by=by, source=source)
    for user in _advisors(application):
        queue_message(
            user, "pipeline/submitted_advisor", link=_link(application),
            title=title, name=application.consultant.user.name, source=source,
        )  # fmt: skip
    queue_message(
        application.consultant.user, "pipeline/submitted_consultant", link=_link(application),
        title=title, days=application.engagement.answer_days, by=by, source=source,
    )  # fmt: skip


def application_withdrawn(application: Application, reason: str) -> None:
    """The client, where it knows of the person, and the advisors learn that the consultant said no, and why.

    Of somebody that it has only invited the client learns the no, without a name and without the reason.
    """
    title = application.engagement.title
    clients = members_of(application.engagement)
    if application.source is Source.INVITED and application.submitted_at is None:
        for user in clients:
            queue_message(
                user, "pipeline/invitation_declined", link=f"/engagements/{application.engagement_id}/pipeline",
                title=title, initials=application.consultant.initials,
            )  # fmt: skip
    told = clients if application.submitted_at else []
    for user in [*told, *_advisors(application)]:
        queue_message(
            user, "pipeline/withdrawn", link=_link(application),
            title=title, initials=application.consultant.initials, ending=application.state.value, reason=reason,
        )  # fmt: skip


def application_not_selected(
    application: Application, reason: str, words: str, *, closed: str = "", asked: bool = True
) -> None:
    """The consultant gets an outcome and a reason, always; `closed` says why the posting itself ended.

    Somebody not yet `asked` is told in other words: it was only the advisor's plan.
    """
    queue_message(
        application.consultant.user, "pipeline/not_selected", link=_link(application),
        title=application.engagement.title, reason=closed or reason, words=words, closed=int(bool(closed)),
        asked=int(asked), source=application.source.value,
    )  # fmt: skip


def consent_asked(application: Application, words: str) -> None:
    """The consultant is asked, by when, with three answers one tap away."""
    queue_message(
        application.consultant.user, "pipeline/consent_asked", link=f"{_link(application)}/consent",
        title=application.engagement.title, words=words, by=_due(application),
        source=application.source.value,
    )  # fmt: skip


def invited_by_client(application: Application) -> None:
    """The advisors learn that a client has asked for a person by itself."""
    _tell_advisors(application, "pipeline/invited")


def consented(application: Application) -> None:
    """The advisors may submit now."""
    _tell_advisors(application, "pipeline/consented")


def meeting_wanted(application: Application) -> None:
    """The consultant and the advisors learn that the client wants to talk."""
    queue_message(
        application.consultant.user, "pipeline/meeting_wanted", link=_link(application),
        title=application.engagement.title, company=application.engagement.company.name,
    )  # fmt: skip
    _tell_advisors(application, "pipeline/meeting_wanted_advisor")


def reminded(application: Application) -> None:
    """Whoever is waited for is reminded before the term ends."""
    for user in _owners(application):
        queue_message(user, "pipeline/reminder", link=_link(application), **_waiting_facts(application, user))


def escalated(application: Application) -> None:
    """Whoever is waited for, and the advisors, learn that a term has passed; an advisor's own goes to the operator."""
    told = {user.id: user for user in [*_owners(application), *_advisors(application)]}
    if OWNER[application.state] is Owner.ADVISOR:
        told |= {user.id: user for user in db.session.scalars(select(User).where(User.kind == UserKind.OPERATOR))}
    for user in told.values():
        queue_message(user, "pipeline/overdue", link=_link(application), **_waiting_facts(application, user))


def _owners(application: Application) -> list[User]:
    match OWNER[application.state]:
        case Owner.CONSULTANT:
            return [application.consultant.user]
        case Owner.CLIENT:
            return list(members_of(application.engagement))
        case _:
            return _advisors(application)


def _waiting_facts(application: Application, user: User) -> dict[str, str]:
    """Name the person to staff and to itself only; a client reads initials."""
    consultant = application.consultant
    named = user.kind in {UserKind.ADVISOR, UserKind.OPERATOR} or user.id == consultant.user_id
    return {
        "title": application.engagement.title,
        "who": consultant.user.name if named else consultant.initials,
        "state": application.state.value,
        "owner": OWNER[application.state].value,
        "by": _due(application),
    }


def consent_expired(application: Application) -> None:
    """The consultant and the advisors learn that the client sees no name any more."""
    for user in [application.consultant.user, *_advisors(application)]:
        queue_message(
            user, "pipeline/consent_expired", link=_link(application),
            title=application.engagement.title, initials=application.consultant.initials,
        )  # fmt: skip


def _tell_advisors(application: Application, template: str) -> None:
    for user in _advisors(application):
        queue_message(
            user, template, link=_link(application),
            title=application.engagement.title, name=application.consultant.user.name, by=_due(application),
        )  # fmt: skip


def _due(application: Application) -> str:
    return application.due_at.astimezone(TOKYO).date().isoformat() if application.due_at else ""


def consent_withdrawn(application: Application) -> None:
    """The advisors learn that a client's access to a document has ended."""
    for user in _advisors(application):
        queue_message(
            user, "pipeline/consent_withdrawn", link=_link(application),
            title=application.engagement.title, initials=application.consultant.initials,
        )  # fmt: skip
