"""A program that reads: a client without cookies, with a token."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.marketplace.accounts.conftest import limited as limited  # noqa: PLC0414 - a fixture that is used here too

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug.test import TestResponse

    from tests.conftest import PageClient


@pytest.fixture
def read(client: PageClient) -> Callable[..., TestResponse]:
    """Read an address below /api/v1 with a token."""

    def ask(token: str, path: str, headers: dict[str, str] | None = None, **query: Any) -> TestResponse:
        head = {"Authorization": f"Bearer {token}"} | (headers or {})
        return client.get(f"/api/v1{path}", headers=head, query_string=query)

    return ask
