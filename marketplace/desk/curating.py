"""Curation of a posting's ranked people: verdicts, side by side, who would enter, and why somebody is not there."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for

from marketplace.browse import cards
from marketplace.desk import queries
from marketplace.desk.absence import absences
from marketplace.engagements.models import Engagement
from marketplace.engagements.queries import with_requirements
from marketplace.errors import Invalid
from marketplace.guard import guard
from marketplace.i18n import gettext as _
from marketplace.identity import signed_in_user
from marketplace.inputs import as_uuid, folded
from marketplace.pipeline.queries import cards_of
from marketplace.policy import Can, may
from marketplace.profiles.queries import whole_profile
from marketplace.shortlist.curation import Overtaken
from marketplace.shortlist.curation import curate as curate_match
from marketplace.shortlist.fit import requirement_checks
from marketplace.shortlist.models import Match, Verdict
from marketplace.shortlist.queries import curations_of, matches_with

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

    from marketplace.browse.cards import ReasonText
    from marketplace.profiles.models import Consultant
    from marketplace.shortlist.fit import Check

bp = Blueprint("curating", __name__)
FEWEST_SIDES, MOST_SIDES = 2, 5
LONGEST = 500


@bp.post("/matches/<uuid:match_id>/curate")
@guard(Can.CURATE, Match)
def curate(match: Match) -> ResponseReturnValue:
    said, reason = request.form.get("verdict", ""), folded(request.form.get("reason"))
    verdict = Verdict(said) if said in set(Verdict) else None
    errors: dict[str, object] = {}
    if verdict is None and said != "clear":
        errors["verdict"] = _("Please choose pin, shortlist or reject.")
    if len(reason) > LONGEST:
        errors["reason"] = _("Please keep the reason within %(most)s characters.", most=LONGEST)
    if not errors:
        try:
            curate_match(match, verdict, by=signed_in_user(), reason=reason, seen=request.form.get("seen"))
        except Overtaken:
            return _curate_page(match, {}, HTTPStatus.CONFLICT)
        except Invalid as refused:
            errors = refused.errors
    if errors:
        return _curate_page(match, errors, HTTPStatus.UNPROCESSABLE_ENTITY)
    flash(_("Saved. The list shows your order, and the ranker learns from it.") if verdict else _("Taken back."))
    back = url_for("desk.candidates", engagement_id=match.engagement_id)
    return redirect(f"{back}#match-{match.id}", code=303)


def _curate_page(match: Match, errors: Mapping[str, object], status: HTTPStatus) -> ResponseReturnValue:
    """Show the refused verdict as it was typed, over the one that is in force."""
    return render_template(
        "desk/curate.html",
        match=match,
        kept=curations_of(match.engagement).get(match.consultant_id),
        sent=request.form,
        errors=errors,
        conflict=status is HTTPStatus.CONFLICT,
    ), status


@dataclass(frozen=True, slots=True)
class Side:
    """One column of a comparison."""

    match: Match
    consultant: Consultant
    checks: list[Check]
    reasons: list[ReasonText]


@bp.get("/engagements/<uuid:engagement_id>/compare")
@guard(Can.SEE_CANDIDATES, Engagement)
def compare(engagement: Engagement) -> ResponseReturnValue:
    """Show two to five people side by side against the requirements, with the evidence in the cell."""
    user = signed_in_user()
    ids = [each for text in request.args.getlist("match") if (each := as_uuid(text))]
    matches = [match for match in matches_with(engagement, ids) if may(user, Can.SEE_MATCH, match)]
    if not FEWEST_SIDES <= len(matches) <= MOST_SIDES:
        flash(_("Please choose two to five people to compare."), "critical")
        return redirect(url_for("desk.candidates", engagement_id=engagement.id), code=303)
    engagement = with_requirements(engagement)
    to_client = not may(user, Can.SEE_DESK)
    sides = [_side(match, engagement) for match in sorted(matches, key=lambda match: -match.score)]
    return render_template(
        "desk/compare.html",
        engagement=engagement,
        sides=sides,
        requirements=list(zip(*(side.checks for side in sides), strict=True)),
        curations={
            who: kept
            for who, kept in curations_of(engagement).items()
            if not to_client or kept.verdict is not Verdict.REJECT
        },
        in_pipeline={card.consultant_id: card for card in cards_of(engagement, to_client=to_client)},
        to_client=to_client,
    )


def _side(match: Match, engagement: Engagement) -> Side:
    consultant = whole_profile(match.consultant)
    reasons = list(cards.reason_texts(match.reasons))
    return Side(match, consultant, requirement_checks(engagement, consultant), reasons)


@bp.get("/engagements/<uuid:engagement_id>/absent")
@guard(Can.CURATE, Engagement)
def absent(engagement: Engagement) -> ResponseReturnValue:
    """Say in words why a named person is not on the list, or where on it."""
    q = folded(request.args.get("q"))[:100]
    people = queries.people(q=q, per_page=5)[0] if q else []
    return render_template("desk/absent.html", engagement=engagement, q=q, found=absences(engagement, people))
