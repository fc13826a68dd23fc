"""What the database refuses is told apart: away for a moment (come back), somebody was faster, or a bug of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest
from sqlalchemy import exc

if TYPE_CHECKING:
    from flask import Flask

AWAY = "ただいまご利用いただけません"


def failed(kind: type[exc.DBAPIError], cause: Exception) -> exc.DBAPIError:
    return kind("UPDATE engagement", {}, cause)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (failed(exc.OperationalError, psycopg.errors.AdminShutdown("closing")), 503),
        (failed(exc.OperationalError, psycopg.errors.DiskFull("no space")), 503),
        (failed(exc.OperationalError, psycopg.errors.LockNotAvailable("ten seconds are over")), 503),
        (failed(exc.InterfaceError, psycopg.InterfaceError("the connection is closed")), 503),
        (failed(exc.InternalError, psycopg.errors.ReadOnlySqlTransaction("a stand-by")), 503),
        (exc.TimeoutError("all connections are taken"), 503),
        (failed(exc.IntegrityError, psycopg.errors.UniqueViolation("twice")), 409),
        (failed(exc.IntegrityError, psycopg.errors.CheckViolation("a rule")), 500),
        (failed(exc.InternalError, psycopg.errors.InFailedSqlTransaction("a statement after a failed one")), 500),
        (failed(exc.ProgrammingError, psycopg.errors.UndefinedTable("no such table")), 500),
    ],
)
def test_who_is_told_what(app: Flask, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int) -> None:
    monkeypatch.setattr(app, "testing", False)  # where a bug is raised instead
    with app.test_request_context("/engagements"):
        answer = app.make_response(app.handle_user_exception(error))
    assert answer.status_code == status
    assert (AWAY in answer.get_data(as_text=True)) is (status == 503)
    assert answer.headers.get("Retry-After") == ("5" if status == 503 else None)
