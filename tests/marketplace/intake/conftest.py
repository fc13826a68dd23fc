"""Whoever holds the interviews."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.factories.accounts import make_advisor

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from tests.conftest import PageClient


@pytest.fixture
def advisor(client: PageClient) -> User:
    del client
    return make_advisor()
