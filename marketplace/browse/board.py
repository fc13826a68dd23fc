"""A posting's pipeline as a board and as a list: columns by state, one button a step, drag, and several at once."""

from __future__ import annotations

from http import HTTPStatus
from types import MappingProxyType
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for

from marketplace.engagements.models import Engagement
from marketplace.errors import Invalid
from marketplace.guard import guard
from marketplace.i18n import gettext as _
from marketplace.i18n import ngettext
from marketplace.identity import signed_in_user
from marketplace.inputs import as_uuid, folded
from marketplace.pipeline.board import BY_HAND, Moved, Seen, move_cards, targets
from marketplace.pipeline.queries import applications_for, cards_among
from marketplace.pipeline.reasons import choices
from marketplace.pipeline.states import ENDINGS, SHOWN_TO_CLIENT, ApplicationState
from marketplace.policy import Can, may

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flask.typing import ResponseReturnValue

    from marketplace.pipeline.models import Application

bp = Blueprint("board", __name__)
VIEWS = ("board", "list")
MOST_WORDS = 1000


@bp.get("/engagements/<uuid:engagement_id>/pipeline")
@guard(Can.SEE_CANDIDATES, Engagement)
def show(engagement: Engagement) -> ResponseReturnValue:
    return _board(engagement)


@bp.post("/engagements/<uuid:engagement_id>/pipeline")
@guard(Can.SEE_CANDIDATES, Engagement)
def move(engagement: Engagement) -> ResponseReturnValue:
    """Move the chosen cards (id:version) to one state, all or none."""
    user = signed_in_user()
    seen = [each for text in request.form.getlist("card") if (each := _seen(text))]
    cards = [
        card
        for card in cards_among(engagement, [each.application_id for each in seen])
        if may(user, Can.SEE_APPLICATION, card)
    ]
    to, words = request.form.get("to", ""), folded(request.form.get("words"))
    if len(words) > MOST_WORDS:
        long = _("Please keep the words within %(most)s characters.", most=MOST_WORDS)
        return _board(engagement, errors={"words": long}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        count = move_cards(
            cards, seen, ApplicationState(to) if to in set(BY_HAND) else ApplicationState.PROPOSED,
            by=user, reason=request.form.get("reason", ""), words=words,
        )  # fmt: skip
    except Moved as error:
        return _board(engagement, errors={"": error.message}, seen=seen, status=HTTPStatus.CONFLICT)
    except Invalid as error:
        return _board(engagement, errors=error.errors, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    flash(ngettext("%(num)d card moved.", "%(num)d cards moved.", count))
    return redirect(url_for("board.show", engagement_id=engagement.id, view=request.args.get("view")), code=303)


def _seen(text: str) -> Seen | None:
    application_id, _colon, version = text.partition(":")
    found = as_uuid(application_id)
    return Seen(found, int(version)) if found and version.isascii() and version.isdigit() else None


def _has_moved(card: Application, seen: Sequence[Seen]) -> bool:
    return any(each.application_id == card.id and each.version != card.version for each in seen)


def _board(
    engagement: Engagement,
    *,
    errors: Mapping[str, object] = MappingProxyType({}),
    seen: Sequence[Seen] = (),
    status: HTTPStatus = HTTPStatus.OK,
) -> ResponseReturnValue:
    """Draw the board; `errors` by field of the form below it, `seen` are cards that somebody else moved meanwhile."""
    user = signed_in_user()
    to_client = not may(user, Can.SEE_DESK)
    view = request.args.get("view", "board")
    cards = applications_for(engagement, to_client=to_client)
    states = [state for state in ApplicationState if not to_client or state in SHOWN_TO_CLIENT]
    return render_template(
        "browse/board.html",
        engagement=engagement,
        view=view if view in VIEWS else "board",
        columns=[(state, [card for card in cards if card.state is state]) for state in states if state not in ENDINGS],
        ended=[card for card in cards if card.state in ENDINGS],
        cards=[card for card in cards if card.state not in ENDINGS],
        targets={card.id: targets(card, user) for card in cards},
        to=[state for state in BY_HAND if not to_client or state in SHOWN_TO_CLIENT - {ApplicationState.SUBMITTED}],
        reasons=choices(ApplicationState.NOT_SELECTED),
        errors=errors,
        overtaken={card.id for card in cards if _has_moved(card, seen)},
        sent=request.form,
    ), status
