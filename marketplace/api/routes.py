"""What programs read, and the document and page that tell how."""

from __future__ import annotations

import json
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, current_app, render_template, request

from marketplace.api.access import by_token
from marketplace.api.document import document
from marketplace.api.fields import REMOVED, Fields, board_fields, feed_fields, to_csv, to_json
from marketplace.api.problems import PREFIX, problem
from marketplace.api.queries import by_keys, changed_moments, edition_keys, row_keys, values_of
from marketplace.api.records import EVM, PORTFOLIO, PROJECT, REPORT, Line, Shown, Value
from marketplace.api.turning import Asked, Key, refusals, turn
from marketplace.clock import today
from marketplace.errors import Invalid, answer_under
from marketplace.guard import public
from marketplace.limits import DOCUMENTS, limiter
from marketplace.policy import Can, may
from marketplace.portfolio.queries import standings_of
from marketplace.status_reports.indicators import works_of
from marketplace.status_reports.models import Edition
from marketplace.tracker.boards import BOARDS, WORK_ITEMS, Board
from marketplace.tracker.models import Project
from marketplace.tracker.numbers.evm import earned_value
from marketplace.tracker.queries import projects_for, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from flask.sansio.blueprints import BlueprintSetupState
    from flask.typing import ResponseReturnValue

    from marketplace.api.models import ApiToken

bp = Blueprint("api", __name__)
# One project's saves wait for each other, two projects' do not: one may be seen after another that was saved later.
LATE = timedelta(minutes=1)


@bp.record_once
def _answer_errors(state: BlueprintSetupState) -> None:
    answer_under(state.app, PREFIX, problem)  # type: ignore[arg-type]  # the blueprint knows a Flask as its scaffold


@bp.errorhandler(Invalid)
def _wrong(refused: Invalid) -> ResponseReturnValue:
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, errors=refused.errors)


@bp.get("/api/v1/projects")
@by_token
def projects(token: ApiToken) -> ResponseReturnValue:
    asked = _asked().earlier(LATE)
    found = _projects(token)
    moments = changed_moments(found)
    shown = {each.id: Shown(each, moments[each.id]) for each in found}
    page, following = turn((Key(at, project_id) for project_id, at in moments.items()), asked)
    return _list([to_json(PROJECT, shown[key.id]) for key in page], following)


@bp.get("/api/v1/projects/<uuid:project_id>")
@by_token
def project(project: Project) -> ResponseReturnValue:
    _nothing_asked()
    return _json(to_json(PROJECT, Shown(project, changed_moments([project])[project.id])))


@bp.get("/api/v1/projects/<uuid:project_id>/<board:board>")
@by_token
def rows(project: Project, board: Board) -> ResponseReturnValue:
    """List a board's rows; of a removed one only that it is."""
    page, following = turn(row_keys(project, board), _asked())
    fields = board_fields(board)
    items = [to_json(REMOVED if row.removed_at else fields, row) for row in by_keys(board.model, page)]
    return _list(items, following)


@bp.get("/api/v1/projects/<uuid:project_id>/<board:board>.csv")
@by_token
def feed(project: Project, board: Board) -> ResponseReturnValue:
    """Send a board whole: what Power BI, Tableau and Excel read by themselves."""
    _nothing_asked()
    return _csv(feed_fields(board), rows_of(project, board))


@bp.get("/api/v1/projects/<uuid:project_id>/status-reports")
@by_token
def status_reports(project: Project) -> ResponseReturnValue:
    """List what was handed in, each edition; drafts are nobody's but the PMO's."""
    page, following = turn(edition_keys(project), _asked())
    return _list([to_json(REPORT, edition) for edition in by_keys(Edition, page)], following)


@bp.get("/api/v1/projects/<uuid:project_id>/evm")
@by_token
def evm(project: Project) -> ResponseReturnValue:
    _nothing_asked()
    value = earned_value(works_of(rows_of(project, WORK_ITEMS)), today())
    return _json(to_json(EVM, Value(today(), value)))


@bp.get("/api/v1/portfolio.csv")
@by_token
def portfolio(token: ApiToken) -> ResponseReturnValue:
    _nothing_asked()
    found = _projects(token)
    values = values_of([each.id for each in found], today())
    standings = standings_of(found, token.user, today())
    return _csv(PORTFOLIO, [Line(each, values.get(each.project.id)) for each in standings if each.told])


@bp.get("/api/v1/openapi.json")
@public
@limiter.limit(DOCUMENTS)
def openapi() -> ResponseReturnValue:
    answer = _json(document(str(current_app.config["PRODUCT"].base_url)))
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer


@bp.get("/api")
@public
def explained() -> ResponseReturnValue:
    base = str(current_app.config["PRODUCT"].base_url)
    return render_template("api/explained.html", base=f"{base}{PREFIX.rstrip('/')}", boards=BOARDS)


def _projects(token: ApiToken) -> Sequence[Project]:
    reached = () if token.everything else (Project.id == token.project_id,)
    found = projects_for(token.user, *reached)
    return [each for each in found if token.reaches(each) and may(token.user, Can.LET_PROGRAM_READ, each)]


def _asked() -> Asked:
    return Asked.read(dict(request.args.lists()))


def _nothing_asked() -> None:
    wrong = refusals(dict(request.args.lists()), ())
    if wrong:
        raise Invalid(wrong)


def _list(items: Sequence[dict[str, Any]], following: str | None) -> Response:
    return _json({"items": items, "next_cursor": following})


def _json(told: dict[str, Any]) -> Response:
    return _sent(json.dumps(told, ensure_ascii=False).encode(), "application/json")


def _csv(fields: Fields, records: Iterable[Any]) -> Response:
    return _sent(to_csv(fields, records), "text/csv")


def _sent(content: bytes, mimetype: str) -> Response:
    """Answer with a mark of the content; who has it already is told so."""
    answer = Response(content, mimetype=mimetype)
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Vary"] = "Authorization"
    answer.add_etag()
    answer.make_conditional(request)
    return answer
