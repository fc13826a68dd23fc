"""Review rounds, and what each side has written."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.clock import now
from marketplace.contracts.models import Contract
from marketplace.db import Model, check
from marketplace.pipeline.parties import Side
from marketplace.reviews.states import EDGES, Occasion, RoundState
from marketplace.states import Edges, Stateful


class ReviewRound(Stateful, Model):
    """相互評価: both sides of a contract are asked at one occasion; neither reads the other before publication."""

    edges: ClassVar[Edges] = EDGES
    __table_args__ = (
        UniqueConstraint("contract_id", "source"),
        check("state <> 'published' OR published_at IS NOT NULL", "published_has_date"),
    )

    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contract.id"), index=True)
    occasion: Mapped[Occasion]
    source: Mapped[str]  # the milestone's id, or "end": one thing is asked about once
    milestone: Mapped[str] = mapped_column(default="")  # its name as it stood
    state: Mapped[RoundState] = mapped_column(default=RoundState.OPEN, index=True)
    opened_on: Mapped[date]
    closes_on: Mapped[date] = mapped_column(index=True)
    published_at: Mapped[datetime | None]

    # The policy asks about it on every look.
    contract: Mapped[Contract] = relationship(lazy="joined", innerjoin=True)
    reviews: Mapped[list[Review]] = relationship(back_populates="round", lazy="raise_on_sql", order_by="Review.side")


class Review(Model):
    """評価: what one side has written about the other, one answer to it, and whether the desk has hidden it."""

    __table_args__ = (
        UniqueConstraint("review_round_id", "side"),
        check("side IN ('client', 'consultant')", "written_by_a_party"),
        check("hidden_at IS NULL OR (hidden_by_id IS NOT NULL AND hidden_reason <> '')", "hidden_with_reason"),
        check("answered_at IS NULL OR answered_by_id IS NOT NULL", "answered_by_somebody"),
    )

    review_round_id: Mapped[UUID] = mapped_column(ForeignKey("review_round.id"), index=True)
    side: Mapped[Side]  # who has written it
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    scores: Mapped[dict[str, Any]]  # by states.Criterion: 1 to 5
    mean: Mapped[int]  # of the scores, in hundredths: lists add up without opening them
    words: Mapped[str] = mapped_column(Text, default="")
    named: Mapped[bool] = mapped_column(default=False)  # a client's consent that its name stands beside it
    written_at: Mapped[datetime] = mapped_column(default=now)
    edited_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    hidden_at: Mapped[datetime | None]
    hidden_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    hidden_reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - SQLAlchemy hands over the class
        return {"version_id_col": cls.version}

    round: Mapped[ReviewRound] = relationship(back_populates="reviews", lazy="joined", innerjoin=True)
    author: Mapped[User] = relationship(foreign_keys=[author_id], lazy="joined", innerjoin=True)
