"""Lines of the queue about contracts: to prepare or to sign, price talks to answer, what ends soon."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased, contains_eager

from marketplace.accounts.models import Company
from marketplace.clock import today
from marketplace.contracts.models import Contract, ContractVersion, Paper, PaperRequest, PriceTalk, RenewalWish
from marketplace.contracts.states import PARTIES, RUNNING, ContractState, TalkState, VersionState
from marketplace.db import db
from marketplace.desk.lines import MOST, Item, cared_for
from marketplace.engagements.models import Engagement
from marketplace.issuer import issuer
from marketplace.pipeline.clocks import Owner, end_of
from marketplace.pipeline.models import Application
from marketplace.profiles.models import Consultant
from marketplace.pulses.models import Concern
from marketplace.pulses.states import ConcernState
from marketplace.registrations.queries import due_look_ups
from marketplace.settings import Name, days_of

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Select


def contract_lines(advisor_id: UUID | None) -> list[Item]:
    """Contracts that the desk completes and sends, and papers and changes that wait for signatures."""
    query = select(Contract).where(Contract.due_at.is_not(None))
    rows = db.session.scalars(_cared_for(query, advisor_id).order_by(Contract.due_at).limit(MOST))
    return [
        _line("contract", row, row.due_at, Owner.ADVISOR if row.state is ContractState.DRAFTED else Owner.CLIENT)
        for row in rows
        if row.due_at
    ]


def talk_lines(advisor_id: UUID | None) -> list[Item]:
    """Requests for talks on a price, until somebody has answered (R44)."""
    query = select(PriceTalk).join(Contract, PriceTalk.contract_id == Contract.id)
    query = _cared_for(query.where(PriceTalk.state == TalkState.OPEN), advisor_id)
    return [
        _line("talk", row.contract, row.due_at, Owner.ADVISOR, "contracts.talk", {"price_talk_id": row.id})
        for row in db.session.scalars(query.order_by(PriceTalk.due_at).limit(MOST))
    ]


def paper_lines(advisor_id: UUID | None) -> list[Item]:
    """Order terms that a consultant wants on paper, until they are sent (R5)."""
    query = (
        select(PaperRequest)
        .join(Paper, PaperRequest.paper_id == Paper.id)
        .join(ContractVersion, Paper.contract_version_id == ContractVersion.id)
        .join(Contract, ContractVersion.contract_id == Contract.id)
        .where(PaperRequest.sent_on.is_(None))
        .options(
            contains_eager(PaperRequest.paper)
            .contains_eager(Paper.contract_version)
            .contains_eager(ContractVersion.contract)
        )
    )
    rows = db.session.scalars(_cared_for(query, advisor_id).order_by(PaperRequest.due_at).limit(MOST))
    return [
        _line("paper", version.contract, row.due_at, Owner.ADVISOR, "papers.show", {"paper_id": row.paper_id})
        for row in rows
        if (version := row.paper.contract_version) is not None
    ]


def registration_lines(advisor_id: UUID | None) -> list[Item]:
    """Registration numbers under which work is billed, to be looked up every 31 days (R22)."""
    return [
        Item(
            "registration", end_of(due.on), due.number, due.consultant.user.name if due.consultant else issuer().name,
            due.last.result.value if due.last else "never_looked_up", Owner.ADVISOR,
            "registrations.show" if due.consultant else "registrations.own",
            {"consultant_id": due.consultant.id} if due.consultant else {"of": issuer().id},
            consultant_id=due.consultant.id if due.consultant else None,
        )
        for due in due_look_ups()
        if not advisor_id or due.consultant is None or due.consultant.advisor_id in {advisor_id, None}
    ]  # fmt: skip


def contract_endings(advisor_id: UUID | None) -> list[Item]:
    """Contracts that end soon and of which nobody was told the end; asked ones say whether both have answered."""
    answers = (
        select(func.count(RenewalWish.id))
        .where(RenewalWish.contract_id == Contract.id, RenewalWish.last_day == Contract.last_day)
        .correlate(Contract)
        .scalar_subquery()
    )
    waits = select(ContractVersion.id).where(
        ContractVersion.contract_id == Contract.id, ContractVersion.state == VersionState.SENT
    )
    query = select(Contract, answers).where(
        Contract.state.in_(RUNNING),
        Contract.notice_on.is_(None),
        Contract.last_day.between(today(), today() + days_of(Name.ENDING_WITHIN_DAYS)),
        ~waits.exists(),  # a change on its way has a line of its own
    )
    rows = db.session.execute(_cared_for(query, advisor_id).order_by(Contract.last_day).limit(MOST))
    return [
        _line("ending", row, end_of(row.last_day), Owner.ADVISOR if said == len(PARTIES) else Owner.CLIENT)
        if row.renewal_asked_at
        else _line("ending", row, end_of(row.last_day), Owner.ADVISOR)
        for row, said in rows
    ]


def care_lines(advisor_id: UUID | None) -> list[Item]:
    """What a pulse, a check or the health of a contract asks an advisor to look after; answers stand on its page."""
    query = select(Concern).join(Contract, Concern.contract_id == Contract.id)
    query = _cared_for(query.where(Concern.state == ConcernState.OPEN), advisor_id)
    return [
        replace(
            _line("care", row.contract, row.due_at, Owner.ADVISOR, "pulses.health", {"contract_id": row.contract_id}),
            state=row.cause.value, reminded_at=None,
        )
        for row in db.session.scalars(query.order_by(Concern.due_at).limit(MOST))
    ]  # fmt: skip


def _cared_for(query: Select[Any], advisor_id: UUID | None) -> Select[Any]:
    """Keep the advisor's own of a query that has the contracts in it."""
    query = query.join(Application, Contract.application_id == Application.id)
    if not advisor_id:
        return query
    company = aliased(Company)
    return (
        query.join(Consultant, Application.consultant_id == Consultant.id)
        .join(Engagement, Application.engagement_id == Engagement.id)
        .join(company, Engagement.company_id == company.id)
        .where(or_(cared_for(Consultant, advisor_id), cared_for(company, advisor_id)))
    )


def _line(
    kind: str, row: Contract, due: datetime, owner: Owner,
    endpoint: str = "contracts.show", arguments: dict[str, UUID] | None = None,
) -> Item:  # fmt: skip
    card = row.application
    return Item(
        kind, due, card.engagement.title, card.consultant.user.name, row.state.value, owner, endpoint,
        arguments or {"contract_id": row.id}, None, row.reminded_at, card.consultant_id, card.engagement.company_id,
    )  # fmt: skip
