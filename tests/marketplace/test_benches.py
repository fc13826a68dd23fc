"""A bench without its data or without what it measures against says so, and how to get it."""

from __future__ import annotations

import pytest

from tests.bench.ranking.needs import SOURCES, data_folder, needed


@pytest.mark.parametrize("name", SOURCES)
def test_data_that_is_absent_is_described(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("ENNOSHITA_DATA", "/nonexistent")
    with pytest.raises(SystemExit) as ended:
        data_folder(name)
    told = str(ended.value)
    assert told.startswith(f"/nonexistent/ranking/{name} is not there. It holds ")
    assert SOURCES[name] in told
    assert "set ENNOSHITA_DATA" in told


def test_a_ranker_that_is_not_installed_is_named_with_how_to_install_it() -> None:
    with pytest.raises(SystemExit, match=r"nothing_of_this_name is not installed: make \.venv/bench-ready"):
        needed("nothing_of_this_name")
