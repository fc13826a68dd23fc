"""Appeals of consultants against a match, each with the explanation as it stood."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.appeals.states import EDGES, AppealState, Ground, Outcome
from marketplace.clock import now
from marketplace.db import Model, check
from marketplace.engagements.models import Engagement
from marketplace.profiles.models import Consultant
from marketplace.states import Edges, Stateful


class Appeal(Stateful, Model):
    """見直し依頼: of one consultant about one posting, one at a time. Its company never learns of it."""

    edges: ClassVar[Edges] = EDGES
    __table_args__ = (
        Index("uq_appeal_open", "consultant_id", "engagement_id", unique=True,
              sqlite_where=text("state = 'open'"), postgresql_where=text("state = 'open'")),
        check("state <> 'answered' OR (outcome IS NOT NULL AND answer <> '' AND answered_at IS NOT NULL"
              " AND answered_by_id IS NOT NULL)", "answered_by_somebody"),
        check("ground <> 'other' OR words <> ''", "other_is_said"),
    )  # fmt: skip

    consultant_id: Mapped[UUID] = mapped_column(ForeignKey("consultant.id", ondelete="CASCADE"), index=True)
    engagement_id: Mapped[UUID] = mapped_column(ForeignKey("engagement.id", ondelete="CASCADE"), index=True)
    ground: Mapped[Ground]
    words: Mapped[str] = mapped_column(Text, default="")
    explanation: Mapped[dict[str, Any]]  # score, reasons, advice and model as they stood; empty before any ranking
    state: Mapped[AppealState] = mapped_column(default=AppealState.OPEN, index=True)
    opened_at: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime]
    outcome: Mapped[Outcome | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))

    # The policy asks about them on every look.
    consultant: Mapped[Consultant] = relationship(lazy="joined", innerjoin=True)
    engagement: Mapped[Engagement] = relationship(lazy="joined", innerjoin=True)
    answered_by: Mapped[User | None] = relationship(lazy="joined")
