"""Reads of appeals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from marketplace.appeals.models import Appeal
from marketplace.appeals.states import AppealState
from marketplace.db import db

if TYPE_CHECKING:
    from collections.abc import Sequence

    from marketplace.engagements.models import Engagement
    from marketplace.profiles.models import Consultant


def newest_appeal(consultant: Consultant, engagement: Engagement) -> Appeal | None:
    """The person's last appeal about a posting that was not withdrawn."""
    return db.session.scalar(
        select(Appeal)
        .where(
            Appeal.consultant_id == consultant.id,
            Appeal.engagement_id == engagement.id,
            Appeal.state != AppealState.WITHDRAWN,
        )
        .order_by(Appeal.opened_at.desc())
        .limit(1)
    )


def appeals_of(consultant: Consultant | None, *, page: int, per_page: int) -> tuple[Sequence[Appeal], int]:
    """A page of a person's appeals, or of everybody's for staff, the newest first, and how many there are."""
    query = select(Appeal)
    if consultant is not None:
        query = query.where(Appeal.consultant_id == consultant.id)
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    newest = query.order_by((Appeal.state == AppealState.OPEN).desc(), Appeal.opened_at.desc(), Appeal.id)
    return db.session.scalars(newest.limit(per_page).offset((page - 1) * per_page)).all(), total
