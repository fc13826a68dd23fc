"""Jobs: the work lies in rows (due, attempts, leased until, error); the queue library is only a bell.

A job is a function that takes plain values and runs in one transaction of its own, like a request. Its row is
written in the transaction that wants it done, so neither can be without the other. After the commit the bell
rings; a sweep each minute finds what the bell missed and what a killed worker had leased.
"""

from __future__ import annotations

import os
import socket
import time
import traceback
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import structlog
from flask import current_app
from huey import Huey, PostgresHuey, SqliteHuey, crontab  # noqa: TID251 - the one place
from sqlalchemy import delete, event, select
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from marketplace.clock import now, today
from marketplace.db import Model, begin_writing, db
from marketplace.leases import ATTEMPTS, Job, JobState, LeaseLostError, claim, held, renewed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from pathlib import Path
    from uuid import UUID

    from flask import Flask
    from sqlalchemy.orm import Session

PATIENCE = 15  # seconds of patient jobs at a time: whoever runs them also queues the jobs of a new day
KEEP_DONE = timedelta(days=7)
__all__ = [
    "ATTEMPTS", "Job", "JobState", "Worker", "alive", "beat", "consume", "daily", "enqueue", "enqueue_daily",
    "enqueue_hourly", "hourly", "init_app", "job", "rerun", "run_due",
]  # fmt: skip
log = structlog.get_logger()
_jobs: dict[str, Callable[..., None]] = {}
_reads: dict[str, Callable[..., Any]] = {}
_patient: set[str] = set()
_daily: list[str] = []
_hourly: list[str] = []


class Worker(Model):
    """A consumer process that was alive at `seen_at`."""

    name: Mapped[str] = mapped_column(unique=True)
    seen_at: Mapped[datetime]


def job(
    function: Callable[..., None] | None = None, *, reads: Callable[..., Any] | None = None, patient: bool = False
) -> Callable[..., Any]:
    """Register a function as a job under its module's feature and its own name; enqueue() names it.

    `reads` computes, from the same values, what takes long, before the writing transaction begins (SQLite has one
    writer's place); the job is given its result as `found`. A `patient` one lets every other that is due go first.
    """

    def register(function: Callable[..., None]) -> Callable[..., None]:
        _jobs[_name(function)] = function
        _reads.update({_name(function): reads} if reads else {})
        _patient.update({_name(function)} if patient else ())
        return function

    return register if function is None else register(function)


def _name(function: Callable[..., None]) -> str:
    return f"{function.__module__.split('.')[-2]}.{function.__name__}"


def daily(function: Callable[..., None]) -> Callable[..., None]:
    """Register a job that is due once each calendar day in Japan, soon after midnight."""
    _daily.append(_name(function))
    return job(function)


def hourly(
    function: Callable[..., None] | None = None, *, reads: Callable[..., Any] | None = None
) -> Callable[..., Any]:
    """Register a job that is due once each hour; `reads` as with any job."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        _hourly.append(_name(function))
        registered: Callable[..., None] = job(reads=reads)(function)
        return registered

    return register if function is None else register(function)


def enqueue(name: str, *, key: str = "", after: timedelta = timedelta(0), **values: str | int | None) -> None:
    """Queue a job in the present transaction; with a key, only once while it still waits."""
    if key:
        db.session.flush()
        if db.session.scalar(select(Job.id).where(Job.key == key, Job.state == JobState.QUEUED).limit(1)) is not None:
            return
    db.session.add(Job(name=name, key=key, arguments=values, due_at=now() + after))
    db.session.info["bell"] = True


def run_due(*, limit: int = 1000) -> int:
    """Run what is due, patient jobs for a while, one transaction a job; return how many. Safe in many processes."""
    ran, spent = 0, 0.0
    while ran < limit and (claimed := claim(without=() if spent < PATIENCE else _patient, last=_patient)) is not None:
        began = time.monotonic()
        _run(*claimed)
        ran, spent = ran + 1, spent + (time.monotonic() - began) * (claimed[1] in _patient)
    return ran


def _run(job_id: UUID, name: str, values: dict[str, Any], attempt: int) -> None:
    """Run one claimed job; its effects and its being done are one transaction."""
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=f"job-{job_id.hex[-16:]}")
    try:
        given = _read_first(job_id, name, values, attempt)
        begin_writing()
        _jobs[name](**given)
        db.session.flush()
        row = held(job_id, attempt)
        row.state, row.leased_until, row.error = JobState.DONE, None, ""
        db.session.commit()
        log.info("job done", job=name)
    except LeaseLostError:
        db.session.rollback()
        log.warning("lease lost", job=name)
    except Exception as error:  # noqa: BLE001 - a job may fail in any way: it is kept with its error
        db.session.rollback()
        _keep_failed(job_id, name, attempt, error)


def _read_first(job_id: UUID, name: str, values: dict[str, Any], attempt: int) -> dict[str, Any]:
    """Return the job's values with what it reads before it writes, however long that takes."""
    if name not in _reads:
        return values
    with renewed(job_id, attempt):
        found = _reads[name](**values)
    db.session.rollback()
    return {**values, "found": found}


def _keep_failed(job_id: UUID, name: str, attempt: int, error: Exception) -> None:
    """Keep the error with the job: to be tried again later, or failed for good."""
    begin_writing()
    try:
        row = held(job_id, attempt)
    except LeaseLostError:
        db.session.rollback()
        return
    row.error = f"{error!r}\n{traceback.format_exc(limit=-4)}"[:8000]
    row.leased_until = None
    if row.attempts >= ATTEMPTS:
        row.state = JobState.FAILED
    else:
        row.state, row.due_at = JobState.QUEUED, now() + timedelta(seconds=15 * 4 ** (row.attempts - 1))
    db.session.commit()
    log.warning("job failed", job=name, attempts=row.attempts, error=repr(error))


def enqueue_daily(day: date) -> None:
    """Queue each daily job once a day, whoever asks first; the key remembers that it was queued."""
    _enqueue_once({f"daily:{name}:{day}": name for name in _daily})


def enqueue_hourly(moment: datetime) -> None:
    """Queue each hourly job once an hour, likewise."""
    _enqueue_once({f"hourly:{name}:{moment.astimezone(UTC):%Y-%m-%dT%H}": name for name in _hourly})


def _enqueue_once(names: Mapping[str, str]) -> None:
    begin_writing()
    for key, name in names.items():
        if db.session.scalar(select(Job.id).where(Job.key == key).limit(1)) is None:
            db.session.add(Job(name=name, key=key, arguments={}))
    db.session.commit()


def rerun(failed: Job) -> None:
    """Put a failed job back into the queue with its attempts forgotten."""
    failed.state, failed.due_at, failed.attempts = JobState.QUEUED, now(), 0
    db.session.info["bell"] = True


def beat(name: str) -> None:
    """Say that this consumer is alive, and forget jobs done long ago."""
    begin_writing()
    worker = db.session.scalar(select(Worker).where(Worker.name == name))
    if worker is None:
        db.session.add(Worker(id=uuid7(), name=name, seen_at=now()))
    else:
        worker.seen_at = now()
    db.session.execute(delete(Job).where(Job.state == JobState.DONE, Job.due_at < now() - KEEP_DONE))
    db.session.commit()


def alive(*, within: timedelta = timedelta(minutes=3)) -> bool:
    """Tell whether any consumer was seen lately."""
    return db.session.scalar(select(Worker.id).where(Worker.seen_at > now() - within).limit(1)) is not None


def make_queue(url: str, instance: Path) -> Huey:
    """Return the bell: a file of its own beside the database, or PostgreSQL for many machines."""
    if url.startswith("postgresql"):
        return PostgresHuey("ennoshita", dsn=url.replace("postgresql+psycopg://", "postgresql://"), results=False)
    return SqliteHuey("ennoshita", filename=str(instance / "queue.db"), results=False)


def init_app(app: Flask, *, url: str, instance: Path) -> None:
    """Connect the bell: it rings after each commit that queued something, and the consumer hears it."""
    queue = make_queue(url, instance)
    name = f"{socket.gethostname()}:{os.getpid()}"

    def ring() -> None:
        with app.app_context():
            run_due()

    def sweep() -> None:
        with app.app_context():
            beat(name)
            enqueue_daily(today())
            enqueue_hourly(now())
            run_due()

    app.extensions["queue"] = queue
    app.extensions["bell"] = queue.task(name="ring")(ring)
    app.extensions["sweep"] = sweep
    queue.periodic_task(crontab(minute="*"), name="sweep")(sweep)


def consume(app: Flask, *, threads: int = 1) -> None:
    """Serve jobs until told to stop (SIGINT, SIGTERM); any number of processes may do so."""
    app.extensions["sweep"]()
    app.extensions["queue"].create_consumer(workers=threads, check_worker_health=True).run()


@event.listens_for(db.session, "after_commit")
def _ring_after_commit(session: Session) -> None:
    if not session.info.pop("bell", False):
        return
    try:
        current_app.extensions["bell"]()
    except Exception as error:  # noqa: BLE001 - a lost bell costs a minute, never the request
        log.warning("bell not rung", error=repr(error))
