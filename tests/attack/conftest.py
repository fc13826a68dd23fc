"""The running product on each engine, and the people of a small market on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.attack.product import Product, product
from tests.postgres import postgresql

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(params=["sqlite", "postgresql"])
def run(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Product]:
    """The product on a database of its own, no process of it started yet."""
    if request.param == "sqlite":
        with product(f"sqlite:///{tmp_path / 'ennoshita.db'}", tmp_path) as started:
            yield started
        return
    with postgresql() as url, product(url, tmp_path) as started:
        yield started


@pytest.fixture
def served(run: Product) -> Product:
    """The product with its web server answering."""
    run.start_web()
    return run
