"""The operator's page of the funnel and of the advisors' load."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request

from marketplace.desk import funnel as figures
from marketplace.desk.labels import STEP
from marketplace.guard import guard
from marketplace.pipeline.labels import SOURCE
from marketplace.pipeline.states import Source
from marketplace.policy import Can

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("operating", __name__)


@bp.get("/operation/funnel")
@guard(Can.SEE_OPERATION)
def funnel() -> ResponseReturnValue:
    """Show one month, this one unless another is asked for."""
    months = figures.months()
    month = next((each for each in months if f"{each:%Y-%m}" == request.args.get("month")), months[0])
    asked = request.args.get("source", "")
    source = Source(asked) if asked in set(Source) else None
    return render_template(
        "desk/funnel.html",
        months=months,
        month=month,
        source=source,
        sources=SOURCE,
        steps=STEP,
        people=figures.people_funnel(month),
        cards=figures.cards_funnel(month, source),
        loads=figures.loads(),
        complete=figures.COMPLETE,
    )
