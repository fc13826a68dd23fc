"""What a person did that cannot be done, and its one mapping to HTTP pages."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import structlog
from flask import make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask
    from flask.typing import ResponseReturnValue

PAGES = frozenset({403, 404, 409, 422, 429, 500, 503})
log = structlog.get_logger()


class DomainError(Exception):
    """A refusal worded for people (a lazily translated text); answered with 409 unless a form takes it."""

    status = HTTPStatus.CONFLICT

    def __init__(self, message: object) -> None:
        super().__init__(message)
        self.message = message


class TransitionRefused(DomainError):
    """A state cannot follow the present one: usually somebody else was faster."""

    def __init__(self, kind: str, old: str, new: str) -> None:
        super().__init__(f"{kind}: {old} cannot become {new}")
        self.kind, self.old, self.new = kind, old, new


class Invalid(DomainError):
    """Input that breaks a rule of the trade: messages by field name, answered with 422."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, errors: Mapping[str, object]) -> None:
        super().__init__(next(iter(errors.values()), ""))
        self.errors = dict(errors)


class Missing(DomainError):
    """There is no such thing, or none that the actor may know of."""

    status = HTTPStatus.NOT_FOUND


def init_app(app: Flask) -> None:
    """Answer every error with a page of ours; a lost race shows that somebody was faster, a bug shows nothing."""

    def page(status: HTTPStatus, message: object = "") -> ResponseReturnValue:
        wants_page = request.accept_mimetypes.best_match(["text/html", "application/json"]) != "application/json"
        if not wants_page:
            return {"error": status.phrase, "message": str(message)}, status
        return render_template(f"errors/{status.value}.html", message=message), status

    @app.errorhandler(DomainError)
    def refused(error: DomainError) -> ResponseReturnValue:
        return page(error.status, error.message)

    @app.errorhandler(TransitionRefused)
    @app.errorhandler(StaleDataError)
    @app.errorhandler(IntegrityError)
    def lost_race(error: Exception) -> ResponseReturnValue:
        log.warning("lost race", error=repr(error)[:300])
        return page(HTTPStatus.CONFLICT)

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> ResponseReturnValue:
        if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
            return error.get_response()
        known = error.code in PAGES
        shown = HTTPStatus(error.code) if known else HTTPStatus.NOT_FOUND
        answer = page(shown, getattr(error, "description", "") if isinstance(error, CSRFError) else "")
        return (answer[0], error.code) if isinstance(answer, tuple) else answer

    @app.errorhandler(OperationalError)
    def database_away(error: OperationalError) -> ResponseReturnValue:
        log.error("database away", error=repr(error)[:300])
        response = make_response(page(HTTPStatus.SERVICE_UNAVAILABLE))
        response.headers["Retry-After"] = "5"
        return response

    @app.errorhandler(Exception)
    def bug(error: Exception) -> ResponseReturnValue:
        if app.testing:
            raise error
        log.error("unhandled", exc_info=error)
        return page(HTTPStatus.INTERNAL_SERVER_ERROR)
