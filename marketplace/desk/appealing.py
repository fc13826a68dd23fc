"""Lines of the queue about appeals: to answer within two business days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace.appeals.models import Appeal
from marketplace.appeals.states import AppealState
from marketplace.db import db
from marketplace.desk.lines import MOST, Item, cared_for
from marketplace.pipeline.clocks import Owner
from marketplace.profiles.models import Consultant

if TYPE_CHECKING:
    from uuid import UUID


def appeal_lines(advisor_id: UUID | None) -> list[Item]:
    """Where a consultant says that a match is not right: the person's advisor answers, never the company's."""
    query = select(Appeal).join(Consultant, Appeal.consultant_id == Consultant.id)
    query = query.where(Appeal.state == AppealState.OPEN)
    if advisor_id:
        query = query.where(cared_for(Consultant, advisor_id))
    return [
        Item(
            "appeal", row.due_at, row.engagement.title, row.consultant.user.name, "appealed", Owner.ADVISOR,
            "appeals.show", {"appeal_id": row.id}, consultant_id=row.consultant_id,
        )
        for row in db.session.scalars(query.order_by(Appeal.due_at).limit(MOST))
    ]  # fmt: skip
