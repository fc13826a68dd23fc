"""The operator's pages of ranking models, and the signs that pages send of what was shown and read."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for

from marketplace.accounts.states import UserKind
from marketplace.background import enqueue
from marketplace.engagements.models import Engagement
from marketplace.errors import DomainError
from marketplace.guard import guard
from marketplace.i18n import gettext as _
from marketplace.identity import signed_in_user
from marketplace.inputs import as_uuid
from marketplace.learning import labels, operations
from marketplace.learning.models import Shown
from marketplace.learning.pictures import exposure_picture, model_pictures, weights_picture
from marketplace.learning.queries import audits, gone_back_at, model_numbered, models, stock, waiting_model
from marketplace.learning.showing import arrange
from marketplace.limits import count
from marketplace.policy import Can
from marketplace.profiles.queries import profile_of
from marketplace.shortlist.current import BY_HAND, current_model
from marketplace.shortlist.models import Match, RankingModel
from marketplace.shortlist.queries import curations_of, matches_among, ranked_for, ranking_of

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from marketplace.accounts.models import User

bp = Blueprint("learning", __name__)
MOST_SHOWN = 50
DIGITS = 9
LISTS = "60 per minute"  # of one person; a page sends one
READS = "300 per day"  # each after more than a glance: nobody reads so many, a program would


@bp.get("/operation/ranking-models")
@guard(Can.SEE_OPERATION)
def index() -> ResponseReturnValue:
    """Show who ranks, what there is to learn from, every model with what became of it, and who gets shown."""
    return _page()


def _page(error: str = "", status: int = HTTPStatus.OK) -> ResponseReturnValue:
    current, rows, exposure = current_model(), models(), audits()
    page = render_template(
        "learning/index.html",
        current=current,
        by_hand=BY_HAND,
        gone_back=gone_back_at(current),
        waiting=waiting_model(),
        models=rows,
        stock=stock(),
        history=model_pictures(rows),
        audit=exposure[0] if exposure else None,
        audited=exposure_picture(exposure[0].groups) if exposure else None,
        labels=labels,
        error=error,
    )
    return page, status


@bp.get("/operation/ranking-models/<uuid:ranking_model_id>")
@guard(Can.SEE_OPERATION, RankingModel)
def show(ranking_model: RankingModel) -> ResponseReturnValue:
    """Show one model: what from, how good, what it weighs, whom it would show, why it was taken or refused."""
    current = current_model()
    return render_template(
        "learning/show.html",
        model=ranking_model,
        current=current,
        gone_back=gone_back_at(current),
        by_hand=BY_HAND,
        weights=weights_picture(ranking_model.weights),
        exposure=exposure_picture(ranking_model.exposure) if ranking_model.exposure else None,
        labels=labels,
    )


@bp.post("/operation/ranking-models/train")
@guard(Can.CHANGE_RANKING_MODEL)
def train() -> ResponseReturnValue:
    """Have a model trained in the background."""
    enqueue("learning.train", key="train", by_id=str(signed_in_user().id))
    flash(_("Training is queued. A model appears here in minutes, unless too little was judged, or nothing new."))
    return redirect(url_for("learning.index"), code=303)


@bp.post("/operation/ranking-models/take")
@guard(Can.CHANGE_RANKING_MODEL)
def take() -> ResponseReturnValue:
    """Put the model of a number in force, which has passed and waits for it."""
    row = _numbered()
    if row is None:
        return _page(_("There is no such model."), HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        operations.take(row, by=signed_in_user(), seen=request.form.get("seen"))
    except DomainError as error:
        return _page(str(error.message), error.status)
    flash(_("%(name)s ranks from now on; everything is being ranked anew.", name=row.name))
    return redirect(url_for("learning.index"), code=303)


@bp.post("/operation/ranking-models/roll-back")
@guard(Can.CHANGE_RANKING_MODEL)
def roll_back() -> ResponseReturnValue:
    """Put the model of a number, or without one the hand weights, in force again."""
    row = _numbered()
    if request.form.get("number") and row is None:
        return _page(_("There is no such model."), HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        operations.roll_back(row, by=signed_in_user(), seen=request.form.get("seen"))
    except DomainError as error:
        return _page(str(error.message), error.status)
    flash(_("%(name)s ranks from now on; everything is being ranked anew.", name=row.name if row else BY_HAND))
    return redirect(url_for("learning.index"), code=303)


def _numbered() -> RankingModel | None:
    number = request.form.get("number", "")
    return model_numbered(int(number)) if number.isascii() and number.isdigit() and len(number) <= DIGITS else None


@bp.post("/engagements/<uuid:engagement_id>/candidates/shown")
@guard(Can.SEE_CANDIDATES, Engagement)
def candidates_shown(engagement: Engagement) -> ResponseReturnValue:
    """Keep that the posting's ranked list was before somebody's eyes, as it stands today."""
    user = signed_in_user()
    count(LISTS, "shown", str(user.id))
    matches = ranked_for(engagement, to_client=user.kind is UserKind.CLIENT)
    ranking = ranking_of(engagement)
    if matches and ranking:
        shown = arrange(engagement, matches, curations_of(engagement))
        others = [each.consultant_id for each in shown.matches]
        operations.note_list(user, engagement, others, side=_side(user), drawn=shown.drawn, model=ranking.model)
    return "", HTTPStatus.NO_CONTENT


@bp.post("/engagements/shown")
@guard(Can.EDIT_OWN_PROFILE)
def engagements_shown() -> ResponseReturnValue:
    """Keep that postings stood before a person's eyes, in this order; only those that are ranked for the person."""
    user = signed_in_user()
    count(LISTS, "shown", str(user.id))
    consultant = profile_of(user)
    asked = [each for text in request.form.getlist("id")[:MOST_SHOWN] if (each := as_uuid(text))]
    if consultant is not None and asked:
        ranked = matches_among(consultant, asked)
        others = [each for each in dict.fromkeys(asked) if each in ranked]
        operations.note_list(user, consultant, others, side=Shown.CONSULTANT, drawn=(), model="")
    return "", HTTPStatus.NO_CONTENT


@bp.post("/engagements/<uuid:engagement_id>/read")
@guard(Can.APPLY, Engagement)
def engagement_read(engagement: Engagement) -> ResponseReturnValue:
    """Keep that a person has read a posting for longer than a glance."""
    user = signed_in_user()
    count(READS, "read", str(user.id))
    consultant = profile_of(user)
    if consultant is not None:
        operations.note_read(engagement, consultant, side=Shown.CONSULTANT)
    return "", HTTPStatus.NO_CONTENT


@bp.post("/matches/<uuid:match_id>/read")
@guard(Can.SEE_MATCH, Match)
def match_read(match: Match) -> ResponseReturnValue:
    """Keep that a posting's side has read about a ranked person for longer than a glance."""
    user = signed_in_user()
    count(READS, "read", str(user.id))
    if user.kind is not UserKind.CONSULTANT:
        operations.note_read(match.engagement, match.consultant, side=_side(user))
    return "", HTTPStatus.NO_CONTENT


def _side(user: User) -> Shown:
    return Shown.CLIENT if user.kind is UserKind.CLIENT else Shown.ADVISOR
