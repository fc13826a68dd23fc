"""The two sides of an application and the advisors between them: who speaks for whom, and who is told."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from marketplace.accounts.models import User
from marketplace.accounts.states import UserKind
from marketplace.db import db
from marketplace.engagements.notices import members_of
from marketplace.profiles.models import Consultant

if TYPE_CHECKING:
    from uuid import UUID

    from marketplace.pipeline.models import Application


class Side(StrEnum):
    """Who speaks; in talks and offers an advisor speaks for the client."""

    CLIENT = "client"
    CONSULTANT = "consultant"
    ADVISOR = "advisor"


OTHER = {Side.CLIENT: Side.CONSULTANT, Side.CONSULTANT: Side.CLIENT}


def own_side(user: User, application: Application) -> Side:
    """Return whose notes this person writes: the consultant's, the client's or the advisor's own."""
    if user.id == application.consultant.user_id:
        return Side.CONSULTANT
    return Side.CLIENT if user.kind is UserKind.CLIENT else Side.ADVISOR


def speaks_for(user: User, application: Application) -> Side:
    """Return the side that this person acts for in an application."""
    return Side.CONSULTANT if own_side(user, application) is Side.CONSULTANT else Side.CLIENT


def advisors_of(application: Application) -> list[User]:
    """The advisor of the person and the advisor of the company, once if they are one."""
    ids: list[UUID | None] = [application.consultant.advisor_id, application.engagement.company.advisor_id]
    found = (db.session.get(User, each) for each in dict.fromkeys(ids) if each)
    return [user for user in found if user is not None]


def people_of(application: Application, side: Side) -> list[User]:
    """Who is told when a side is told: the consultant, the client's members, or the advisors."""
    match side:
        case Side.CONSULTANT:
            return [application.consultant.user]
        case Side.CLIENT:
            return list(members_of(application.engagement))
        case _:
            return advisors_of(application)


def everybody_in(application: Application) -> list[User]:
    """Both sides and the advisors, each once."""
    return list(dict.fromkeys(user for side in Side for user in people_of(application, side)))


def named_to(user: User, application: Application) -> str:
    """Say whom this reader talks with: the client to the consultant, else the person, by initials without a consent.

    For talks and offers only: from there on a hidden client is named to the person.
    """
    consultant = application.consultant
    if user.id == consultant.user_id:
        return application.engagement.company.name
    staff = user.kind in {UserKind.ADVISOR, UserKind.OPERATOR}
    return consultant.user.name if staff or application.consent is not None else consultant.initials


def written_to(user: User, application: Application) -> str:
    """Say the same in a mail, which nobody can call back when a consent ends: to a client by initials only."""
    if user.kind is UserKind.CLIENT:
        return application.consultant.initials
    return named_to(user, application)


def take_turns(consultant: Consultant) -> None:
    """Have everybody else who wants this person's days or hours wait until this transaction ends."""
    db.session.refresh(consultant, ["version"], with_for_update={"of": Consultant})
