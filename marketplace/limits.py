"""Rate limits against guessing and flooding; counted in memory, or in a store that all processes share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

if TYPE_CHECKING:
    from flask import Flask

limiter = Limiter(get_remote_address, strategy="moving-window", headers_enabled=True)

SIGN_IN = "10 per 5 minutes"
SIGN_UP = "10 per hour"
RESET = "5 per hour"
SEARCH = "120 per minute"


def named_account() -> str:
    """Count by the account somebody tries to enter, however many addresses they come from."""
    return f"account:{request.form.get('email', '').strip().lower()[:254]}"


def init_app(app: Flask, *, url: str, enabled: bool) -> None:
    """Switch the limiter on; where its store is lost, limited views refuse rather than stand open."""
    app.config.update(
        RATELIMIT_STORAGE_URI=url,
        RATELIMIT_ENABLED=enabled,
        RATELIMIT_SWALLOW_ERRORS=False,
        RATELIMIT_HEADERS_ENABLED=True,
    )
    limiter.init_app(app)
