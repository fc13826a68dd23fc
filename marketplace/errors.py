"""What a person did that cannot be done, and its one mapping to HTTP pages."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import structlog
from flask import current_app, g, make_response, render_template, request, session
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, TooManyRequests

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flask import Flask
    from flask.typing import ResponseReturnValue

GONE = frozenset({404, 410})
UNIQUE = "23505"  # PostgreSQL's code for it
READ_ONLY = "25006"  # likewise: a stand-by answers, and takes no writes until the switch-over is done
PAGES = frozenset({403, 404, 405, 409, 413, 422, 429, 500, 503})
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


def answer_under(app: Flask, prefix: str, page: Callable[[HTTPStatus, object], ResponseReturnValue]) -> None:
    """Have all errors of addresses that begin so answered by another page: what reads there is a program."""
    app.extensions.setdefault("error_pages", {})[prefix] = page


def _own_page() -> Callable[[HTTPStatus, object], ResponseReturnValue] | None:
    pages = current_app.extensions.get("error_pages", {})
    return next((page for prefix, page in pages.items() if request.path.startswith(prefix)), None)


def _page(status: HTTPStatus, message: object = "") -> ResponseReturnValue:
    """Draw the page of a status; a program that asks for JSON gets JSON."""
    own = _own_page()
    if own is not None:
        return own(status, message)
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return {"error": status.phrase, "message": str(message)}, status
    return render_template(f"errors/{status.value}.html", message=message), status


def _lost_race(error: Exception) -> ResponseReturnValue:
    log.warning("lost race", error=repr(error)[:300])
    return _page(HTTPStatus.CONFLICT)


def _bug(error: Exception) -> ResponseReturnValue:
    if current_app.testing:
        raise error
    log.error("unhandled", exc_info=error)
    return _page(HTTPStatus.INTERNAL_SERVER_ERROR)


def _not_unique(error: IntegrityError) -> ResponseReturnValue:
    """Somebody else was faster, where a row had to be the only one; any other broken rule is a bug of ours."""
    if getattr(error.orig, "sqlstate", "") == UNIQUE or "UNIQUE constraint" in str(error.orig):
        return _lost_race(error)
    return _bug(error)


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error.get_response()
    if isinstance(error, CSRFError):
        log.warning("no token", path=request.path, why=error.description)
    if error.code not in PAGES and _own_page() is None:  # a page for each would say nothing more; the code itself stays
        response = make_response(_page(HTTPStatus.NOT_FOUND if error.code in GONE else HTTPStatus.UNPROCESSABLE_ENTITY))
        response.status_code = error.code
        return response
    response = make_response(_page(HTTPStatus(error.code)))
    if isinstance(error, MethodNotAllowed):
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
    if isinstance(error, TooManyRequests) and isinstance(error.retry_after, int):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _takes_no_writes(error: InternalError) -> ResponseReturnValue:
    return _database_away(error) if getattr(error.orig, "sqlstate", "") == READ_ONLY else _bug(error)


def _database_away(error: Exception) -> ResponseReturnValue:
    """Say so without asking the database who reads the page and in which language."""
    log.error("database away", error=repr(error)[:300])
    g._login_user = None  # noqa: SLF001 - Flask-Login's own memory of this request
    g.locale = session.get("locale") or "ja"
    response = make_response(_page(HTTPStatus.SERVICE_UNAVAILABLE))
    response.headers["Retry-After"] = "5"
    return response


def init_app(app: Flask) -> None:
    """Answer every error with a page of ours; a lost race shows that somebody was faster, a bug shows nothing."""
    app.register_error_handler(DomainError, lambda error: _page(error.status, error.message))
    app.register_error_handler(TransitionRefused, _lost_race)
    app.register_error_handler(StaleDataError, _lost_race)
    app.register_error_handler(IntegrityError, _not_unique)
    for away in (OperationalError, InterfaceError, PoolTimeout):
        app.register_error_handler(away, _database_away)
    app.register_error_handler(InternalError, _takes_no_writes)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _bug)
