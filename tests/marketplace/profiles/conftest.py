"""Somebody signed in, and what the signals of a profile told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from marketplace import events
from tests.factories.profiles import make_consultant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from marketplace.profiles.models import Consultant
    from tests.conftest import PageClient


@pytest.fixture
def me(client: PageClient) -> Consultant:
    consultant = make_consultant()
    client.sign_in(consultant.user)
    return consultant


@pytest.fixture
def changed() -> Iterator[list[Consultant]]:
    seen: list[Consultant] = []

    def note(sender: Consultant) -> None:
        seen.append(sender)

    events.consultant_changed.connect(note)
    yield seen
    events.consultant_changed.disconnect(note)
