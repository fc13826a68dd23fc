"""Postings of the last year and a half that are over: what the guidance on rates has to learn from on the first day."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select
from uuid_utils.compat import uuid7

from marketplace.accounts.models import Company
from marketplace.clock import today
from marketplace.db import db
from marketplace.demo.generate import engagement_values
from marketplace.engagements.models import Engagement, Requirement
from marketplace.engagements.states import CloseReason, EngagementState
from marketplace.rate_guidance import learning, operations

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

MOST = 420
TIMES = 4  # as many as are open
OLDEST, YOUNGEST = 540, 40  # days since publication
NUMBERED_FROM = 2_000_000  # other postings than those that are open
REASONS = (CloseReason.FILLED_ELSEWHERE, CloseReason.BUDGET, CloseReason.PLAN_CHANGED, CloseReason.NO_FIT)
WEIGHTS = (60, 12, 20, 8)


def add_past_postings(open_ones: int, *, companies: Sequence[UUID]) -> None:
    """Add closed postings of these companies, the oldest first; none of them was applied for."""
    count = min(MOST, TIMES * open_ones)
    names = dict(db.session.execute(select(Company.id, Company.name).where(Company.id.in_(companies))).all())
    postings: list[dict[str, Any]] = []
    requirements: list[dict[str, Any]] = []
    for at in range(count):
        day = today() - timedelta(days=OLDEST - (OLDEST - YOUNGEST) * at // count)
        values, lines, _parts = engagement_values(NUMBERED_FROM + at, day)
        company_id = companies[at % len(companies)]
        posting = _closed(at, day, values) | {"company_id": company_id, "recruiter_name": names[company_id]}
        postings.append(posting)
        requirements += [{"id": uuid7(), "engagement_id": posting["id"], **line} for line in lines]
    if postings:
        db.session.execute(insert(Engagement), postings)
        db.session.execute(insert(Requirement), requirements)


def learn_rates() -> None:
    """Learn from all postings at once, as each night does: whoever tries the demo need not wait for the queue."""
    last = operations.note_missing(None)
    while last is not None:
        last = operations.note_missing(last)
    db.session.flush()
    operations.store_learned(learning.learned())
    db.session.flush()
    beyond: UUID | None = None
    while True:
        found, beyond = operations.work_out_part(beyond)
        for engagement_id, each in found.items():
            operations.store_found(engagement_id, each)
        if beyond is None:
            return


def _closed(number: int, day: date, values: dict[str, Any]) -> dict[str, Any]:
    rng = random.Random(f"past-{number}")
    published = datetime(day.year, day.month, day.day, 1, tzinfo=UTC)
    return {
        "id": uuid7(),
        "state": EngagementState.CLOSED,
        "created_at": published,
        "published_at": published,
        "closed_at": published + timedelta(days=rng.randrange(12, 38)),
        "close_reason": rng.choices(REASONS, weights=WEIGHTS)[0],
        "recruiter_address": "東京都千代田区大手町1丁目1番 大手町ビル 5階 501号室",
        "recruiter_contact": "pmo@clients.example.jp",
        **values,
        "confirmed_on": day,
    }
