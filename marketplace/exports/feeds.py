"""The calendar that programs fetch, and the page's buttons that give and end a person's address of it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import Blueprint, abort, current_app, flash, make_response, redirect, request, url_for

from marketplace.accounts.queries import token_hash
from marketplace.exports.calendar import ICS, project_calendar
from marketplace.exports.operations import end_address, make_address
from marketplace.exports.page import downloads_page
from marketplace.exports.papers import file_name
from marketplace.exports.queries import address_by_hash, calendar_rows
from marketplace.guard import guard, public
from marketplace.i18n import gettext as _
from marketplace.i18n import in_locale, present_locale
from marketplace.identity import signed_in_user
from marketplace.limits import DOCUMENTS, limiter
from marketplace.policy import Can, may
from marketplace.tracker.models import Project

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from werkzeug.wrappers import Response

bp = Blueprint("project_calendars", __name__)


@bp.get("/projects/<uuid:project_id>/calendar.ics")
@guard(Can.SEE_PROJECT, Project)
@limiter.limit(DOCUMENTS)
def calendar(project: Project) -> ResponseReturnValue:
    answer = _answer(project, present_locale())
    name = quote(file_name(project.name, ending="ics"), safe="")  # a header holds no Japanese: RFC 6266 names it twice
    answer.headers["Content-Disposition"] = f"attachment; filename=calendar.ics; filename*=UTF-8''{name}"
    return answer


@bp.post("/projects/<uuid:project_id>/calendar")
@guard(Can.SEE_PROJECT, Project)
def give(project: Project) -> ResponseReturnValue:
    """Give an address, shown this once; or end the one there is."""
    user = signed_in_user()
    if request.form.get("then") == "end":
        end_address(project, by=user)
        flash(_("The address leads nowhere any more."))
        return redirect(url_for("exports.downloads", project_id=project.id), code=303)
    token = make_address(project, by=user)
    return downloads_page(project, address=f"{_base_url()}{url_for('project_calendars.fetch', token=token)}")


@bp.get("/calendars/<token>.ics")
@public
@limiter.limit(DOCUMENTS)
def fetch(token: str) -> ResponseReturnValue:
    """Hand the days to whoever has the address, as long as its person may see the project."""
    kept = address_by_hash(token_hash(token))
    if kept is None or not kept.user.active or not may(kept.user, Can.SEE_PROJECT, kept.project):
        abort(HTTPStatus.NOT_FOUND)
    return _answer(kept.project, kept.user.locale)


def _answer(project: Project, locale: str) -> Response:
    with in_locale(locale):
        content = project_calendar(project, calendar_rows(project), base_url=_base_url())
    answer = make_response(content)
    answer.mimetype = ICS
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.add_etag()
    return answer.make_conditional(request)


def _base_url() -> str:
    return str(current_app.config["PRODUCT"].base_url)
