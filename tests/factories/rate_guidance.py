"""Many published postings of many companies, whose rate hangs on their type: enough to learn from."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
from sqlalchemy import insert
from uuid_utils.compat import uuid7

from marketplace.clock import now
from marketplace.db import db
from marketplace.engagements.models import Engagement
from marketplace.engagements.states import CloseReason, EngagementState
from marketplace.profiles.states import Remote
from tests.factories.accounts import make_company
from tests.factories.engagements import posting_values

MIDDLE = {"controlling": 1_000_000, "strategic": 1_600_000}
SPREAD = 0.1  # each way, evenly


def make_published(count: int, *, companies: int = 48, rise: float = 1.0, **values: Any) -> None:
    """Add so many closed postings of so many new companies, published a day apart; half of them are strategic.

    The newest fifth pays `rise` times as much.
    """
    ids = [make_company().id for _number in range(companies)]
    drawn = np.random.default_rng(0)
    rows = []
    for at in range(count):
        strategic = bool(at % 2)
        middle = MIDDLE["strategic" if strategic else "controlling"] * drawn.uniform(1 - SPREAD, 1 + SPREAD)
        middle *= rise if at >= count - count // 5 else 1.0
        published = now() - timedelta(days=count + 1 - at)
        rows.append(
            posting_values(
                strategic=90 if strategic else 0,
                controlling=10 if strategic else 90,
                supportive=0 if strategic else 10,
                remote=Remote.HYBRID,
                received_rate_min=int(middle * 0.98),
                received_rate_max=int(middle * 1.02),
                order_rate_min=None,
                order_rate_max=None,
                id=uuid7(),
                company_id=ids[int(drawn.integers(companies))],
                state=EngagementState.CLOSED,
                published_at=published,
                closed_at=published,
                close_reason=CloseReason.PLAN_CHANGED,
                **values,
            )
        )
    db.session.execute(insert(Engagement), rows)
    db.session.commit()
