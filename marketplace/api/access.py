"""Who calls: a token in the request's head, never a cookie. The policy is asked anew at each call, for its person.

A person who may see a project, but may give no program a token of it, is told so: staff, since it became that.
"""

from __future__ import annotations

from functools import partial, wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from flask import abort, request

from marketplace.accounts.queries import token_hash
from marketplace.api.operations import note_use, used_anew
from marketplace.api.problems import speak
from marketplace.api.queries import token_by_hash
from marketplace.db import trace
from marketplace.guard import visible_or_404
from marketplace.limits import PROGRAMS, WRONG_TOKENS, count
from marketplace.policy import Can, may
from marketplace.tracker.models import Project

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from marketplace.api.models import ApiToken


def by_token(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """Let a view be read by whoever has a token; it is handed the token, and the project that the address names."""

    @wraps(view)
    def guarded(**values: Any) -> ResponseReturnValue:
        speak()
        token = _token()
        speak(token.user.locale)
        if "project_id" in values:
            project = cast("Project", visible_or_404(Project, values.pop("project_id"), to=token.user))
            if not token.reaches(project):
                abort(HTTPStatus.NOT_FOUND)
            if not may(token.user, Can.LET_PROGRAM_READ, project):
                abort(HTTPStatus.FORBIDDEN)
            values["project"] = project
        else:
            values["token"] = token
        if used_anew(token):
            trace(partial(note_use, token))
        return view(**values)

    guarded.guarded_by = Can.LET_PROGRAM_READ  # type: ignore[attr-defined]
    return guarded


def _token() -> ApiToken:
    given = request.authorization
    said = {"basic": given.password, "bearer": given.token}.get(given.type) if given else None
    token = token_by_hash(token_hash(said)) if said else None
    if token is None or not token.usable or not token.user.active:
        if said:
            count(WRONG_TOKENS, "wrong api token", request.remote_addr or "")
        abort(HTTPStatus.UNAUTHORIZED)
    count(PROGRAMS, "api", str(token.id))
    return token
