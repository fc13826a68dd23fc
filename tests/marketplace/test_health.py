"""/healthz and /readyz, with each part fit and unfit."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import text

from marketplace.app import create_app
from marketplace.background import Worker, beat
from marketplace.clock import now
from marketplace.db import db
from tests.conftest import count_queries
from tests.factories.accounts import make_advisor

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from config import Config
    from tests.conftest import PageClient


def migrated_to(revision: str) -> None:
    db.session.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
    db.session.execute(text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": revision})
    db.session.commit()


@pytest.fixture
def head(app: Flask) -> str:
    """The newest revision of the product's tables."""
    revision = ScriptDirectory(app.config["MIGRATIONS"]).get_current_head()
    assert revision is not None
    return revision


def test_the_process_answers(client: PageClient) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})


@pytest.mark.parametrize("path", ["/healthz", "/static/css/base.css"])
def test_what_is_nobodys_asks_the_database_nothing_whoever_is_signed_in(client: PageClient, path: str) -> None:
    client.sign_in(make_advisor())
    with count_queries() as seen, client.get(path) as answer:
        assert answer.status_code == 200
    assert seen == []
    assert client.get("/desk").status_code == 200  # and the session stands as it was


def test_all_parts_are_fit(client: PageClient, head: str) -> None:
    migrated_to(head)
    beat("worker-1")
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json == {"ready": True, "database": True, "migrations": True, "jobs": True}


def test_without_a_consumer_it_is_not_ready(client: PageClient, head: str) -> None:
    migrated_to(head)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {"ready": False, "database": True, "migrations": True, "jobs": False}


def test_a_consumer_that_fell_silent_does_not_count(client: PageClient, head: str) -> None:
    migrated_to(head)
    db.session.add(Worker(name="worker-1", seen_at=now() - timedelta(minutes=4)))
    db.session.commit()
    assert client.get("/readyz").status_code == 503


@pytest.mark.usefixtures("head")
def test_old_tables_are_not_ready(client: PageClient) -> None:
    migrated_to("of-last-year")
    beat("worker-1")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {"ready": False, "database": True, "migrations": False, "jobs": True}


def test_without_a_database_it_answers_that(config: Config, tmp_path: Path) -> None:
    own = dataclasses.replace(config, database_url=f"sqlite:///{tmp_path / 'gone' / 'no.db'}", instance=tmp_path)
    client = create_app(own).test_client()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {"ready": False, "database": False, "migrations": False, "jobs": False}
    assert client.get("/healthz").status_code == 200
