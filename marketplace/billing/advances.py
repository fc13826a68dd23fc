"""Reads of advances: who may see which, with what is still to be taken off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from marketplace.billing.models import Advance, Deduction, PaymentNotice
from marketplace.billing.states import AdvanceState
from marketplace.db import db

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from marketplace.accounts.models import User

PAGE = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """An advance, and the yen that are still to be taken off."""

    advance: Advance
    left: int


def advances_for(user: User, *, page: int = 1) -> tuple[list[Shown], int]:
    """One page of the advances that this person may see, the newest first, and how many there are."""
    query = select(Advance)
    if not user.is_staff:
        query = query.where(Advance.consultant.has(user_id=user.id))
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = db.session.scalars(query.order_by(Advance.id.desc()).limit(PAGE).offset((page - 1) * PAGE)).all()
    return _with_rest(rows), total


def _with_rest(advances: Sequence[Advance]) -> list[Shown]:
    rows = db.session.execute(
        select(Deduction.advance_id, func.sum(Deduction.amount))
        .where(Deduction.advance_id.in_([each.id for each in advances]), Deduction.given_up_at.is_(None))
        .group_by(Deduction.advance_id)
    )
    taken: dict[UUID, int] = {row[0]: int(row[1]) for row in rows}
    return [
        Shown(each, each.amount - taken.get(each.id, 0) if each.state is AdvanceState.PAID else 0) for each in advances
    ]


def taken_off(advance: Advance) -> list[tuple[PaymentNotice, int]]:
    """The notices that have taken something off, and how much each."""
    rows = db.session.execute(
        select(PaymentNotice, Deduction.amount)
        .join(Deduction, Deduction.notice_id == PaymentNotice.id)
        .where(Deduction.advance_id == advance.id, Deduction.given_up_at.is_(None))
        .order_by(PaymentNotice.number)
    )
    return [(row[0], row[1]) for row in rows]
