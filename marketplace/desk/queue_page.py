"""The page of the queue, drawn by each view that shows it or refuses what was done in it."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import render_template, request

from marketplace.accounts.queries import advisors
from marketplace.clock import today
from marketplace.desk import queries
from marketplace.desk.filters import Filter, saved_filters
from marketplace.desk.labels import DUE, KIND
from marketplace.engagements.queries import in_review
from marketplace.identity import signed_in_user
from marketplace.pipeline.queries import newest

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


def queue_page(error: str = "", **facts: str) -> str:
    """Draw the queue: an advisor's own by default, all where asked or for the operator."""
    user = signed_in_user()
    shown = Filter.of(request.args, user)
    lines = shown.lines(user)
    return render_template(
        "desk/index.html",
        items=[line for line in lines if shown.kind in ("", line.kind)],
        counts=Counter(line.kind for line in lines),
        shown=shown,
        saved=saved_filters(user),
        dues=DUE,
        snoozed=shown.snoozed,
        tomorrow=today() + timedelta(days=1),
        mine=shown.mine,
        kind=shown.kind,
        kinds=KIND,
        error=error,
        colleagues=[each for each in advisors() if each.id != user.id],
        typed=request.form,
        postings=in_review(),
        newcomers=queries.newcomers(),
        applications=newest(),
        **facts,
    )


def refused(error: str, status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY, **facts: str) -> ResponseReturnValue:
    """Draw the queue with what was wrong; what was typed is kept."""
    return queue_page(error=error, **facts), status
