"""The verbs of reviews: asked for, written blind, published together, answered once, hidden with a reason."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from marketplace.audit import record
from marketplace.clock import now, today
from marketplace.db import db
from marketplace.errors import DomainError
from marketplace.i18n import lazy_gettext as _
from marketplace.pipeline.parties import OTHER, Side
from marketplace.reviews import notices
from marketplace.reviews.models import Review, ReviewRound
from marketplace.reviews.queries import (
    asked_about,
    contracts_ended,
    last_rounds,
    milestones_reached,
    review_by,
    reviews_in,
    rounds_to_publish,
)
from marketplace.reviews.states import Occasion, RoundState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from marketplace.accounts.models import User
    from marketplace.contracts.models import Contract

LASTS = timedelta(days=14)
APART = timedelta(days=60)  # rounds at milestones
RECENT = timedelta(days=30)  # what lies further back is not asked about any more
EDITABLE = timedelta(hours=48)
END = "end"  # the source of a contract's last round


def open_rounds() -> int:
    """Ask both sides where a milestone was reached, at most once in sixty days, and where a contract has ended."""
    last, known, opened = last_rounds(), asked_about(), 0
    for contract, milestone in milestones_reached(today() - RECENT):
        soon = contract.id in last and today() - last[contract.id] < APART
        if soon or (contract.id, str(milestone.id)) in known:
            continue
        open_round(contract, Occasion.MILESTONE, str(milestone.id), milestone.name)
        last[contract.id] = today()
        opened += 1
    for contract in contracts_ended(today() - RECENT):
        if (contract.id, END) not in known:
            open_round(contract, Occasion.END, END)
            opened += 1
    return opened


def open_round(contract: Contract, occasion: Occasion, source: str, milestone: str = "") -> ReviewRound:
    """Ask both sides about one occasion."""
    review_round = ReviewRound(
        contract_id=contract.id, occasion=occasion, source=source, milestone=milestone, opened_on=today(),
        closes_on=today() + LASTS,
    )  # fmt: skip
    review_round.contract = contract
    db.session.add(review_round)
    record(None, "review round opened", review_round, occasion=occasion.value)
    notices.asked(review_round)
    return review_round


def publish_due() -> int:
    """Publish what was written in rounds whose fourteen days are over."""
    due = rounds_to_publish(today())
    for review_round in due:
        _publish(review_round)
    return len(due)


def _publish(review_round: ReviewRound) -> None:
    review_round.state = RoundState.PUBLISHED
    review_round.published_at = now()
    record(None, "reviews published", review_round)
    notices.published(review_round, {each.side for each in reviews_in(review_round)})


def may_still_edit(review: Review) -> bool:
    """Tell whether a review can be changed: for 48 hours, and only until the round is published."""
    return review.round.state is RoundState.OPEN and now() < review.written_at + EDITABLE


def write_review(
    review_round: ReviewRound, scores: Mapping[str, int], words: str, *, named: bool, by: User
) -> Review:  # fmt: skip
    """Write for one's side, or change what one has written; with the second side's review both are published."""
    db.session.refresh(review_round, ["state", "version"], with_for_update={"of": ReviewRound})
    if review_round.state is not RoundState.OPEN:
        raise DomainError(_("This round is published: nothing can be written any more."))
    side = Side.CLIENT if by.company_id is not None else Side.CONSULTANT
    review = review_by(review_round, side)
    mean = round(100 * sum(scores.values()) / len(scores))
    named = named and side is Side.CLIENT
    if review is not None:
        if review.author_id != by.id or not may_still_edit(review):
            raise DomainError(_("This review can no longer be changed."))
        review.scores, review.mean, review.words, review.named = dict(scores), mean, words, named
        review.edited_at = now()
        record(by, "review edited", review)
        return review
    review = Review(
        review_round_id=review_round.id, side=side, author_id=by.id, scores=dict(scores), mean=mean, words=words,
        named=named,
    )  # fmt: skip
    review.round, review.author = review_round, by
    db.session.add(review)
    record(by, "review written", review, side=side.value)
    if review_by(review_round, OTHER[side]) is not None:
        _publish(review_round)
    else:
        notices.written(review)
    return review


def answer_review(review: Review, words: str, *, by: User) -> None:
    """Answer a published review, once."""
    if review.round.state is not RoundState.PUBLISHED or review.hidden_at is not None:
        raise DomainError(_("Only a published review can be answered."))
    if review.answered_at is not None:
        raise DomainError(_("This review was answered already."))
    review.answer, review.answered_at, review.answered_by_id = words, now(), by.id
    record(by, "review answered", review)
    notices.answered(review)


def hide_review(review: Review, reason: str, *, by: User) -> None:
    """Hide a review from everybody but its author and the desk; it counts in no average."""
    if review.hidden_at is not None:
        raise DomainError(_("This review is hidden already."))
    review.hidden_at, review.hidden_by_id, review.hidden_reason = now(), by.id, reason
    record(by, "review hidden", review, reason=reason)
    notices.hidden(review, reason)


def show_again(review: Review, *, by: User) -> None:
    """Take the hiding back; the audit keeps both."""
    if review.hidden_at is None:
        raise DomainError(_("This review is not hidden."))
    review.hidden_at, review.hidden_by_id, review.hidden_reason = None, None, ""
    record(by, "review shown again", review)
