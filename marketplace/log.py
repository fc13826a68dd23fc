"""Structured logs: a constant phrase, facts as keywords, the request id on every line."""

from __future__ import annotations

import logging
import re
import time
from typing import TYPE_CHECKING

import structlog
from flask import g, request
from uuid_utils.compat import uuid7

from marketplace.identity import user_id_or_none

if TYPE_CHECKING:
    from flask import Flask, Response

_SAFE_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


def configure(*, as_json: bool) -> None:
    """Send one line per event to standard error: JSON for machines; a demo shows only what went wrong, as text."""
    renderer = structlog.processors.JSONRenderer(ensure_ascii=False) if as_json else structlog.dev.ConsoleRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO if as_json else logging.WARNING),
        cache_logger_on_first_use=False,
    )


def _path() -> str:
    """Return the address that was asked for; a token that opens something to its holder stands in no log."""
    rule = request.url_rule
    return rule.rule if rule is not None and "token" in (request.view_args or {}) else request.path


def init_app(app: Flask) -> None:
    """Give each request an id (the proxy's, where it is a plain one) and one access line."""
    log = structlog.get_logger()

    @app.before_request
    def begin() -> None:
        given = request.headers.get("X-Request-Id", "")
        g.request_id = given if _SAFE_ID.fullmatch(given) else uuid7().hex
        g.began = time.perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)

    @app.after_request
    def access(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.get("request_id", "")
        if request.endpoint not in {"static", "health.healthz"}:
            user_id = user_id_or_none()
            log.info(
                "request",
                method=request.method,
                path=_path(),
                status=response.status_code,
                ms=round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000, 1),
                user=str(user_id) if user_id else None,
            )
        return response
