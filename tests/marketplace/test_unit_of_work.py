"""One request, one transaction: real commits on the engine under test, seen from another session."""

from __future__ import annotations

import io
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from flask import Flask, abort, redirect
from sqlalchemy import delete, select, text

from marketplace.accounts.models import Company
from marketplace.db import UnitOfWorkFlask, begin_writing, db
from marketplace.errors import DomainError
from marketplace.limits import takes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed import WriteableBuffer
    from flask.testing import FlaskClient
    from flask.typing import ResponseReturnValue

    from config import Config

ANSWERS: dict[str, int] = {
    "ok": 200,
    "created": 201,
    "quiet": 204,
    "elsewhere": 303,
    "bad": 422,
    "no": 403,
    "busy": 503,
}


def _write(name: str) -> None:
    db.session.add(Company(name=name))
    db.session.flush()


def _answer(how: str) -> ResponseReturnValue:
    _write(how)
    if how == "refused":
        raise DomainError("not now")
    if how == "broken":
        raise ZeroDivisionError
    if how == "aborted":
        abort(HTTPStatus.CONFLICT)
    if how == "elsewhere":
        return redirect("/somewhere", code=303)
    return "", ANSWERS[how]


def _refuse(error: DomainError) -> ResponseReturnValue:
    return str(error.message), error.status


def _clear(app: Flask) -> None:
    with app.app_context():
        db.session.execute(delete(Company))
        db.session.commit()
        db.session.remove()


@pytest.fixture
def small(built_app: Flask, config: Config) -> Iterator[Flask]:
    """A product of one view, on the same tables; what it commits is taken away afterwards."""
    del built_app  # it made the tables
    app = UnitOfWorkFlask("small")
    app.config["SQLALCHEMY_DATABASE_URI"] = config.database_url
    app.config["PROPAGATE_EXCEPTIONS"] = False
    db.init_app(app)
    app.add_url_rule("/<how>", "answer", _answer, methods=["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"])
    app.register_error_handler(DomainError, _refuse)
    _clear(app)
    yield app
    _clear(app)
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def browser(small: Flask) -> FlaskClient:
    return small.test_client()


def kept(app: Flask) -> list[str]:
    """The companies that another connection sees."""
    with app.app_context(), db.engine.connect() as connection:
        return list(connection.scalars(select(Company.name)))


@pytest.mark.parametrize("how", ["ok", "created", "quiet", "elsewhere"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_successful_write_is_kept(small: Flask, browser: FlaskClient, how: str, method: str) -> None:
    assert browser.open(f"/{how}", method=method).status_code == ANSWERS[how]
    assert kept(small) == [how]


@pytest.mark.parametrize("how", list(ANSWERS))
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_looking_keeps_nothing(small: Flask, browser: FlaskClient, how: str, method: str) -> None:
    assert browser.open(f"/{how}", method=method).status_code == ANSWERS[how]
    assert kept(small) == []


@pytest.mark.parametrize("how", ["bad", "no", "busy"])
def test_a_refused_write_keeps_nothing(small: Flask, browser: FlaskClient, how: str) -> None:
    assert browser.post(f"/{how}").status_code == ANSWERS[how]
    assert kept(small) == []


@pytest.mark.parametrize(("how", "status"), [("refused", 409), ("aborted", 409), ("broken", 500)])
def test_an_error_keeps_nothing(small: Flask, browser: FlaskClient, how: str, status: int) -> None:
    assert browser.post(f"/{how}").status_code == status
    assert kept(small) == []


def test_a_request_after_an_error_begins_anew(small: Flask, browser: FlaskClient) -> None:
    browser.post("/broken")
    browser.post("/ok")
    browser.get("/created")
    assert kept(small) == ["ok"]


class Drip(io.BytesIO):
    """A body that tells whether others could write while it was being sent."""

    held: bool | None = None

    def read(self, size: int | None = -1) -> bytes:
        self.held = db.session().in_transaction()
        return super().read(size)

    def readinto(self, buffer: WriteableBuffer) -> int:
        self.held = db.session().in_transaction()
        return super().readinto(buffer)


@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "application/json", "multipart/form-data; boundary=x"]
)
def test_a_body_is_taken_in_before_others_have_to_wait(small: Flask, browser: FlaskClient, kind: str) -> None:
    body = Drip(b"--x--\r\n")
    with small.app_context():
        browser.post("/ok", input_stream=body, content_type=kind, content_length=7)
    assert body.held is False


def test_a_view_may_take_more_than_others(small: Flask, browser: FlaskClient) -> None:
    small.config["MAX_CONTENT_LENGTH"] = 10
    assert browser.post("/ok", data=b"x" * 11).status_code == 413
    small.view_functions["answer"] = takes(11)(partial(_answer))
    assert browser.post("/ok", data=b"x" * 11).status_code == 200
    assert browser.post("/ok", data=b"x" * 12).status_code == 413


def test_a_write_begins_as_one(small: Flask) -> None:
    with small.app_context():
        begin_writing()
        connection = db.session.connection()
        assert connection.get_execution_options().get("writing") is True
        begin_writing()
        db.session.rollback()
        db.session.execute(text("SELECT 1"))
        assert "writing" not in db.session.connection().get_execution_options()
        db.session.rollback()


def test_a_connection_is_prepared_for_its_engine(app: Flask) -> None:
    del app
    if db.engine.dialect.name == "sqlite":
        assert db.session.scalar(text("PRAGMA foreign_keys")) == 1
        assert db.session.scalar(text("PRAGMA busy_timeout")) == 10_000
    else:
        assert db.session.scalar(text("SHOW lock_timeout")) == "10s"
        assert db.session.scalar(text("SHOW jit")) == "off"
