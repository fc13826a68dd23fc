"""Appeals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplace.appeals.models import Appeal
from marketplace.appeals.states import Ground
from marketplace.clock import now
from marketplace.db import db

if TYPE_CHECKING:
    from marketplace.engagements.models import Engagement
    from marketplace.profiles.models import Consultant


def plain_appeal(consultant: Consultant, engagement: Engagement, **values: Any) -> Appeal:
    """Keep an open appeal without an explanation."""
    values = {
        "ground": Ground.EVIDENCE,
        "words": "職務経歴①に書いています。",
        "explanation": {},
        "due_at": now(),
    } | values
    appeal = Appeal(consultant_id=consultant.id, engagement_id=engagement.id, **values)
    appeal.consultant, appeal.engagement = consultant, engagement
    db.session.add(appeal)
    db.session.flush()
    return appeal
