"""Lines of the queue about what ends soon and about who has not been heard of for long."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from marketplace.accounts.models import BrowserSession, Company
from marketplace.clock import TOKYO, now, today
from marketplace.contracts.models import Contract
from marketplace.contracts.states import CONCLUDED
from marketplace.db import db
from marketplace.desk.lines import MOST, Item, cared_for
from marketplace.engagements.models import Engagement
from marketplace.pipeline.clocks import OWNER, Owner, end_of
from marketplace.pipeline.models import Application
from marketplace.pipeline.states import IN_PROCESS, ApplicationState
from marketplace.profiles.models import Commitment, Consultant
from marketplace.profiles.states import CommitmentState, ProfileState
from marketplace.settings import Name, days_of, settings

if TYPE_CHECKING:
    from uuid import UUID

_OF_CLIENT = frozenset(state for state, owner in OWNER.items() if owner is Owner.CLIENT)


def endings(advisor_id: UUID | None) -> list[Item]:
    """Accepted work that ends soon: by its contract, or else by the days that its offer holds of the person."""
    contracted = select(Contract.id).where(Contract.application_id == Application.id, Contract.state.in_(CONCLUDED))
    query = (
        select(Application, Commitment.until)
        .join(Commitment, Commitment.application_id == Application.id)
        .where(
            Application.state == ApplicationState.ACCEPTED,
            Commitment.state == CommitmentState.CONTRACTED,
            Commitment.until.between(today(), today() + days_of(Name.ENDING_WITHIN_DAYS)),
            ~contracted.exists(),
        )
    )
    if advisor_id:
        query = (
            query.join(Consultant, Application.consultant_id == Consultant.id)
            .join(Engagement, Application.engagement_id == Engagement.id)
            .join(Company, Engagement.company_id == Company.id)
            .where(or_(cared_for(Consultant, advisor_id), cared_for(Company, advisor_id)))
        )
    return [
        Item(
            "ending", end_of(until or today()), row.engagement.title, row.consultant.user.name, row.state.value,
            Owner.ADVISOR, "browse.application", {"application_id": row.id}, consultant_id=row.consultant_id,
            company_id=row.engagement.company_id,
        )
        for row, until in db.session.execute(query.order_by(Commitment.until).limit(MOST))
    ]  # fmt: skip


def quiet_ones(advisor_id: UUID | None) -> list[Item]:
    """Listed people who were not here for long, sooner where a card of theirs runs; clients long beyond their clock."""
    return [*_quiet_people(advisor_id), *_quiet_clients(advisor_id)]


def _quiet_people(advisor_id: UUID | None) -> list[Item]:
    signed_in = (
        select(func.max(BrowserSession.started_at))
        .where(BrowserSession.user_id == Consultant.user_id)
        .correlate(Consultant)
        .scalar_subquery()
    )
    here = func.coalesce(signed_in, Consultant.listed_at)
    running = select(Application.id).where(
        Application.consultant_id == Consultant.id,
        Application.state.in_(IN_PROCESS - {ApplicationState.ACCEPTED}),
    )
    known = settings()
    listed = timedelta(days=known[Name.PERSON_QUIET_DAYS])
    in_process = timedelta(days=known[Name.PERSON_QUIET_IN_PROCESS_DAYS])
    long, sooner = now() - listed, now() - in_process
    query = select(Consultant, here, running.exists()).where(
        Consultant.state == ProfileState.LISTED,
        or_(
            (here < long) & (Consultant.changed_at < long),
            (here < sooner) & (Consultant.changed_at < sooner) & running.exists(),
        ),
    )
    if advisor_id:
        query = query.where(cared_for(Consultant, advisor_id))
    found = []
    for row, seen, runs in db.session.execute(query.order_by(here).limit(MOST)):
        heard = max(seen, row.changed_at) + (in_process if runs else listed)
        found.append(
            Item(
                "quiet", end_of(heard.astimezone(TOKYO).date()), row.user.name, row.user.name, row.state.value,
                Owner.CONSULTANT, "profiles.show", {"consultant_id": row.id}, consultant_id=row.id,
            )
        )  # fmt: skip
    return found


def _quiet_clients(advisor_id: UUID | None) -> list[Item]:
    limit = datetime.combine(today(), time(), TOKYO) - days_of(Name.CLIENT_QUIET_DAYS)
    first = func.min(Application.due_at)
    query = (
        select(Company, first)
        .join(Engagement, Engagement.company_id == Company.id)
        .join(Application, Application.engagement_id == Engagement.id)
        .where(Application.state.in_(_OF_CLIENT), Application.due_at < limit)
        .group_by(Company.id)
    )
    if advisor_id:
        query = query.where(cared_for(Company, advisor_id))
    return [
        Item(
            "quiet", due, company.name, company.name, "overdue", Owner.CLIENT, "accounts.company",
            {"company_id": company.id}, company_id=company.id,
        )
        for company, due in db.session.execute(query.order_by(first).limit(MOST))
        if due
    ]  # fmt: skip
