"""Review rounds and reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.clock import now, today
from marketplace.db import db
from marketplace.pipeline.parties import Side
from marketplace.reviews.labels import CRITERIA
from marketplace.reviews.models import Review, ReviewRound
from marketplace.reviews.states import Occasion, RoundState

if TYPE_CHECKING:
    from uuid import UUID

    from marketplace.accounts.models import User
    from marketplace.contracts.models import Contract


def scores_of(side: Side, value: int = 4) -> dict[str, int]:
    """Rate everything alike."""
    return dict.fromkeys([each.value for each in CRITERIA[side]], value)


def published_review(contract: Contract, side: Side, by: User, source: str = "end", value: int = 4) -> Review:
    """Keep the rows of a published review."""
    review_round = ReviewRound(
        contract_id=contract.id, occasion=Occasion.END, source=source, state=RoundState.PUBLISHED, opened_on=today(),
        closes_on=today(), published_at=now(),
    )  # fmt: skip
    review = Review(
        review_round_id=review_round.id, side=side, author_id=by.id, scores=scores_of(side, value), mean=100 * value
    )
    db.session.add(review_round)
    db.session.flush()
    db.session.add(review)
    return review


def plain_reviews(contract: Contract, owner: User) -> dict[str, UUID]:
    """Keep the rows of a round in which the client has written."""
    review = published_review(contract, Side.CLIENT, owner)
    return {"review_round_id": review.review_round_id, "review_id": review.id}
