"""Who is told of reviews: that one is asked for or published, never what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.outbox import queue_message
from marketplace.pipeline.parties import OTHER, Side, people_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from marketplace.accounts.models import User
    from marketplace.reviews.models import Review, ReviewRound


def _tell(review_round: ReviewRound, people: Iterable[User], event: str, **facts: str | int | None) -> None:
    title = review_round.contract.application.engagement.title
    for user in dict.fromkeys(people):
        queue_message(user, f"reviews/{event}", link=f"/review-rounds/{review_round.id}", title=title, **facts)


def _side(review_round: ReviewRound, side: Side) -> list[User]:
    return people_of(review_round.contract.application, side)


def asked(review_round: ReviewRound) -> None:
    """Both sides are asked."""
    for side in OTHER:
        _tell(review_round, _side(review_round, side), "asked", closes=review_round.closes_on.isoformat())


def written(review: Review) -> None:
    """The other side learns that it is its turn."""
    people = _side(review.round, OTHER[review.side])
    _tell(review.round, people, "written", closes=review.round.closes_on.isoformat())


def published(review_round: ReviewRound, written: Collection[Side]) -> None:
    """Whom the other side has reviewed may read and answer it now."""
    for side, other in OTHER.items():
        if other in written:
            _tell(review_round, _side(review_round, side), "published")


def answered(review: Review) -> None:
    """Whoever wrote it reads the answer."""
    _tell(review.round, [review.author], "answered")


def hidden(review: Review, reason: str) -> None:
    """Whoever wrote it learns that the desk has hidden it, and why."""
    _tell(review.round, [review.author], "hidden", words=reason)
