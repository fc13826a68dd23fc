"""A real product for real browsers: `marketplace.serve` on a fresh demo world, as `make run` starts it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.chromium import installed
from tests.browser.stripe_emulator import free_port
from tests.browser.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[2]
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run",
]  # fmt: skip


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start the product as a person would and yield its address."""
    with served(tmp_path_factory.mktemp("product"), free_port()) as base:
        yield base


@contextmanager
def served(folder: Path, port: int, **more: str) -> Iterator[str]:
    """Serve a product of its own on a fresh demo world, with more in its environment."""
    environ = {
        **os.environ, "ENNOSHITA_DEMO": "1", "ENNOSHITA_INSTANCE": str(folder), "PORT": str(port),
        "RATE_LIMITS": "0", "BASE_URL": f"http://127.0.0.1:{port}", **more,
    }  # fmt: skip
    environ.pop("DATABASE_URL", None)
    told = (folder / "serve.log").open("wb")
    child = subprocess.Popen(
        [sys.executable, "-m", "marketplace.serve"], cwd=ROOT, env=environ, stdout=told, stderr=told
    )
    try:
        _wait(child, folder / "serve.log")
        yield f"http://127.0.0.1:{port}"
    finally:
        child.terminate()
        child.wait(timeout=30)
        told.close()


def _wait(child: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 180
    while time.monotonic() < until and child.poll() is None:
        if "is served at" in log.read_text(errors="replace"):
            return
        time.sleep(0.2)
    raise RuntimeError(f"the product did not start:\n{log.read_text(errors='replace')[-3000:]}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(product: str, chromium: Browser) -> Iterator[Callable[..., Visitor]]:
    """Return a maker of people, each with a browser of their own; what their pages complained of fails the test."""
    with visitors(product, chromium) as person:
        yield person


@contextmanager
def visitors(base: str, chromium: Browser) -> Iterator[Callable[..., Visitor]]:
    """Let people visit a product, and close their browsers at the end."""
    people: list[Visitor] = []

    def person(locale: str = "ja", *, width: int = 1280) -> Visitor:
        people.append(Visitor(chromium, base, locale, width))
        return people[-1]

    yield person
    complaints = [complaint for each in people for complaint in each.complaints]
    for each in people:
        each.close()
    assert complaints == []
