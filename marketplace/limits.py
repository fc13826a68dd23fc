"""Rate limits against guessing and flooding; counted in memory, or in a store that all processes share."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

from flask import current_app, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits import parse
from werkzeug.exceptions import TooManyRequests

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.typing import ResponseReturnValue

    View = TypeVar("View", bound=Callable[..., ResponseReturnValue])

limiter = Limiter(get_remote_address, strategy="moving-window", headers_enabled=True)

SIGN_IN = "10 per 5 minutes"
SIGN_UP = "10 per hour"
RESET = "5 per hour"
SECOND_FACTOR = "5 per 5 minutes"
SEARCH = "120 per minute"
DOCUMENTS = "60 per minute"
UPLOADS = "30 per hour"
MESSAGES = "60 per 10 minutes"
SHARED = "20 per hour"  # mails to addresses that nobody has confirmed, of one person
PROGRAMS = "120 per minute"  # of one token
WRONG_TOKENS = "30 per minute"  # from one address


def named_account() -> str:
    """Count by the account somebody tries to enter, however many addresses they come from."""
    return f"account:{request.form.get('email', '').strip().lower()[:254]}"


def count(rate: str, *identity: str) -> None:
    """Count one try of somebody against a rate, and answer 429 beyond it; a lost store refuses (an error)."""
    if current_app.config["RATELIMIT_ENABLED"]:
        item = parse(rate)
        if not limiter.limiter.hit(item, *identity):
            reset_at = limiter.limiter.get_window_stats(item, *identity).reset_time
            raise TooManyRequests(retry_after=max(1, int(reset_at - time.time())))


def takes(most_bytes: int) -> Callable[[View], View]:
    """Let a view be sent more than others are (MAX_CONTENT_LENGTH), so that it can say itself what was too much."""

    def decorate(view: View) -> View:
        view.most_bytes = most_bytes  # type: ignore[attr-defined]
        return view

    return decorate


def init_app(app: Flask, *, url: str, enabled: bool) -> None:
    """Switch the limiter on; where its store is lost, limited views refuse rather than stand open."""
    app.config.update(
        RATELIMIT_STORAGE_URI=url,
        RATELIMIT_ENABLED=enabled,
        RATELIMIT_SWALLOW_ERRORS=False,
        RATELIMIT_HEADERS_ENABLED=True,
    )
    limiter.init_app(app)
