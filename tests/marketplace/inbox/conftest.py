"""A product that sends its mail to a server of the test's own."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from tests.marketplace.inbox.sink import Sink, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask


@pytest.fixture
def post_office(app: Flask) -> Iterator[Sink]:
    """Point the product at an SMTP server that keeps the mails."""
    before = app.config["PRODUCT"]
    with serving() as sink:
        app.config["PRODUCT"] = dataclasses.replace(before, smtp_url=sink.url, base_url="https://pmo.example.jp")
        try:
            yield sink
        finally:
            app.config["PRODUCT"] = before
