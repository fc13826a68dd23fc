"""The client's page of external readers, and the pages that a link opens to whoever holds it, without an account."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, session, url_for

from marketplace.clock import today
from marketplace.db import trace
from marketplace.guard import guard, public
from marketplace.i18n import LOCALES, in_locale, present_locale
from marketplace.i18n import gettext as _
from marketplace.identity import signed_in_user
from marketplace.limits import DOCUMENTS, SHARED, count, limiter
from marketplace.policy import Can
from marketplace.readers import operations, queries
from marketplace.readers.forms import ShareForm
from marketplace.readers.models import ReaderLink
from marketplace.status_reports.changes import Changes
from marketplace.status_reports.colours import Facts, proposed
from marketplace.status_reports.indicators import indicators_of
from marketplace.status_reports.queries import history_of
from marketplace.tracker.boards import BOARDS
from marketplace.tracker.models import Project
from marketplace.tracker.states import Dimension

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

bp = Blueprint("readers", __name__)
OK, UNPROCESSABLE, NOT_FOUND = HTTPStatus.OK, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.NOT_FOUND


@bp.app_context_processor
def _outside() -> dict[str, object]:
    return {"outside_readers": queries.open_links}


@bp.route("/projects/<uuid:project_id>/readers", methods=["GET", "POST"])
@guard(Can.SHARE_PROJECT, Project)
def of_project(project: Project) -> ResponseReturnValue:
    """List who may read from outside and when they did; let one more read."""
    form = ShareForm(locale=present_locale()) if request.method == "GET" else ShareForm()
    if form.validate_on_submit():
        count(SHARED, "reader-link", str(signed_in_user().id))
        operations.share_project(
            project, email=form.email.data, locale=form.locale.data, days=form.days.data or operations.USUAL_DAYS,
            by=signed_in_user(),
        )  # fmt: skip
        flash(_("The link is on its way to %(email)s.", email=form.email.data))
        return redirect(url_for("readers.of_project", project_id=project.id), code=303)
    return render_template(
        "readers/of_project.html", project=project, boards=BOARDS, form=form, links=queries.links_of(project),
        uses=queries.uses_of(project),
    ), UNPROCESSABLE if form.is_submitted() else OK  # fmt: skip


@bp.post("/readers/<uuid:reader_link_id>/revoke")
@guard(Can.REVOKE_READER, ReaderLink)
def revoke(reader_link: ReaderLink) -> ResponseReturnValue:
    operations.revoke_reader(reader_link, by=signed_in_user())
    flash(_("The link opens nothing any more."))
    return redirect(url_for("readers.of_project", project_id=reader_link.project_id), code=303)


def _opened(token: str, page: str, draw: Callable[[ReaderLink], str]) -> ResponseReturnValue:
    """Draw a page for whoever holds the link, in the link's language unless the reader has chosen one."""
    link = queries.link_by_token(token)
    if link is None:
        return _private(render_template("readers/over.html"), NOT_FOUND)
    chosen = session.get("locale") or request.cookies.get("locale")
    with in_locale(chosen if chosen in LOCALES else link.locale):
        if not link.usable:
            return _private(render_template("readers/over.html"), NOT_FOUND)
        drawn = draw(link)
    trace(partial(operations.note_use, link, page))
    return _private(drawn, OK)


def _private(drawn: str, status: HTTPStatus) -> ResponseReturnValue:
    """No search engine keeps the page, no cache, and no other site learns the address."""
    answer = make_response(drawn, status)
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/shared/<token>")
@public
@limiter.limit(DOCUMENTS)
def overview(token: str) -> ResponseReturnValue:
    def draw(link: ReaderLink) -> str:
        return render_template(
            "readers/overview.html", link=link, project=link.project, token=token,
            reports=queries.shown_reports(link.project),
        )  # fmt: skip

    return _opened(token, "overview", draw)


@bp.get("/shared/<token>/report")
@public
@limiter.limit(DOCUMENTS)
def report(token: str) -> ResponseReturnValue:
    """Show the report whose number the query names, as it was handed in last."""
    number = request.args.get("number", "")

    def draw(link: ReaderLink) -> str:
        found = next((pair for pair in queries.shown_reports(link.project) if str(pair[0].number) == number), None)
        if found is None:
            abort(NOT_FOUND)
        status_report, edition = found
        facts = Facts(**edition.content["facts"])
        reasons = {name: proposed(Dimension(name), facts).reason for name in edition.content["ratings"]}
        return render_template(
            "readers/report.html", link=link, project=link.project, token=token,
            report=status_report, edition=edition, c=edition.content, reasons=reasons,
            changes=Changes.read(edition.content["changes"]),
        )  # fmt: skip

    return _opened(token, f"report-{number}"[:32], draw)


@bp.get("/shared/<token>/indicators")
@public
@limiter.limit(DOCUMENTS)
def indicators(token: str) -> ResponseReturnValue:
    def draw(link: ReaderLink) -> str:
        history = reversed(history_of(link.project, most=queries.MOST_REPORTS))
        kept = [edition.content["value"] for _report, edition in history if "value" in edition.content]
        return render_template(
            "readers/indicators.html", link=link, project=link.project, token=token,
            page=indicators_of(link.project, kept, today()),
        )  # fmt: skip

    return _opened(token, "indicators", draw)
