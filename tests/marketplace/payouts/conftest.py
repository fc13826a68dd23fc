"""The clock stands still: October is billed, its fees are due on 30 November 2026."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import time_machine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask


@pytest.fixture(autouse=True)
def clock(app: Flask) -> Iterator[time_machine.Traveller]:
    del app
    with time_machine.travel(datetime(2026, 11, 24, 3, tzinfo=UTC), tick=False) as traveller:
        yield traveller
