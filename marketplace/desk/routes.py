"""The advisor's pages: what waits now, the people, the applications, and a posting's ranked consultants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request

from marketplace.browse import cards
from marketplace.desk import queries
from marketplace.engagements.models import Engagement
from marketplace.engagements.queries import in_review, with_requirements
from marketplace.guard import guard
from marketplace.identity import signed_in_user
from marketplace.inputs import folded
from marketplace.paging import page_number, page_of
from marketplace.pipeline.queries import applications_for, newest
from marketplace.policy import Can, may
from marketplace.profiles.queries import whole_profile
from marketplace.shortlist.fit import requirement_checks
from marketplace.shortlist.models import Match
from marketplace.shortlist.queries import excluded_counts, ranked_for

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("desk", __name__)
PER_PAGE = 50


@bp.get("/desk")
@guard(Can.SEE_DESK)
def index() -> ResponseReturnValue:
    return render_template(
        "desk/index.html",
        postings=in_review(),
        newcomers=queries.newcomers(),
        applications=newest(),
    )


@bp.get("/desk/people")
@guard(Can.SEE_DESK)
def people() -> ResponseReturnValue:
    q, number = folded(request.args.get("q"))[:100], page_number()
    rows, total = queries.people(q=q, page=number, per_page=PER_PAGE)
    page = page_of(total, per_page=PER_PAGE)
    return render_template("desk/people.html", people=rows, page=page, q=q)


@bp.get("/desk/applications")
@guard(Can.SEE_DESK)
def applications() -> ResponseReturnValue:
    number = page_number()
    rows, total = queries.applications(page=number, per_page=PER_PAGE)
    page = page_of(total, per_page=PER_PAGE)
    return render_template("desk/applications.html", applications=rows, page=page)


@bp.get("/engagements/<uuid:engagement_id>/candidates")
@guard(Can.SEE_CANDIDATES, Engagement)
def candidates(engagement: Engagement) -> ResponseReturnValue:
    """Show the ranked consultants: to the client without a name, to staff with it."""
    to_client = not may(signed_in_user(), Can.SEE_DESK)
    matches = ranked_for(engagement, to_client=to_client)
    return render_template(
        "desk/candidates.html",
        engagement=engagement,
        to_client=to_client,
        rows=[(match, cards.reason_texts(match.reasons)) for match in matches],
        excluded=excluded_counts(engagement),
        applications=applications_for(engagement, to_client=to_client),
    )


@bp.get("/matches/<uuid:match_id>")
@guard(Can.SEE_MATCH, Match)
def match(match: Match) -> ResponseReturnValue:
    """Show one ranked person against one posting: the anonymous profile, each requirement, reasons both ways."""
    engagement = with_requirements(match.engagement)
    consultant = whole_profile(match.consultant)
    return render_template(
        "desk/match.html",
        match=match,
        engagement=engagement,
        consultant=consultant,
        checks=requirement_checks(engagement, consultant),
        reasons=cards.reason_texts(match.reasons),
        to_client=not may(signed_in_user(), Can.SEE_PROFILE, consultant),
    )
