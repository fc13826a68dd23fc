"""The product as it runs in production: a web server and job consumers as processes, and people who use it."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from secrets import token_hex
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlencode

import psutil
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import func, select

from config import DEMO_SECRET, Config
from marketplace.app import ROOT, create_app
from marketplace.background import Job, JobState
from marketplace.db import Model, db
from marketplace.serve import BIN, web_command

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask import Flask

    from marketplace.accounts.models import User

T = TypeVar("T")
PATIENCE = 90  # seconds, so that a fault fails instead of hanging
ANSWER = 30  # seconds one request may take


@dataclass(frozen=True)
class Answer:
    """What a request got; status 0 when the connection was lost before an answer."""

    status: int
    text: str = ""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Person:
    """Somebody signed in at a server, as a browser is: a cookie, and the token its forms carry."""

    port: int
    cookie: str
    token: str

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def post(self, path: str, **form: str) -> Answer:
        return self._ask("POST", path, urlencode({**form, "csrf_token": self.token}))

    def _ask(self, method: str, path: str, body: str | None = None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER)
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return Answer(response.status, response.read().decode(), dict(response.headers))
        except (OSError, http.client.HTTPException):
            return Answer(0)
        finally:
            connection.close()


@dataclass
class Product:
    """One database, the application on it in this process to look into it, and the processes that serve it."""

    app: Flask
    instance: Path
    environ: dict[str, str]
    port: int = 0
    children: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start_web(self) -> None:
        self.port = _free_port()
        self.children.append(self._child(web_command(self.port)))
        until(lambda: self.visitor().get("/healthz").status == 200)

    def start_consumer(self, **environ: str) -> subprocess.Popen[bytes]:
        child = self._child([str(BIN / "flask"), "--app", "wsgi", "worker"], **environ)
        self.children.append(child)
        return child

    def _child(self, command: list[str], **environ: str) -> subprocess.Popen[bytes]:
        silent = subprocess.DEVNULL
        return subprocess.Popen(command, cwd=ROOT, env={**self.environ, **environ}, stdout=silent, stderr=silent)

    def web_worker(self) -> psutil.Process:
        """Return the process that answers: the web server's child that holds the application."""
        children = psutil.Process(self.children[0].pid).children(recursive=True)
        return max(children, key=lambda process: process.memory_info().rss)

    def visitor(self) -> Person:
        return Person(self.port, "", "")

    def person(self, user: User) -> Person:
        """Sign a user in, without the sign-in page's limits; the token is signed as Flask-WTF signs it."""
        secret = token_hex(20)
        token = URLSafeTimedSerializer(DEMO_SECRET, salt="wtf-csrf-token").dumps(secret)
        state = {"_user_id": user.fs_uniquifier, "_fresh": True, "csrf_token": secret}
        signer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        return Person(self.port, f"session={signer.dumps(state)}", str(token))

    def waiting(self) -> int:
        """Return how many jobs are still to be done."""
        with self.app.app_context():
            states = (JobState.QUEUED, JobState.RUNNING)
            return db.session.scalar(select(func.count()).select_from(Job).where(Job.state.in_(states))) or 0

    def stop(self) -> None:
        for child in self.children:
            child.terminate()
        for child in self.children:
            child.wait(timeout=PATIENCE)


@contextmanager
def product(url: str, instance: Path) -> Iterator[Product]:
    """Make the tables at `url` and yield the product on them, nothing of it started yet."""
    config = Config(
        database_url=url, secret_key=DEMO_SECRET, password_salt=DEMO_SECRET, totp_secret=DEMO_SECRET,
        instance=instance, demo=True, secure_cookies=False, rate_limits=False, argon2_rounds=1,
    )  # fmt: skip
    environ = {
        **os.environ, "ENNOSHITA_DEMO": "1", "ENNOSHITA_INSTANCE": str(instance), "DATABASE_URL": url,
        "RATE_LIMITS": "0", "OMP_NUM_THREADS": "1",
    }  # fmt: skip
    app = create_app(config)
    with app.app_context():
        Model.metadata.create_all(db.engine)
    run = Product(app, instance, environ)
    try:
        yield run
    finally:
        run.stop()
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def kill(child: subprocess.Popen[bytes]) -> None:
    """End a process as a power cut would."""
    child.send_signal(signal.SIGKILL)
    child.wait()


def at_once(*works: Callable[[], T]) -> list[T]:
    """Call all at the same moment, each in a thread, and return what they gave."""
    gate = threading.Barrier(len(works))
    given: dict[int, T] = {}

    def run(at: int) -> None:
        gate.wait(PATIENCE)
        given[at] = works[at]()

    threads = [threading.Thread(target=run, args=(at,)) for at in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(2 * PATIENCE)
    return [given[at] for at in range(len(works))]


def until(true: Callable[[], bool], *, seconds: float = PATIENCE, pause: float = 0.1) -> float:
    """Wait for it; return how many seconds it took."""
    began = time.monotonic()
    while time.monotonic() < began + seconds:
        if true():
            return time.monotonic() - began
        time.sleep(pause)
    raise AssertionError("it did not happen in time")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
