"""One ranked person against one posting, and how a card begins there: recommended by staff, invited by the client."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for

from marketplace.browse import cards
from marketplace.engagements.queries import with_requirements
from marketplace.errors import DomainError
from marketplace.guard import guard
from marketplace.i18n import gettext as _
from marketplace.identity import signed_in_user
from marketplace.pipeline import moves
from marketplace.pipeline.forms import WordsForm
from marketplace.pipeline.queries import card_shown
from marketplace.pipeline.states import Source
from marketplace.policy import Can, may
from marketplace.profiles.queries import whole_profile
from marketplace.shortlist.fit import requirement_checks
from marketplace.shortlist.models import Match

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from marketplace.pipeline.models import Application

bp = Blueprint("beginning", __name__)


@bp.get("/matches/<uuid:match_id>")
@guard(Can.SEE_MATCH, Match)
def match(match: Match) -> ResponseReturnValue:
    """Show one ranked person against one posting: the anonymous profile, each requirement, reasons both ways."""
    return _page(match, WordsForm(formdata=None))


@bp.post("/matches/<uuid:match_id>/recommend")
@guard(Can.RECOMMEND, Match)
def recommend(match: Match) -> ResponseReturnValue:
    return _begun(match, lambda words: moves.recommend(
        match.engagement, match.consultant, by=signed_in_user(), words=words, source=Source.RANKED
    ))  # fmt: skip


@bp.post("/matches/<uuid:match_id>/invite")
@guard(Can.INVITE, Match)
def invite(match: Match) -> ResponseReturnValue:
    return _begun(
        match, lambda words: moves.invite(match.engagement, match.consultant, by=signed_in_user(), words=words)
    )


def _begun(match: Match, begin: Callable[[str], Application]) -> ResponseReturnValue:
    form = WordsForm()
    if not form.validate_on_submit():
        return _page(match, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        card = begin(form.words.data or "")
    except DomainError as error:
        return _page(match, form, error=error.message, status=HTTPStatus.CONFLICT)
    if card.source is Source.INVITED:
        flash(_("The consultant has been asked. You see the name as soon as the consent is given."))
        return redirect(url_for("beginning.match", match_id=match.id), code=303)
    flash(_("In the pipeline. The next step: ask for consent."))
    return redirect(url_for("browse.application", application_id=card.id), code=303)


def _page(
    match: Match, form: WordsForm, *, error: object = "", status: HTTPStatus = HTTPStatus.OK
) -> ResponseReturnValue:
    """Draw the page; `error` says why no card began, with what was typed still there."""
    engagement = with_requirements(match.engagement)
    consultant = whole_profile(match.consultant)
    user = signed_in_user()
    return render_template(
        "desk/match.html",
        match=match,
        engagement=engagement,
        consultant=consultant,
        checks=requirement_checks(engagement, consultant),
        reasons=cards.reason_texts(match.reasons),
        card=card_shown(consultant, engagement, to_client=not may(user, Can.SEE_DESK)),
        invitation=form,
        error=error,
        to_client=not may(user, Can.SEE_PROFILE, consultant),
    ), status
