"""`make run`: database up to date, demo data, web server and job consumer, until Ctrl-C ends all of it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from flask_migrate import upgrade

from config import Config, ConfigError
from marketplace.accounts.demo_sign_ins import DEMO_SIGN_INS
from marketplace.app import ROOT, create_app
from marketplace.demo.world import plant_if_empty

if TYPE_CHECKING:
    from types import FrameType

    from flask import Flask

HOST = "127.0.0.1"
BIN = Path(sys.executable).parent


def port_is_free(port: int) -> bool:
    """Tell whether nobody listens there yet."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def prepare(config: Config) -> Flask:
    """Migrate to the newest tables and plant the demo world where there is none; existing data stays."""
    app = create_app(config)
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        if config.demo:
            plant_if_empty(say=print)
    return app


def web_command(port: int, *, workers: int = 1) -> list[str]:
    """Return the web server's command line."""
    return [
        str(BIN / "granian"), "--interface", "wsgi", "--host", HOST, "--port", str(port), "--workers", str(workers),
        "--blocking-threads", "4", "--backpressure", "64", "--respawn-failed-workers", "--no-access-log",
        "--log-level", "warning", "wsgi:app",
    ]  # fmt: skip


def start(port: int) -> list[subprocess.Popen[bytes]]:
    """Start the web server and one job consumer as children of this process."""
    environ = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONUNBUFFERED": "1"}
    consumer = [str(BIN / "flask"), "--app", "wsgi", "worker"]
    return [subprocess.Popen(command, cwd=ROOT, env=environ) for command in (web_command(port), consumer)]  # noqa: S603


def told_to_stop() -> Event:
    """Return what is set by Ctrl-C and SIGTERM from now on, in place of ending this process alone."""
    stopping = Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    return stopping


def answers(port: int, children: list[subprocess.Popen[bytes]], stopping: Event) -> bool:
    """Wait until the web server takes connections; False when a child ends before, after half a minute, or told to."""
    until = time.monotonic() + 30
    while time.monotonic() < until and not stopping.is_set() and all(child.poll() is None for child in children):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return True
        time.sleep(0.1)
    return False


def announce(port: int, *, demo: bool) -> None:
    """Say where the product is, and with which sign-ins each role's work is found."""
    print(f"\n  Ennoshita is served at http://{HOST}:{port}\n", flush=True)  # noqa: T201
    if demo:
        for email, password, role in DEMO_SIGN_INS:
            print(f"    {role!s:<28} {email:<34} {password}", flush=True)  # noqa: T201
        print(f"\n  Mails are captured: http://{HOST}:{port}/demo/mailbox    Ctrl-C ends it.\n", flush=True)  # noqa: T201


def main() -> int:
    """Serve until a child ends or somebody says stop; return the exit code."""
    port = int(os.environ.get("PORT", "8000"))
    if not port_is_free(port):
        print(f"Port {port} is taken. Try another: make run PORT={port + 1}", file=sys.stderr)  # noqa: T201
        return 1
    os.environ.setdefault("BASE_URL", f"http://{HOST}:{port}")
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # read when scikit-learn is loaded, which planting does
    try:
        config = Config.from_environ()
    except ConfigError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    app = prepare(config)
    stopping = told_to_stop()  # before there are children: whoever stops this process stops them
    children = start(port)
    if not answers(port, children, stopping) and not stopping.is_set():
        print("The web server did not start; its message stands above.", file=sys.stderr)  # noqa: T201
    with app.app_context():
        announce(port, demo=config.demo)
    while not stopping.is_set() and all(child.poll() is None for child in children):
        time.sleep(0.2)
    for child in children:
        child.terminate()
    for child in children:
        child.wait(timeout=20)
    return 0 if stopping.is_set() else 1


if __name__ == "__main__":
    sys.exit(main())
