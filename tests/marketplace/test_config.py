"""Settings that are numbers or addresses: what cannot be read stops the start and names the setting."""

from __future__ import annotations

import pytest

from config import Config, ConfigError

pytestmark = pytest.mark.usefixtures("demo")


@pytest.fixture
def demo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENNOSHITA_DEMO", "1")


@pytest.mark.parametrize("name", ["RANKING_WORKERS", "TRUSTED_PROXIES"])
@pytest.mark.parametrize("value", ["four", "-1", "1.5", "２", " "])
def test_what_is_no_number_stops_the_start(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigError, match=f"{name} is a whole number from [01]"):
        Config.from_environ()


def test_nobody_ranking_stops_the_start_and_an_empty_setting_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RANKING_WORKERS", "")
    assert Config.from_environ().ranking_workers == 1
    monkeypatch.setenv("RANKING_WORKERS", "4")
    assert Config.from_environ().ranking_workers == 4
    monkeypatch.setenv("RANKING_WORKERS", "0")
    with pytest.raises(ConfigError, match="RANKING_WORKERS is a whole number from 1"):
        Config.from_environ()


@pytest.mark.parametrize("value", ["tcp://10.0.0.4:8786", "tls://scheduler.example.jp:8786", "scheduler:8786", ""])
def test_a_scheduler_s_address_is_taken(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("DASK_SCHEDULER", value)
    assert Config.from_environ().dask_scheduler == value


@pytest.mark.parametrize("value", ["scheduler", "tcp://scheduler", "tcp://a b:1", "yes"])
def test_what_is_no_scheduler_s_address_stops_the_start(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("DASK_SCHEDULER", value)
    with pytest.raises(ConfigError, match="DASK_SCHEDULER is an address like"):
        Config.from_environ()
