"""After a change of the catalogue: what postings hold of it is worked out anew, some postings at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from marketplace.db import db
from marketplace.engagements.listing import refresh_listing
from marketplace.engagements.models import Engagement
from marketplace.engagements.states import EngagementState
from marketplace.vocabulary import concepts_in, is_retired

if TYPE_CHECKING:
    from uuid import UUID

PART = 100  # postings in one transaction
OVER = (EngagementState.CLOSED, EngagementState.FILLED)


def retag_postings(beyond: UUID | None) -> UUID | None:
    """Tag the requirements of the next postings and index open ones anew; return the last id, None at the end.

    What a requirement held of a concept retired since, it keeps.
    """
    query = (
        select(Engagement)
        .where(Engagement.state.not_in(OVER))
        .options(selectinload(Engagement.requirements))
        .order_by(Engagement.id)
        .limit(PART)
        .with_for_update(of=Engagement)
    )
    rows = db.session.scalars(query if beyond is None else query.where(Engagement.id > beyond)).all()
    for engagement in rows:
        for each in engagement.requirements:
            kept = (concept for concept in each.concepts if is_retired(concept))
            concepts = list(dict.fromkeys((*concepts_in(each.text), *kept)))
            if concepts != each.concepts:
                each.concepts = concepts
        if engagement.state is EngagementState.OPEN:
            refresh_listing(engagement)
    return rows[-1].id if len(rows) == PART else None
