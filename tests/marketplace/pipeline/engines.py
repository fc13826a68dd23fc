"""The product on a database of its own with real commits, on each engine: for threads, and for comparing engines."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from config import DEMO_SECRET, Config
from marketplace.app import create_app
from marketplace.browse import fragments, search, snapshot
from marketplace.db import Model, db
from marketplace.shortlist import index as shortlist_index
from marketplace.vocabulary import editions
from tests.conftest import PageClient
from tests.postgres import postgresql

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask

ENGINES = ("sqlite", "postgresql")


def forget_everything() -> None:
    """Drop what this process keeps of the database it looked at before."""
    for part in (snapshot, fragments, search, shortlist_index, editions):
        part.forget()


@contextmanager
def database(engine: str, folder: Path) -> Iterator[str]:
    """Yield the address of a new database: a file, or a PostgreSQL server started in the folder."""
    if engine == "sqlite":
        yield f"sqlite:///{folder / 'own.db'}"
        return
    with postgresql() as url:
        yield url


@contextmanager
def product(url: str, folder: Path) -> Iterator[Flask]:
    """Yield the product on this database, its tables made."""
    config = Config(
        database_url=url,
        secret_key=DEMO_SECRET,
        password_salt=DEMO_SECRET,
        totp_secret=DEMO_SECRET,
        instance=folder,
        demo=True,
        secure_cookies=False,
        rate_limits=False,
        argon2_rounds=1,
    )
    app = create_app(config)
    app.testing = True
    app.config["WTF_CSRF_ENABLED"] = False
    app.test_client_class = PageClient
    with app.app_context():
        Model.metadata.create_all(db.engine)
    forget_everything()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    forget_everything()


@pytest.fixture(scope="package", params=ENGINES)
def own_product(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The product with real commits, once on each engine; its rows stay from test to test."""
    folder = tmp_path_factory.mktemp("own")
    with database(request.param, folder) as url, product(url, folder) as app:
        yield app
