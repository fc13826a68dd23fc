"""The advisor's pages: what waits now, the people, the applications, and a posting's ranked consultants."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for

from marketplace.accounts.queries import advisors
from marketplace.browse import cards
from marketplace.desk import queries
from marketplace.desk.filters import Filter, first_filter
from marketplace.desk.handing import hand_over
from marketplace.desk.queue import KINDS
from marketplace.desk.queue_page import queue_page, refused
from marketplace.desk.snoozing import Line, snooze, wake
from marketplace.engagements.models import Engagement
from marketplace.errors import DomainError, Invalid
from marketplace.guard import guard
from marketplace.i18n import gettext as _
from marketplace.i18n import ngettext
from marketplace.identity import signed_in_user
from marketplace.inputs import as_uuid, folded
from marketplace.learning.showing import arrange
from marketplace.paging import page_number, page_of
from marketplace.pipeline.chasing import remind_now
from marketplace.pipeline.queries import applications_for, cards_of, live_cards_of
from marketplace.policy import Can, may
from marketplace.shortlist.narrowing import narrowing_of
from marketplace.shortlist.queries import curations_of, entering, excluded_counts, ranked_for

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("desk", __name__)
bp.add_app_template_global(narrowing_of)
bp.add_app_template_global(live_cards_of)  # a person's page shows where the person stands already
PER_PAGE = 50


@bp.get("/desk")
@guard(Can.SEE_DESK)
def index() -> ResponseReturnValue:
    user = signed_in_user()
    opens = first_filter(user) if not request.args else None
    return redirect(url_for("desk.index", **opens.asked)) if opens else queue_page()


@bp.post("/desk/remind")
@guard(Can.CHASE)
def remind() -> ResponseReturnValue:
    """Remind whoever the chosen cards wait for, now."""
    chosen = [each for text in request.form.getlist("application") if (each := as_uuid(text))]
    if not chosen:
        others = _("A reminder goes to whoever an answer is waited from: choose a line of an application or an offer.")
        return refused(others if _lines() else _("Please choose at least one line first."))
    count = remind_now(chosen, by=signed_in_user())
    flash(ngettext("%(num)d reminder sent.", "%(num)d reminders sent.", count))
    return _back()


@bp.post("/desk/snooze")
@guard(Can.SNOOZE)
def snooze_lines() -> ResponseReturnValue:
    """Put the chosen lines of the reader's queue off until a day."""
    try:
        until: date | None = date.fromisoformat(folded(request.form.get("until")))
    except ValueError:
        until = None
    try:
        count = snooze(_lines(), until, by=signed_in_user())
    except Invalid as error:
        return refused(str(error.message))
    flash(ngettext("%(num)d line put off.", "%(num)d lines put off.", count))
    return _back()


@bp.post("/desk/wake")
@guard(Can.SNOOZE)
def wake_lines() -> ResponseReturnValue:
    """Take chosen lines back into the reader's queue."""
    try:
        count = wake(_lines(), by=signed_in_user())
    except Invalid as error:
        return refused(str(error.message))
    flash(ngettext("%(num)d line taken back.", "%(num)d lines taken back.", count))
    return _back()


@bp.post("/desk/hand-over")
@guard(Can.ASSIGN_ADVISOR)
def hand_lines_over() -> ResponseReturnValue:
    """Give the people and companies of the chosen lines into a colleague's care, all or none."""
    colleague = next((each for each in advisors() if str(each.id) == request.form.get("colleague")), None)
    note = folded(request.form.get("note"))
    try:
        count = hand_over(_lines(), colleague, note, by=signed_in_user())
    except DomainError as error:
        return refused(str(error.message), error.status)
    flash(ngettext("%(num)d person or company handed over.", "%(num)d people and companies handed over.", count))
    return _back()


def _lines() -> set[Line]:
    """The chosen lines: an application's by its own box, which reminding reads too; any other as kind:id."""
    chosen = {("reply", each) for text in request.form.getlist("application") if (each := as_uuid(text))}
    for text in request.form.getlist("line"):
        kind, _colon, subject = text.partition(":")
        subject_id = as_uuid(subject)
        if kind in KINDS and subject_id:
            chosen.add((kind, subject_id))
    return chosen


def _back() -> ResponseReturnValue:
    """Go back to the queue as it was filtered."""
    return redirect(url_for("desk.index", **Filter.of(request.args, signed_in_user()).address()), code=303)


@bp.get("/desk/people")
@guard(Can.SEE_DESK)
def people() -> ResponseReturnValue:
    q, number = folded(request.args.get("q"))[:100], page_number()
    rows, total = queries.people(q=q, page=number, per_page=PER_PAGE)
    page = page_of(total, per_page=PER_PAGE)
    return render_template("desk/people.html", people=rows, page=page, q=q, standing=live_cards_of(rows))


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
    curations = curations_of(engagement)
    shown = arrange(engagement, ranked_for(engagement, to_client=to_client), curations)
    relax = request.args.get("relax", "") if not to_client else ""
    return render_template(
        "desk/candidates.html",
        curations=curations,
        tried=shown.tried,
        eased=shown.eased,
        in_pipeline={card.consultant_id: card for card in cards_of(engagement, to_client=to_client)},
        relaxed=relax,
        entering=entering(engagement, relax) if relax else [],
        engagement=engagement,
        to_client=to_client,
        rows=[(match, cards.reason_texts(match.reasons)) for match in shown.matches],
        excluded=excluded_counts(engagement),
        applications=applications_for(engagement, to_client=to_client),
    )
