"""Migrations go up and down with data in them, on both engines, and end where the models are."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from config import DEMO_SECRET, Config
from marketplace.app import create_app
from marketplace.db import Model, db
from marketplace.demo.world import plant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

ROOT = Path(__file__).parents[2]
FLOOR = "20261122_floor"  # the first that went out: data written by it is carried on by every later one


@pytest.fixture
def empty(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """An application on an empty database of its own, on the engine under test."""
    url = f"sqlite:///{tmp_path / 'migrations.db'}"
    server = sa.create_engine(database_url, isolation_level="AUTOCOMMIT")
    name = f"migrations_{os.getpid()}"
    if server.dialect.name == "postgresql":
        with server.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name}")
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        url = sa.make_url(database_url).set(database=name).render_as_string(hide_password=False)
    app = create_app(
        Config(
            database_url=url,
            secret_key=DEMO_SECRET,
            password_salt=DEMO_SECRET,
            totp_secret=DEMO_SECRET,
            instance=tmp_path,
            demo=True,
            secure_cookies=False,
            rate_limits=False,
            argon2_rounds=1,
        )  # fmt: skip
    )
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    if server.dialect.name == "postgresql":
        with server.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    server.dispose()


def _alembic(connection: sa.Connection) -> AlembicConfig:
    config = AlembicConfig()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["connection"] = connection
    return config


def _tables(connection: sa.Connection) -> set[str]:
    return set(sa.inspect(connection).get_table_names()) - {"alembic_version", "spatial_ref_sys"}


def test_up_with_data_down_and_up_again(empty: Flask) -> None:
    del empty
    with db.engine.begin() as connection:
        command.upgrade(_alembic(connection), "head")
    plant(consultants=5, engagements=5, say=lambda _text: None)
    db.session.remove()
    with db.engine.begin() as connection:
        engagements = connection.scalar(sa.text("SELECT count(*) FROM engagement"))
        matches = connection.scalar(sa.text("SELECT count(*) FROM match"))
        assert engagements > 5
        assert matches > 0
        command.downgrade(_alembic(connection), FLOOR)
        command.upgrade(_alembic(connection), "head")
        assert connection.scalar(sa.text("SELECT count(*) FROM engagement")) == engagements
        assert connection.scalar(sa.text("SELECT count(*) FROM match")) == matches
        command.downgrade(_alembic(connection), "base")
        assert _tables(connection) == set()
    with db.engine.begin() as connection:
        command.upgrade(_alembic(connection), "head")
        assert {"user", "engagement", "consultant", "match", "application", "job", "message"} <= _tables(connection)


def test_the_head_is_what_the_models_say(empty: Flask) -> None:
    del empty
    with db.engine.begin() as connection:
        command.upgrade(_alembic(connection), "head")
        context = MigrationContext.configure(
            connection,
            opts={
                "include_object": lambda _o, name, kind, *_rest: (
                    not (kind in {"table", "index"} and name and name.startswith(("listing_text", "ix_listing_text")))
                )
            },
        )
        assert compare_metadata(context, Model.metadata) == []


def test_one_head_written_where_parallel_heads_conflict() -> None:
    head = ScriptDirectory(str(ROOT / "migrations")).get_current_head()
    assert (ROOT / "migrations" / "current-head").read_text().strip() == head
