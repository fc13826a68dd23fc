"""Reads of look-ups: of a number, whether it counted on a day, and which must be asked again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from marketplace.clock import today
from marketplace.contracts.models import Contract
from marketplace.contracts.states import RUNNING
from marketplace.db import db
from marketplace.issuer import issuer
from marketplace.pipeline.models import Application
from marketplace.profiles.models import Consultant
from marketplace.profiles.states import InvoiceStatus
from marketplace.registrations.models import RegistrationLookUp
from marketplace.registrations.states import Result
from marketplace.trade.registration import LOOK_UP_HOLDS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import ColumnElement

ASKED_BEFORE = timedelta(days=7)  # that a look-up grows too old
LAST_NOTICES = timedelta(days=62)  # after the end of a contract its last month is still billed
MOST = 200


@dataclass(frozen=True, slots=True)
class Due:
    """A number to be looked up: whose, by when, and what the last look-up showed; no consultant: the operator's own."""

    consultant: Consultant | None
    number: str
    on: date
    last: RegistrationLookUp | None


def look_ups_of(number: str) -> Sequence[RegistrationLookUp]:
    """Every look-up of a number, the newest first."""
    query = select(RegistrationLookUp).where(RegistrationLookUp.number == number)
    newest = (RegistrationLookUp.looked_up_on.desc(), RegistrationLookUp.kept_at.desc())
    return db.session.scalars(query.order_by(*newest).limit(MOST)).all()


def counts_on(number: str, day: date) -> bool:
    """Whether supplies of a day carry this number: as declared, until a look-up shows something else.

    The newest look-up that says anything of the day decides. A day before all registrations that were seen is one
    without.
    """
    known = look_ups_of(number)
    said = next((each for each in (one.says(day) for one in known) if each is not None), None)
    return said if said is not None else not any(one.result is Result.REGISTERED for one in known)


def number_of(consultant: Consultant) -> str:
    """The number that a consultant declares to be registered under; empty: none."""
    return consultant.invoice_number if consultant.invoice_status is InvoiceStatus.REGISTERED else ""


def number_on(consultant: Consultant, day: date) -> str:
    """The number that a consultant's supplies of a day carry; empty: not registered on it."""
    number = number_of(consultant)
    return number if number and counts_on(number, day) else ""


def due_look_ups() -> list[Due]:
    """The numbers under which supplies are billed now and whose look-up is missing, or grows too old within days."""
    running = _consultants_at_work()
    own = issuer().registration_number
    numbers = {each.invoice_number for each in running} | {own}
    last = _newest(numbers)
    subjects: list[tuple[Consultant | None, str]] = [(each, each.invoice_number) for each in running]
    if own and db.session.scalar(select(Contract.id).where(_is_billed()).limit(1)) is not None:
        subjects.append((None, own))
    due = [_due(consultant, number, last.get(number)) for consultant, number in subjects]
    return sorted((each for each in due if each.on <= today() + ASKED_BEFORE), key=lambda each: each.on)


def _due(consultant: Consultant | None, number: str, last: RegistrationLookUp | None) -> Due:
    return Due(consultant, number, last.looked_up_on + LOOK_UP_HOLDS if last else today(), last)


def _consultants_at_work() -> Sequence[Consultant]:
    at_work = select(Application.consultant_id).join(Contract, Contract.application_id == Application.id)
    query = select(Consultant).where(
        Consultant.id.in_(at_work.where(_is_billed())),
        Consultant.invoice_status == InvoiceStatus.REGISTERED,
        Consultant.invoice_number != "",
    )
    return db.session.scalars(query.order_by(Consultant.id).limit(MOST)).all()


def _is_billed() -> ColumnElement[bool]:
    return or_(Contract.state.in_(RUNNING), Contract.ended_on >= today() - LAST_NOTICES)


def _newest(numbers: set[str]) -> dict[str, RegistrationLookUp]:
    place = func.row_number().over(
        partition_by=RegistrationLookUp.number,
        order_by=(RegistrationLookUp.looked_up_on.desc(), RegistrationLookUp.kept_at.desc()),
    )
    ranked = (
        select(RegistrationLookUp.id, place.label("place")).where(RegistrationLookUp.number.in_(numbers)).subquery()
    )
    first = select(ranked.c.id).where(ranked.c.place == 1)
    rows = db.session.scalars(select(RegistrationLookUp).where(RegistrationLookUp.id.in_(first)))
    return {each.number: each for each in rows}
