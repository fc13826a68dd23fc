"""What postings like one's own pay, beside the form; and how well that holds, for the operator and advisors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, redirect, render_template, request, url_for

from marketplace.engagements.models import Engagement
from marketplace.engagements.suggestions import market_rate
from marketplace.guard import guard
from marketplace.policy import Can
from marketplace.rate_guidance import queries
from marketplace.rate_guidance.labels import OUTCOME
from marketplace.rate_guidance.scale import picture
from marketplace.rate_guidance.states import Telling

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("rate_guidance", __name__)
LOOKS = 5  # at a figure that is being computed; after that the next save asks again


@bp.app_template_global("rate_guidance")
def of_engagement(engagement: Engagement) -> dict[str, Any]:
    """Return what the templates of this feature show of a posting."""
    told = queries.told_of(engagement)
    market = None if told.shown else market_rate(engagement.type_mix)
    return {"told": told, "picture": picture(told), "market": market}


@bp.get("/engagements/<uuid:engagement_id>/rate-guidance")
@guard(Can.SEE_RATE_GUIDANCE, Engagement)
def beside(engagement: Engagement) -> ResponseReturnValue:
    """Show the part beside the rate fields anew; `look` counts how often it has been looked whether it is there."""
    if not request.headers.get("HX-Request"):
        return redirect(url_for("engagements.manage", engagement_id=engagement.id), code=303)
    looked = request.args.get("look", 0, type=int)
    shown = of_engagement(engagement)
    waiting = shown["told"].telling in {Telling.COMPUTING, Telling.OUT_OF_DATE} and 0 <= looked < LOOKS
    return render_template(
        "rate_guidance/_beside.html",
        engagement=engagement,
        guidance=shown,
        next_look=looked + 1 if waiting else 0,
    )


@bp.get("/rate-guidance")
@guard(Can.SEE_RATE_MODELS)
def show() -> ResponseReturnValue:
    told, living = queries.reach()
    return render_template(
        "rate_guidance/show.html",
        nights=queries.nights(),
        told=told,
        living=living,
        outcomes=OUTCOME,
    )
