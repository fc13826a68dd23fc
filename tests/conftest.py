"""One application per process, one rolled-back transaction per test, on the engine under test."""

from __future__ import annotations

import gc
import os
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import html5lib
import pytest
import sqlalchemy as sa
from flask import g
from flask.testing import FlaskClient
from hypothesis import settings

from config import DEMO_SECRET, Config
from marketplace.app import create_app
from marketplace.browse import fragments, search, snapshot
from marketplace.db import Model, db
from marketplace.shortlist import current as ranker
from marketplace.shortlist import index as shortlist_index
from marketplace.vocabulary import editions
from tests.postgres import postgresql

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask
    from werkzeug.test import TestResponse

    from marketplace.accounts.models import User


# A busy machine is no fault of the code. What passes passes again: other examples are drawn with HYPOTHESIS=random.
settings.register_profile("steady", deadline=None, derandomize=os.environ.get("HYPOTHESIS") != "random")
settings.load_profile("steady")


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the collector looks at it no more, and looks more rarely (a tenth of the time)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Refuse a test named after a set: two workers print it in two orders, and then none of them runs a test.

    What starts databases of its own, one of each engine, has run on both in the run on SQLite.
    """
    for item in items:
        for value in _parameters(item):
            if isinstance(value, (set, frozenset)) and str(value) in item.name:
                raise pytest.UsageError(f"{item.nodeid}: give it ids of its own, a set's text hangs on the hash seed")
    if os.environ.get("TEST_DATABASE") == "postgresql":
        again = {item for item in items if {"sqlite", "postgresql"} & {str(each) for each in _parameters(item)}}
        config.hook.pytest_deselected(items=list(again))
        items[:] = [item for item in items if item not in again]


def _parameters(item: pytest.Item) -> list[object]:
    callspec = getattr(item, "callspec", None)
    return list(callspec.params.values()) if callspec else []


def _database_url(folder: Path) -> Iterator[str]:
    """Yield the address of a fresh database: SQLite, or with TEST_DATABASE=postgresql a real PostgreSQL."""
    if os.environ.get("TEST_DATABASE") != "postgresql":
        yield f"sqlite:///{folder / 'test.db'}"
        return
    with postgresql() as url:
        _keep_unvacuumed(url)
        yield url


def _keep_unvacuumed(url: str) -> None:
    """Keep the server from counting rows: every test's are rolled back, and so each table would count as empty.

    For empty tables PostgreSQL plans nested loops of whole scans, which a test of fifty contracts then waits for by the
    hour. What was never counted is guessed by its size, and planned soberly.
    """
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text("ALTER SYSTEM SET autovacuum = off"))
        connection.execute(sa.text("SELECT pg_reload_conf()"))
    engine.dispose()


@pytest.fixture(scope="session")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from _database_url(tmp_path_factory.mktemp("database"))


@pytest.fixture(scope="session")
def config(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Config:
    return Config(
        database_url=database_url,
        secret_key=DEMO_SECRET,
        password_salt=DEMO_SECRET,
        totp_secret=DEMO_SECRET,
        instance=tmp_path_factory.mktemp("instance"),
        demo=True,
        secure_cookies=False,
        rate_limits=False,
        argon2_rounds=1,
    )


@pytest.fixture(scope="session")
def built_app(config: Config) -> Iterator[Flask]:
    app = create_app(config)
    app.testing = True
    with app.app_context():
        Model.metadata.create_all(db.engine)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(autouse=True)
def _seeds_stand_again() -> Iterator[None]:
    """Leave no test the catalogue that another one has changed: pure tests read this process's edition too."""
    yield
    editions.forget()


@pytest.fixture
def app(built_app: Flask) -> Iterator[Flask]:
    """The application inside a transaction that is rolled back, whatever the test commits."""
    with built_app.app_context():
        engine = db.engine
        connection = engine.connect()
        outer = connection.begin()
        db._app_engines[built_app][None] = connection  # type: ignore[assignment]  # the test's transaction in the engine's place
        db.session.remove()
        db.session.configure(join_transaction_mode="create_savepoint")
        snapshot.forget()
        fragments.forget()
        search.forget()
        shortlist_index.forget()
        ranker.forget()
        editions.forget()
        try:
            yield built_app
        finally:
            db.session.remove()
            db._app_engines[built_app][None] = engine
            outer.rollback()
            connection.close()


@pytest.fixture
def session(app: Flask) -> Iterator[sa.orm.scoped_session[Any]]:
    """The session of a test that calls operations and queries directly."""
    del app
    yield db.session
    db.session.rollback()


_PARSED: set[int] = set()
_VALUE, _TAG = re.compile(r'"[^"]*"'), re.compile(r"<[^>]*>|&")


def parse_once(page: str) -> None:
    """Parse a page strictly, unless its like was parsed before: the same tags and attributes, other values and words.

    No database decides how a page is marked up: the run on SQLite parses them all.
    """
    if os.environ.get("TEST_DATABASE") == "postgresql":
        return
    like = hash("".join(_TAG.findall(_VALUE.sub("", page))))
    if like not in _PARSED:
        html5lib.HTMLParser(strict=True).parse(page)
        _PARSED.add(like)


class PageClient(FlaskClient):
    """A client that parses every HTML page it gets, strictly where templates can go wrong."""

    def open(self, *args: object, **kwargs: object) -> TestResponse:
        for name in list(g):  # the test's application context outlives a request; what a request notes does not
            g.pop(name)
        response = super().open(*args, **kwargs)  # type: ignore[arg-type]
        if response.mimetype == "text/html" and response.status_code not in {204, 301, 302, 303, 308}:
            parse_once(response.get_data(as_text=True))
        return response

    def sign_in(self, user: User) -> None:
        """Start a session for the user as Flask-Login keeps it."""
        with self.session_transaction() as session:
            session["_user_id"] = user.fs_uniquifier
            session["_fresh"] = True

    def sign_out(self) -> None:
        with self.session_transaction() as session:
            session.clear()


@pytest.fixture
def client(app: Flask) -> PageClient:
    app.test_client_class = PageClient
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    assert isinstance(client, PageClient)
    return client


@contextmanager
def count_queries() -> Iterator[list[str]]:
    """Collect the statements that reach the database, without transaction control.

    Nor the one that asks for the catalogue's revision: once in a few seconds, by whichever request comes then.
    """
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "PRAGMA")) and (
            not statement.startswith("SELECT catalogue_clock.")
        ):
            seen.append(statement)

    engine = db.engine if isinstance(db.engine, sa.Engine) else db.engine.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
