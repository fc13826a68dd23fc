"""Real servers for the benches: the product and the bare page, each in one Granian worker of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
MEGABYTE = 1024 * 1024


def free_port() -> int:
    """Return a port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(target: str, url: str, instance: Path) -> Iterator[tuple[int, psutil.Process]]:
    """Serve `module:app` on the database at `url`; yield its port and its worker's process."""
    port = free_port()
    environ = {
        **os.environ, "ENNOSHITA_DEMO": "1", "DATABASE_URL": url, "ENNOSHITA_INSTANCE": str(instance),
        "BASE_URL": f"http://127.0.0.1:{port}", "OMP_NUM_THREADS": "1", "RATE_LIMITS": "0",
    }  # fmt: skip
    command = [
        str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--host", "127.0.0.1",
        "--port", str(port), "--workers", "1", "--blocking-threads", "4", "--log-level", "warning", target,
    ]  # fmt: skip
    child = subprocess.Popen(command, cwd=ROOT, env=environ, stderr=subprocess.DEVNULL)
    try:
        _wait(port)
        workers = psutil.Process(child.pid).children(recursive=True)
        yield port, max(workers, key=lambda process: process.memory_info().rss)
    finally:
        child.terminate()
        child.wait(timeout=20)


def _wait(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not start")


def megabytes(process: psutil.Process) -> float:
    """Return the memory that only this process holds (USS); shared pages are not counted twice."""
    return float(process.memory_full_info().uss / MEGABYTE)
