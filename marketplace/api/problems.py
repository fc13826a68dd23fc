"""Errors as programs read them: RFC 9457 problem details, in Japanese or English as the caller asks."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Response, g, request

from marketplace.i18n import DEFAULT, LOCALES
from marketplace.i18n import lazy_gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX = "/api/v1/"
PROBLEM = "application/problem+json"
DETAILS: dict[int, object] = {
    400: _("The request cannot be read."),
    401: _("Send a token that is valid: as a bearer, or as the password of basic authentication."),
    403: _("The token does not allow this."),
    404: _("There is nothing here, or nothing that the token's person may see."),
    405: _("This interface is only read: use GET."),
    422: _("A parameter is not as it should be."),
    429: _("Too many requests. Wait as many seconds as Retry-After says."),
    503: _("The database cannot be reached just now. Try again in a moment."),
}
_ELSE = _("It did not work. It is our fault; please try again later.")


def speak(own: str = DEFAULT) -> None:
    """Speak the language that the caller asks for, else the one of the token's person."""
    g.locale = request.accept_languages.best_match(LOCALES) or (own if own in LOCALES else DEFAULT)


def problem(status: HTTPStatus, message: object = "", errors: Mapping[str, object] | None = None) -> Response:
    """Return the problem as an answer; `errors` are messages by parameter."""
    if "locale" not in g:
        speak()
    told: dict[str, object] = {
        "type": "about:blank", "title": status.phrase, "status": status.value,
        "detail": str(message or DETAILS.get(status.value, _ELSE)),
    }  # fmt: skip
    if errors:
        told["errors"] = [{"parameter": name, "detail": str(each)} for name, each in errors.items()]
    answer = Response(json.dumps(told, ensure_ascii=False), status, mimetype=PROBLEM)
    answer.headers["Cache-Control"] = "no-store"
    if status is HTTPStatus.UNAUTHORIZED:
        answer.headers.add("WWW-Authenticate", 'Bearer realm="Ennoshita"')
        answer.headers.add("WWW-Authenticate", 'Basic realm="Ennoshita", charset="UTF-8"')
    return answer
