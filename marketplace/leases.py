"""The rows of jobs, and the lease under which one worker at a time holds one: renewed while it reads for long.

Training and a night's block read for many minutes before they write. A worker that is killed renews nothing: its lease
runs out, and another takes the job over.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy import or_, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.clock import now
from marketplace.db import Model, begin_writing, check, db

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from uuid import UUID

    from sqlalchemy import Engine

ATTEMPTS = 5
LEASE = timedelta(minutes=10)
RENEWAL = LEASE / 4
LONGEST_READ = timedelta(hours=6)  # what reads for longer hangs: another worker may try
log = structlog.get_logger()


class JobState(StrEnum):
    """queued → running → done, or back to queued after an error, or failed for good."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Model):
    """One piece of work: due at a time, leased while a worker holds it, kept with its error when it fails."""

    __table_args__ = (check("state <> 'running' OR leased_until IS NOT NULL", "running_is_leased"),)

    name: Mapped[str]
    arguments: Mapped[dict[str, Any]] = mapped_column(default=dict)
    key: Mapped[str] = mapped_column(default="", index=True)  # queued twice under one key is queued once
    state: Mapped[JobState] = mapped_column(default=JobState.QUEUED)
    created_at: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime] = mapped_column(default=now, index=True)
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(default="")


def claim(*, without: Collection[str] = (), last: Collection[str] = ()) -> tuple[UUID, str, dict[str, Any], int] | None:
    """Lease the next due job, giving up on those that took their workers with them.

    Return its id, name, values and which attempt this is. Jobs named in `last` let every other go first.
    """
    while True:
        begin_writing()
        row = _next_due(without, last)
        if row is None:
            db.session.rollback()
            return None
        if row.attempts < ATTEMPTS:
            row.state, row.leased_until, row.attempts = JobState.RUNNING, now() + LEASE, row.attempts + 1
            claimed = (row.id, row.name, dict(row.arguments), row.attempts)
            db.session.commit()
            return claimed
        row.state, row.leased_until, row.error = JobState.FAILED, None, "the worker died while running this"
        db.session.commit()


def _next_due(without: Collection[str], last: Collection[str]) -> Job | None:
    at = now()
    free = or_(Job.state == JobState.QUEUED, (Job.state == JobState.RUNNING) & (Job.leased_until < at))
    due = select(Job).where(Job.due_at <= at, free, Job.name.not_in(sorted(without)))
    due = due.order_by(Job.name.in_(sorted(last)), Job.due_at)
    return db.session.scalar(due.limit(1).with_for_update(skip_locked=True))


class LeaseLostError(RuntimeError):
    """Another worker has taken the job over: what this one did is rolled back."""


def held(job_id: UUID, attempt: int) -> Job:
    """Return the job's row, locked, while it is still this attempt's."""
    row = db.session.get_one(Job, job_id, with_for_update=True, populate_existing=True)
    if row.state is JobState.RUNNING and row.attempts == attempt:
        return row
    raise LeaseLostError(job_id)


@contextmanager
def renewed(job_id: UUID, attempt: int) -> Iterator[None]:
    """Keep this attempt's lease from running out meanwhile, by a thread with a connection of its own."""
    over = threading.Event()
    thread = threading.Thread(target=_renew, args=(db.engine, job_id, attempt, over), name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()  # what follows locks the row itself


def _renew(engine: Engine, job_id: UUID, attempt: int, over: threading.Event) -> None:
    """Renew a lease every quarter of it, until all is read, another worker has the job, or the read hangs."""
    mine = (Job.id == job_id) & (Job.state == JobState.RUNNING) & (Job.attempts == attempt)
    for _renewal in range(LONGEST_READ // RENEWAL):
        if over.wait(RENEWAL.total_seconds()):
            return
        try:
            with engine.connect().execution_options(writing=True) as connection, connection.begin():
                found = connection.execute(update(Job).where(mine).values(leased_until=now() + LEASE))
        except SQLAlchemyError as error:  # the database is busy or away: two more tries before the lease runs out
            log.warning("lease not renewed", error=repr(error))
            continue
        if found.rowcount == 0:
            return
    log.error("a job has read for too long", job=str(job_id))
