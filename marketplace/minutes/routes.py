"""The pages of minutes: a project's list, writing one, reading it, and making rows of its lines."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for

from marketplace.clock import today
from marketplace.db import db
from marketplace.errors import DomainError, Invalid
from marketplace.guard import guard
from marketplace.i18n import gettext as _
from marketplace.i18n import ngettext
from marketplace.identity import signed_in_user
from marketplace.inputs import stale
from marketplace.minutes import labels, operations, queries
from marketplace.minutes.forms import ChangedMinutesForm, MinutesForm, offers_of, typed_offers
from marketplace.minutes.lines import found_lines
from marketplace.minutes.operations import Made, Written
from marketplace.policy import Can, may
from marketplace.tracker.boards import BOARDS
from marketplace.tracker.models import Minutes, Project
from marketplace.tracker.states import ProjectState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from marketplace.minutes.forms import Offer

bp = Blueprint("minutes", __name__)
OK, UNPROCESSABLE, CONFLICT = HTTPStatus.OK, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT


@bp.get("/projects/<uuid:project_id>/minutes")
@guard(Can.SEE_PROJECT, Project)
def of_project(project: Project) -> ResponseReturnValue:
    return render_template(
        "minutes/of_project.html", project=project, boards=BOARDS, minutes=queries.minutes_of(project),
        counts=queries.counts_by_minutes(project), writes=_writes(project),
    )  # fmt: skip


def _writes(project: Project) -> bool:
    return project.state is not ProjectState.CLOSED and may(signed_in_user(), Can.EDIT_BOARD, project)


@bp.route("/projects/<uuid:project_id>/minutes/new", methods=["GET", "POST"])
@guard(Can.EDIT_BOARD, Project)
def new(project: Project) -> ResponseReturnValue:
    """Write minutes; `series` names the meeting that they are of, and brings its name and day."""
    form = MinutesForm()
    if not form.is_submitted():
        series = request.args.get("series", "")
        day = queries.next_meeting(project, series)
        form = MinutesForm(formdata=None, title=series if day else "", held_on=day or today())
    elif form.validate():
        minutes = operations.write_minutes(project, _written(form), by=signed_in_user())
        flash(_("Saved."))
        return redirect(url_for("minutes.show", minutes_id=minutes.id), code=303)
    status = UNPROCESSABLE if form.is_submitted() else OK
    return render_template("minutes/edit.html", project=project, minutes=None, form=form, conflict=False), status


def _written(form: MinutesForm) -> Written:
    return Written(
        form.title.data or "",
        form.held_on.data or today(),
        form.place.data or "",
        form.attendees.data or "",
        form.body.data or "",
    )


@bp.get("/minutes/<uuid:minutes_id>")
@guard(Can.SEE_MINUTES, Minutes)
def show(minutes: Minutes) -> ResponseReturnValue:
    return _page(minutes)


def _offered(minutes: Minutes) -> list[Offer]:
    """Return the lines that are no rows yet."""
    made = {row.source_key.partition(":")[2] for _board, row in queries.rows_from(minutes)}
    found = [each for each in found_lines(minutes.body, minutes.held_on) if each.key not in made]
    return offers_of(found, minutes.title)


def _page(
    minutes: Minutes, offers: Sequence[Offer] | None = None, status: HTTPStatus = OK, message: object = ""
) -> ResponseReturnValue:
    writes = _writes(minutes.project) and minutes.removed_at is None
    shown = (offers if offers is not None else _offered(minutes)) if writes else ()
    return render_template(
        "minutes/show.html", minutes=minutes, project=minutes.project, boards=BOARDS, writes=writes, offers=shown,
        kinds=labels.KIND, rows=queries.rows_from(minutes), message=message,
        earlier=queries.earlier_wordings(minutes),
    ), status  # fmt: skip


@bp.route("/minutes/<uuid:minutes_id>/edit", methods=["GET", "POST"])
@guard(Can.WRITE_MINUTES, Minutes)
def edit(minutes: Minutes) -> ResponseReturnValue:
    form, status = ChangedMinutesForm(), OK
    if not form.is_submitted():
        form = ChangedMinutesForm(formdata=None, obj=minutes)
    elif not form.validate():
        status = UNPROCESSABLE
    elif stale(minutes):  # type: ignore[arg-type]  # it has a version as what is stateful has
        form.version.raw_data, form.version.data, status = None, minutes.version, CONFLICT
    else:
        operations.change_minutes(minutes, _written(form), by=signed_in_user())
        flash(_("Saved."))
        return redirect(url_for("minutes.show", minutes_id=minutes.id), code=303)
    return render_template(
        "minutes/edit.html", project=minutes.project, minutes=minutes, form=form, conflict=status is CONFLICT
    ), status


@bp.post("/minutes/<uuid:minutes_id>/removal")
@guard(Can.WRITE_MINUTES, Minutes)
def remove(minutes: Minutes) -> ResponseReturnValue:
    """Take minutes from the list, or put them back."""
    removed = request.form.get("removed") == "yes"
    operations.remove_minutes(minutes, removed=removed, by=signed_in_user())
    flash(_("The minutes are removed.") if removed else _("The minutes are back."))
    return redirect(url_for("minutes.show", minutes_id=minutes.id), code=303)


@bp.post("/minutes/<uuid:minutes_id>/rows")
@guard(Can.WRITE_MINUTES, Minutes)
def make(minutes: Minutes) -> ResponseReturnValue:
    """Make rows of the ticked lines, all of them or none."""
    offers = typed_offers(_offered(minutes), request.form)
    made = [Made(each.key, each.kind, each.title, each.owner, each.due) for each in offers if each.ticked]
    if not made:
        return _page(minutes, offers, UNPROCESSABLE, _("Tick the lines that shall become rows."))
    try:
        operations.make_rows(minutes, made, by=signed_in_user())
    except Invalid as refused:
        db.session.rollback()
        for name, message in refused.errors.items():
            key, _dot, column = name.rpartition(".")
            next(each for each in offers if each.key == key).errors[column] = message
        return _page(minutes, offers, UNPROCESSABLE)
    except DomainError as refused:
        db.session.rollback()
        return _page(minutes, None, CONFLICT, refused.message)
    flash(ngettext("%(num)d row was made.", "%(num)d rows were made.", len(made)))
    return redirect(url_for("minutes.show", minutes_id=minutes.id), code=303)
