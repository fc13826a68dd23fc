"""The pages of reviews: a contract's rounds, one round to write and to read, the desk's moderation."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for

from marketplace.contracts.models import Contract
from marketplace.contracts.naming import named_in
from marketplace.errors import DomainError
from marketplace.guard import guard
from marketplace.i18n import gettext as _
from marketplace.identity import signed_in_user
from marketplace.pipeline.parties import OTHER, Side, own_side
from marketplace.policy import Can, may
from marketplace.reviews import labels, operations
from marketplace.reviews.forms import AnswerForm, HideForm, ReviewForm
from marketplace.reviews.models import Review, ReviewRound
from marketplace.reviews.queries import (
    review_by,
    reviews_in,
    rounds_of,
    standing_of_company,
    standing_of_consultant,
)
from marketplace.reviews.states import RoundState

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from marketplace.inputs import Form

bp = Blueprint("reviews", __name__)
bp.add_app_template_global(standing_of_consultant)  # on a person's sheet
bp.add_app_template_global(standing_of_company)  # beside a posting
OK, UNPROCESSABLE, CONFLICT = HTTPStatus.OK, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT


@bp.app_context_processor
def _words() -> dict[str, object]:
    return {
        "review_criterion": labels.CRITERION, "review_occasion": labels.OCCASION, "review_state": labels.STATE,
    }  # fmt: skip


@bp.get("/contracts/<uuid:contract_id>/reviews")
@guard(Can.SEE_REVIEWS, Contract)
def of_contract(contract: Contract) -> ResponseReturnValue:
    user = signed_in_user()
    return render_template(
        "reviews/of_contract.html", contract=contract, rounds=rounds_of(contract), who=named_in(user, contract),
        side=None if user.is_staff else own_side(user, contract.application),
    )  # fmt: skip


@bp.route("/review-rounds/<uuid:review_round_id>", methods=["GET", "POST"])
@guard(Can.SEE_REVIEW_ROUND, ReviewRound)
def show(review_round: ReviewRound) -> ResponseReturnValue:
    """Write for one's side while the round is open; read both once it is published."""
    if request.method != "POST":
        return _page(review_round)
    user = signed_in_user()
    if not may(user, Can.WRITE_REVIEW, review_round):
        return _page(review_round, status=HTTPStatus.FORBIDDEN)
    form = ReviewForm.of(own_side(user, review_round.contract.application))
    if review_round.state is not RoundState.OPEN:
        return _page(review_round, status=CONFLICT)
    if not form.validate():
        return _page(review_round, form, status=UNPROCESSABLE)
    try:
        review = operations.write_review(
            review_round, form.scores(), form.words.data or "", named=form.is_named(), by=user
        )  # fmt: skip
    except DomainError as refused:
        flash(str(refused.message), "critical")
        return _page(review_round, status=CONFLICT)
    published = review.round.state is RoundState.PUBLISHED
    flash(_("Both reviews are published now.") if published else _("Kept. You may change it for 48 hours."))
    return redirect(url_for("reviews.show", review_round_id=review_round.id), code=303)


@bp.post("/reviews/<uuid:review_id>/answer")
@guard(Can.ANSWER_REVIEW, Review)
def answer(review: Review) -> ResponseReturnValue:
    form = AnswerForm()
    if not form.validate():
        return _page(review.round, refused={f"answer-{review.id}": form}, status=UNPROCESSABLE)
    operations.answer_review(review, form.words.data or "", by=signed_in_user())
    flash(_("Answered. The answer stands below the review."))
    return _back(review)


@bp.post("/reviews/<uuid:review_id>/hide")
@guard(Can.MODERATE_REVIEW, Review)
def hide(review: Review) -> ResponseReturnValue:
    form = HideForm()
    if not form.validate():
        return _page(review.round, refused={f"hide-{review.id}": form}, status=UNPROCESSABLE)
    operations.hide_review(review, form.reason.data or "", by=signed_in_user())
    flash(_("Hidden. Its author has been told why."))
    return _back(review)


@bp.post("/reviews/<uuid:review_id>/show-again")
@guard(Can.MODERATE_REVIEW, Review)
def show_again(review: Review) -> ResponseReturnValue:
    operations.show_again(review, by=signed_in_user())
    flash(_("Shown again."))
    return _back(review)


def _back(review: Review) -> ResponseReturnValue:
    return redirect(url_for("reviews.show", review_round_id=review.review_round_id), code=303)


def _page(
    review_round: ReviewRound,
    form: ReviewForm | None = None,
    refused: dict[str, Form] | None = None,
    status: HTTPStatus = OK,
) -> ResponseReturnValue:
    user = signed_in_user()
    side = None if user.is_staff else own_side(user, review_round.contract.application)
    mine = review_by(review_round, side) if side else None
    own = mine is None or (mine.author_id == user.id and operations.may_still_edit(mine))
    writes = side is not None and review_round.state is RoundState.OPEN and own
    reviews = [each for each in reviews_in(review_round) if may(user, Can.SEE_REVIEW, each)]
    return render_template(
        "reviews/show.html", round=review_round, side=side, mine=mine, reviews=reviews,
        who=named_in(user, review_round.contract), forms=_told_apart(_forms(reviews) | (refused or {})),
        form=(form or ReviewForm.of(side, mine, blank=True)) if writes and side else None,
        other=OTHER.get(side or Side.ADVISOR),
    ), status  # fmt: skip


def _forms(reviews: list[Review]) -> dict[str, Form]:
    forms: dict[str, Form] = {f"answer-{each.id}": AnswerForm(formdata=None) for each in reviews}
    return forms | {f"hide-{each.id}": HideForm(formdata=None) for each in reviews}


def _told_apart(forms: dict[str, Form]) -> dict[str, Form]:
    """Give each field an id of its own: several forms stand on one page."""
    for name, form in forms.items():
        for field in form:
            field.id = f"{name}-{field.id}"
    return forms
