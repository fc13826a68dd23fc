"""The one summary that a project may have."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.clock import now
from marketplace.db import Model, check
from marketplace.project_summaries.states import EDGES, SummaryState
from marketplace.states import Edges, Stateful
from marketplace.tracker.models import Project


class ProjectSummary(Stateful, Model):
    """実績サマリー: what is said of a project outside, in facts; signed as it stood when the client agreed."""

    edges: ClassVar[Edges] = EDGES
    __table_args__ = (
        check("state <> 'signed' OR (code IS NOT NULL AND signature IS NOT NULL)", "signed_has_signature"),
        check("state NOT IN ('signed', 'declined') OR answered_by_id IS NOT NULL", "answered_by_somebody"),
    )

    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id"), unique=True)
    state: Mapped[SummaryState] = mapped_column(default=SummaryState.PROPOSED)
    facts: Mapped[dict[str, Any]]  # facts.facts_of: what the client is asked about
    content: Mapped[dict[str, Any] | None]  # what was signed: the facts, and the names the client has let stand
    # The paper is shown to others on purpose, and bears it: it is kept as it is, and long enough not to be guessed.
    code: Mapped[str | None] = mapped_column(unique=True)
    signature: Mapped[str | None]  # Ed25519 over signing.canonical(content), Base64
    words: Mapped[str] = mapped_column(Text, default="")  # why the client declined
    proposed_at: Mapped[datetime] = mapped_column(default=now)
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    withdrawn_at: Mapped[datetime | None]

    project: Mapped[Project] = relationship(lazy="joined", innerjoin=True)
