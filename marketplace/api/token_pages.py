"""A project's page of tokens: what a person has given to programs, shown once, taken back."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, make_response, redirect, render_template, url_for

from marketplace.api import operations, queries
from marketplace.api.forms import EVERY, ONE, TokenForm
from marketplace.api.models import ApiToken
from marketplace.api.problems import PREFIX
from marketplace.db import db
from marketplace.guard import guard
from marketplace.i18n import gettext as _
from marketplace.identity import signed_in_user
from marketplace.policy import Can, may
from marketplace.tracker.boards import BOARDS
from marketplace.tracker.models import Project

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("api_tokens", __name__)


@bp.get("/projects/<uuid:project_id>/api-tokens")
@guard(Can.LET_PROGRAM_READ, Project)
def of_project(project: Project) -> ResponseReturnValue:
    return _page(project, TokenForm(formdata=None, scope=ONE))


@bp.post("/projects/<uuid:project_id>/api-tokens")
@guard(Can.LET_PROGRAM_READ, Project)
def make(project: Project) -> ResponseReturnValue:
    """Make a token; it stands on this answer and nowhere else."""
    form = TokenForm()
    if not form.validate():
        return _page(project, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    token = operations.make_token(
        project, name=form.name.data or "", days=form.days.data or operations.USUAL_DAYS,
        everything=form.scope.data == EVERY, by=signed_in_user(),
    )  # fmt: skip
    return _page(project, TokenForm(formdata=None, scope=ONE), token=token)


@bp.post("/api-tokens/<uuid:api_token_id>/revoke")
@guard(Can.STOP_PROGRAM, ApiToken)
def revoke(api_token: ApiToken) -> ResponseReturnValue:
    operations.revoke_token(api_token, by=signed_in_user())
    flash(_("The token opens nothing any more."))
    project = db.session.get_one(Project, api_token.project_id)
    if not may(signed_in_user(), Can.LET_PROGRAM_READ, project):  # whoever has left it still takes back a token
        return redirect(url_for("tracker.index"), code=303)
    return redirect(url_for("api_tokens.of_project", project_id=project.id), code=303)


def _page(
    project: Project, form: TokenForm, *, token: str = "", status: HTTPStatus = HTTPStatus.OK
) -> ResponseReturnValue:
    tokens = queries.tokens_of(project, signed_in_user())
    answer = make_response(
        render_template(
            "api/tokens.html", project=project, boards=BOARDS, form=form, tokens=tokens, token=token, prefix=PREFIX
        ),
        status,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
