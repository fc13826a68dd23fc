"""Stripe's settings: both keys or neither, two secrets while one replaces the other, https alone in production."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from config import PRODUCTION_NEEDS, Config, ConfigError

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRETS", "STRIPE_API_BASE")


@pytest.fixture
def environ(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """A production that starts, without Stripe."""
    for name in (*NAMES, "ENNOSHITA_DEMO"):
        monkeypatch.delenv(name, raising=False)
    for name in ("SECRET_KEY", "PASSWORD_SALT", "TOTP_SECRET"):
        monkeypatch.setenv(name, "0123456789abcdef" * 2)
    for name in PRODUCTION_NEEDS:
        monkeypatch.setenv(name, "https://ennoshita.example.jp")
    monkeypatch.setenv("DATABASE_URL", "sqlite://")
    monkeypatch.setenv("ENNOSHITA_INSTANCE", str(tmp_path))
    return monkeypatch


def test_without_keys_it_starts(environ: pytest.MonkeyPatch) -> None:
    del environ
    config = Config.from_environ()
    assert (config.stripe_key, config.stripe_webhook_secrets, config.stripe_api_base) == ("", (), "")


def test_two_secrets_are_read(environ: pytest.MonkeyPatch) -> None:
    environ.setenv("STRIPE_SECRET_KEY", "sk_live_1")
    environ.setenv("STRIPE_WEBHOOK_SECRETS", " whsec_1, whsec_2,")
    config = Config.from_environ()
    assert config.stripe_webhook_secrets == ("whsec_1", "whsec_2")


@pytest.mark.parametrize("name", NAMES[:2])
def test_one_without_the_other_stops_the_start(environ: pytest.MonkeyPatch, name: str) -> None:
    environ.setenv(name, "sk_live_or_whsec")
    with pytest.raises(ConfigError, match="together"):
        Config.from_environ()


@pytest.mark.parametrize("base", ["http://127.0.0.1:9", "ftp://x", "127.0.0.1"])
def test_production_asks_stripe_by_https_only(environ: pytest.MonkeyPatch, base: str) -> None:
    environ.setenv("STRIPE_API_BASE", base)
    with pytest.raises(ConfigError, match="https"):
        Config.from_environ()
    environ.setenv("ENNOSHITA_DEMO", "1")
    assert Config.from_environ().stripe_api_base == base
