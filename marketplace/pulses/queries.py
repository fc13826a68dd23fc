"""Reads of pulses and concerns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from marketplace.accounts.models import Company
from marketplace.contracts.models import Contract
from marketplace.contracts.states import RUNNING
from marketplace.db import db
from marketplace.engagements.models import Engagement
from marketplace.pipeline.models import Application
from marketplace.pipeline.parties import Side
from marketplace.profiles.models import Consultant
from marketplace.pulses.models import Concern, Digest, Pulse, PulseAnswer
from marketplace.pulses.states import ConcernState, PulseState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from marketplace.accounts.models import User


def running_contracts() -> Sequence[Contract]:
    """All contracts that are concluded and not over."""
    return db.session.scalars(select(Contract).where(Contract.state.in_(RUNNING)).order_by(Contract.id)).all()


def pulses_of(contract: Contract, side: Side | None = None) -> Sequence[Pulse]:
    """A contract's pulses with their answers, the newest first; those of one side where it is named."""
    query = select(Pulse).where(Pulse.contract_id == contract.id).options(selectinload(Pulse.answers))
    if side is not None:
        query = query.where(Pulse.side == side)
    return db.session.scalars(query.order_by(Pulse.day.desc(), Pulse.side)).all()


def answer_of(pulse: Pulse, user: User) -> PulseAnswer | None:
    """What this person has answered."""
    query = select(PulseAnswer).where(PulseAnswer.pulse_id == pulse.id, PulseAnswer.user_id == user.id)
    return db.session.scalars(query).one_or_none()


def newest_answer(pulse: Pulse) -> str:
    """When the newest of a pulse's answers was given; nothing while there is none."""
    return max((each.answered_at.isoformat() for each in pulse.answers), default="")


def answered_by(user: User) -> set[object]:
    """The ids of the pulses that this person has answered."""
    return set(db.session.scalars(select(PulseAnswer.pulse_id).where(PulseAnswer.user_id == user.id)))


def pulses_waiting_for(user: User) -> Sequence[Pulse]:
    """The open pulses of a person's side that this person has not answered, the first to close on top."""
    query = (
        select(Pulse)
        .join(Pulse.contract)
        .join(Contract.application)
        .join(Application.engagement)
        .join(Application.consultant)
        .where(
            Pulse.state == PulseState.OPEN,
            ~select(PulseAnswer.id).where(PulseAnswer.pulse_id == Pulse.id, PulseAnswer.user_id == user.id).exists(),
        )
    )
    if user.company_id is not None:
        query = query.where(Pulse.side == Side.CLIENT, Engagement.company_id == user.company_id)
    else:
        query = query.where(Pulse.side == Side.CONSULTANT, Consultant.user_id == user.id)
    return db.session.scalars(query.order_by(Pulse.closes_on).limit(20)).all()


def digests_of(contract: Contract, side: Side | None = None) -> Sequence[Digest]:
    """What the advisors have told, the newest first; to one side where it is named."""
    query = select(Digest).where(Digest.contract_id == contract.id)
    if side is not None:
        query = query.where(Digest.to_side == side)
    return db.session.scalars(query.order_by(Digest.at.desc())).all()


def concerns_of(contract: Contract) -> Sequence[Concern]:
    """A contract's concerns, open ones first, then the newest."""
    query = select(Concern).where(Concern.contract_id == contract.id)
    return db.session.scalars(query.order_by(Concern.state.desc(), Concern.opened_at.desc()).limit(50)).all()


def open_concern(contract: Contract, cause: str, source: str) -> Concern | None:
    """The concern of one cause about one thing, done or not."""
    return db.session.scalars(
        select(Concern).where(Concern.contract_id == contract.id, Concern.cause == cause, Concern.source == source)
    ).one_or_none()


def concerns_about(contract: Contract, cause: str, about: str) -> Sequence[Concern]:
    """All concerns of one cause about one thing, however often it was said."""
    query = select(Concern).where(Concern.contract_id == contract.id, Concern.cause == cause)
    return db.session.scalars(query.where(Concern.source.startswith(about))).all()


def pulses_to_close(day: object) -> Sequence[Pulse]:
    """Open pulses whose last day is over, or whose contract is."""
    query = select(Pulse).join(Pulse.contract).where(Pulse.state == PulseState.OPEN)
    over = (Pulse.closes_on < day) | Contract.state.not_in(RUNNING)
    return db.session.scalars(query.where(over)).all()


def open_concerns_of_pulse(pulse: Pulse) -> Sequence[Concern]:
    """The concerns that a pulse's answers have opened and that nobody has looked after."""
    query = select(Concern).where(
        Concern.contract_id == pulse.contract_id,
        Concern.state == ConcernState.OPEN,
        Concern.source.startswith(f"{pulse.id}:"),
    )
    return db.session.scalars(query).all()


def contracts_cared_for(user: User, *, mine: bool) -> Sequence[Contract]:
    """Running contracts with the two sides' names; `mine` keeps those of the advisor's own people and companies."""
    query = select(Contract).where(Contract.state.in_(RUNNING)).order_by(Contract.first_day, Contract.id)
    if mine:
        query = query.join(Contract.application).join(Application.engagement).join(Application.consultant)
        query = query.join(Engagement.company)
        query = query.where((Consultant.advisor_id == user.id) | (Company.advisor_id == user.id))
    return db.session.scalars(query).all()


def open_concerns_by_contract() -> dict[UUID, int]:
    """How many concerns of each contract are open."""
    query = select(Concern.contract_id, func.count()).where(Concern.state == ConcernState.OPEN)
    return {row[0]: row[1] for row in db.session.execute(query.group_by(Concern.contract_id))}
