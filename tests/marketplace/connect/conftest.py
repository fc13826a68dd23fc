"""Stripe's stand-in on loopback, and the product told to ask it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.factories.checkouts import with_stripe
from tests.stripe_server import StripeServer, stripe_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from config import Config


@pytest.fixture
def stripe(app: Flask, config: Config) -> Iterator[StripeServer]:
    with stripe_server() as server:
        app.config["PRODUCT"] = with_stripe(config, server)
        try:
            yield server
        finally:
            app.config["PRODUCT"] = config
