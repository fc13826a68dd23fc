"""A product that counts tries."""

from __future__ import annotations

from tests.marketplace.accounts.conftest import limited as limited  # noqa: PLC0414 - a fixture that is used here too
