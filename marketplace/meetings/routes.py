"""A meeting's pages: propose dates, choose one in one tap, move, cancel, take it into a calendar, write notes."""

from __future__ import annotations

import io
from datetime import datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for

from marketplace.clock import now
from marketplace.errors import DomainError, Invalid
from marketplace.guard import guard
from marketplace.i18n import gettext as _
from marketplace.identity import signed_in_user
from marketplace.inputs import stale
from marketplace.meetings import operations
from marketplace.meetings.forms import CancelForm, DebriefForm, PlanForm
from marketplace.meetings.models import Meeting
from marketplace.meetings.notices import calendar_for
from marketplace.meetings.queries import debriefs_of
from marketplace.pipeline.models import Application
from marketplace.pipeline.parties import named_to, own_side
from marketplace.policy import Can, may

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from marketplace.inputs import Form

bp = Blueprint("meetings", __name__)
UNPROCESSABLE, CONFLICT = HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT


@bp.route("/applications/<uuid:application_id>/meetings/new", methods=["GET", "POST"])
@guard(Can.ARRANGE_MEETING, Application)
def propose(application: Application) -> ResponseReturnValue:
    operations.check_talks(application)  # the page names a hidden client, which talks alone do
    form = PlanForm()
    if waiting := operations.waiting_proposal(application):
        if form.is_submitted():
            return _plan_page(form, application, None, status=CONFLICT, waiting=waiting)
        flash(_("Dates are proposed already: choose one of them, or propose others in their place."))
        return redirect(url_for("meetings.show", meeting_id=waiting.id), code=303)
    if form.validate_on_submit():
        try:
            meeting = operations.propose_meeting(application, form.plan(), by=signed_in_user())
        except Invalid as refused:
            form.refuse(refused.errors)
        else:
            flash(_("Proposed. The other side has been asked to choose."))
            return redirect(url_for("meetings.show", meeting_id=meeting.id), code=303)
    return _plan_page(form, application, None)


@bp.route("/meetings/<uuid:meeting_id>/move", methods=["GET", "POST"])
@guard(Can.MOVE_MEETING, Meeting)
def move(meeting: Meeting) -> ResponseReturnValue:
    """Propose other dates in the place of those proposed, or of the fixed one."""
    form = PlanForm()
    if form.validate_on_submit():
        if stale(meeting):
            form.version.raw_data, form.version.data = None, meeting.version
            return _plan_page(form, meeting.application, meeting, status=CONFLICT)
        try:
            operations.propose_anew(meeting, form.plan(), by=signed_in_user())
        except Invalid as refused:
            form.refuse(refused.errors)
        else:
            flash(_("Proposed. The other side has been asked to choose."))
            return redirect(url_for("meetings.show", meeting_id=meeting.id), code=303)
    if not form.is_submitted():
        form.show(meeting)
    return _plan_page(form, meeting.application, meeting)


def _plan_page(
    form: PlanForm,
    application: Application,
    meeting: Meeting | None,
    *,
    status: HTTPStatus | None = None,
    waiting: Meeting | None = None,
) -> ResponseReturnValue:
    """Draw the form; `waiting` is a proposal of the other side that came in while this one was written."""
    status = status or (UNPROCESSABLE if form.is_submitted() else HTTPStatus.OK)
    return render_template(
        "meetings/plan.html",
        form=form,
        application=application,
        meeting=meeting,
        who=named_to(signed_in_user(), application),
        conflict=status is CONFLICT,
        waiting=waiting,
    ), status


@bp.get("/meetings/<uuid:meeting_id>")
@guard(Can.SEE_MEETING, Meeting)
def show(meeting: Meeting) -> ResponseReturnValue:
    return _page(meeting)


def _page(
    meeting: Meeting, form: Form | None = None, *, error: str = "", status: HTTPStatus = HTTPStatus.OK
) -> ResponseReturnValue:
    """Draw the page; `form` is one that was sent and refused, shown again with what was typed."""
    user = signed_in_user()
    side = own_side(user, meeting.application)
    debriefs = debriefs_of(meeting)
    overwriting = isinstance(form, DebriefForm) and status is CONFLICT
    if isinstance(form, DebriefForm):
        debrief = form
        if overwriting:
            debrief.look_at(debriefs.get(side))
    else:
        debrief = DebriefForm(formdata=None)
        debrief.show(debriefs.get(side))
    others = debriefs if may(user, Can.SEE_DESK) else {}
    return render_template(
        "meetings/show.html",
        meeting=meeting,
        application=meeting.application,
        who=named_to(user, meeting.application),
        own=debriefs.get(side),
        begun=meeting.starts_at is not None and meeting.starts_at <= now(),
        others=[each for of, each in others.items() if of is not side],
        colleagues=debriefs.get(side) if overwriting else None,
        debrief=debrief,
        cancelling=form if isinstance(form, CancelForm) else CancelForm(formdata=None, version=meeting.version),
        error=error,
        conflict=status is CONFLICT,
    ), status


@bp.post("/meetings/<uuid:meeting_id>/choose")
@guard(Can.CHOOSE_SLOT, Meeting)
def choose(meeting: Meeting) -> ResponseReturnValue:
    if stale(meeting):
        return _page(meeting, status=CONFLICT)
    try:
        operations.choose_slot(meeting, _instant(request.form.get("slot", "")), by=signed_in_user())
    except Invalid as refused:
        return _page(meeting, error=str(refused.message), status=UNPROCESSABLE)
    flash(_("Fixed. Everybody has been sent a calendar entry."))
    return redirect(url_for("meetings.show", meeting_id=meeting.id), code=303)


def _instant(text: str) -> datetime:
    """Return the instant that a button names; one that names none is like a date never proposed."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise Invalid({"slot": _("Choose one of the dates proposed.")})
    return found


@bp.post("/meetings/<uuid:meeting_id>/cancel")
@guard(Can.MOVE_MEETING, Meeting)
def cancel(meeting: Meeting) -> ResponseReturnValue:
    form = CancelForm()
    if not form.validate_on_submit():
        return _page(meeting, form, status=UNPROCESSABLE)
    if stale(meeting):
        form.version.raw_data, form.version.data = None, meeting.version
        return _page(meeting, form, status=CONFLICT)
    try:
        operations.cancel_meeting(meeting, form.words.data, by=signed_in_user())
    except DomainError as refused:
        return _page(meeting, error=str(refused.message), status=CONFLICT)
    flash(_("Cancelled. Everybody has been told."))
    return redirect(url_for("meetings.show", meeting_id=meeting.id), code=303)


@bp.post("/meetings/<uuid:meeting_id>/debrief")
@guard(Can.MOVE_MEETING, Meeting)
def debrief(meeting: Meeting) -> ResponseReturnValue:
    form = DebriefForm()
    if not form.validate_on_submit():
        return _page(meeting, form, status=UNPROCESSABLE)
    try:
        operations.save_debrief(meeting, form.notes(), seen=form.seen_at, by=signed_in_user())
    except operations.Overwritten as refused:
        return _page(meeting, form, error=str(refused.message), status=CONFLICT)
    flash(_("Saved. Only your side and the advisors read this."))
    return redirect(url_for("meetings.show", meeting_id=meeting.id), code=303)


@bp.get("/meetings/<uuid:meeting_id>/meeting.ics")
@guard(Can.SEE_MEETING, Meeting)
def calendar(meeting: Meeting) -> ResponseReturnValue:
    """Send the calendar entry as a file; there is one as soon as a date was chosen."""
    if meeting.starts_at is None:
        abort(HTTPStatus.NOT_FOUND)
    entry = calendar_for(meeting, signed_in_user())
    return send_file(
        io.BytesIO(entry.encode()),
        mimetype="text/calendar",
        as_attachment=True,
        download_name="meeting.ics",
        etag=False,
    )
