"""Whoever imports a document, signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.factories.profiles import make_consultant

if TYPE_CHECKING:
    from marketplace.profiles.models import Consultant
    from tests.conftest import PageClient


@pytest.fixture
def consultant(client: PageClient) -> Consultant:
    consultant = make_consultant()
    client.sign_in(consultant.user)
    return consultant
