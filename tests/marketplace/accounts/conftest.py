"""A product with its real rates, a product outside the demo, and what a test needs to be several browsers."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.app import create_app
from marketplace.db import Model, db
from marketplace.outbox import Message
from tests.conftest import PageClient

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask import Flask

    from config import Config


def mails_to(email: str) -> list[Message]:
    """Everything queued for an address, oldest first."""
    return list(db.session.scalars(select(Message).where(Message.to_email == email).order_by(Message.id)))


def csrf_of(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found is not None
    return found.group(1)


@pytest.fixture
def browser(app: Flask, client: PageClient) -> Callable[[], PageClient]:
    """Open another browser, with cookies of its own."""
    del client  # it prepares the application for page clients

    def another() -> PageClient:
        opened = app.test_client()
        assert isinstance(opened, PageClient)
        return opened

    return another


def _product(config: Config, folder: Path, **changes: object) -> Iterator[PageClient]:
    own = dataclasses.replace(
        config,
        database_url=f"sqlite:///{folder / 'own.db'}",
        instance=folder,
        **changes,  # type: ignore[arg-type]
    )
    app = create_app(own)
    app.testing = True
    app.test_client_class = PageClient
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        Model.metadata.create_all(db.engine)
        client = app.test_client()
        assert isinstance(client, PageClient)
        yield client
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def limited(config: Config, tmp_path: Path) -> Iterator[PageClient]:
    """A browser at a product that counts tries."""
    yield from _product(config, tmp_path, rate_limits=True)


@pytest.fixture
def earnest(config: Config, tmp_path: Path) -> Iterator[PageClient]:
    """A browser at a product that is no demo."""
    yield from _product(config, tmp_path, demo=False, secret_key="s" * 40, totp_secret="t" * 40)
