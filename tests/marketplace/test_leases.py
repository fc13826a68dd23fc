"""Leases: one worker holds a job at a time; it is renewed while the job reads, and taken over from who was killed."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import delete, select, update
from sqlalchemy.exc import OperationalError

from marketplace import leases
from marketplace.accounts.models import Company
from marketplace.background import ATTEMPTS, Job, JobState, enqueue, job, run_due
from marketplace.clock import now
from marketplace.db import db
from marketplace.leases import LEASE
from tests.marketplace.pipeline.engines import own_product

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

__all__ = ["own_product"]
START = datetime(2026, 11, 22, 3, tzinfo=UTC)
app_of_test: Flask
clock_of_test: time_machine.Traveller
PATIENCE = 5.0  # seconds that a test waits for a renewal, some hundredths each
ran: list[object] = []


@job
def take_note(word: str = "") -> None:
    ran.append(word)


@job
def come_too_late() -> None:
    """Another worker takes this very job over while it runs."""
    db.session.add(Company(name="late"))
    db.session.execute(update(Job).values(attempts=Job.attempts + 1))


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """Hold the clock, and remember what ran."""
    ran.clear()
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def only_job() -> Job:
    db.session.expire_all()
    return db.session.scalars(select(Job)).one()


def killed(*, attempts: int, leased_until: datetime) -> Job:
    """A job that a worker had claimed when it was killed."""
    claimed = {"state": JobState.RUNNING, "attempts": attempts, "leased_until": leased_until}
    row = Job(name="marketplace.take_note", arguments={"word": "a"}, **claimed)
    db.session.add(row)
    db.session.commit()
    return row


@pytest.mark.usefixtures("app")
def test_a_lease_is_respected_until_it_ends(clock: time_machine.Traveller) -> None:
    killed(attempts=1, leased_until=START + LEASE)
    clock.shift(LEASE)
    assert run_due() == 0
    clock.shift(1)
    assert run_due() == 1
    done = only_job()
    assert (done.state, done.attempts) == (JobState.DONE, 2)
    assert ran == ["a"]


@pytest.mark.usefixtures("app")
def test_who_lost_its_lease_leaves_nothing_behind() -> None:
    enqueue("marketplace.come_too_late")
    db.session.commit()
    assert run_due() == 1
    assert db.session.scalars(select(Company)).all() == []
    taken = only_job()
    assert (taken.state, taken.leased_until, taken.error) == (JobState.RUNNING, START + LEASE, "")


@pytest.mark.usefixtures("app")
def test_what_kills_its_worker_each_time_is_given_up_and_stops_nobody() -> None:
    for _each in range(30):
        killed(attempts=ATTEMPTS, leased_until=START - timedelta(seconds=1))
    enqueue("marketplace.take_note", word="next")
    db.session.commit()
    assert run_due() == 1
    assert ran == ["next"]
    db.session.expire_all()
    poison = db.session.scalars(select(Job).where(Job.attempts == ATTEMPTS)).all()
    assert {(each.state, each.leased_until) for each in poison} == {(JobState.FAILED, None)}
    assert {each.error for each in poison} == {"the worker died while running this"}


def leased_until() -> datetime | None:
    """Return until when the only job is leased, as another worker sees it."""
    with db.engine.connect() as connection:
        return connection.scalar(select(Job.leased_until))


def read_for_long() -> int:
    """Read for one and a half leases; return what another worker finds to do meanwhile."""
    for _half in range(3):
        known = leased_until()
        clock_of_test.shift(LEASE / 2)
        deadline = time.monotonic() + PATIENCE
        while leased_until() == known and time.monotonic() < deadline:
            time.sleep(0.01)
    found: list[int] = []

    def another(app: Flask) -> None:
        with app.app_context():
            found.append(run_due())

    worker = threading.Thread(target=another, args=(app_of_test,))
    worker.start()
    worker.join()
    return found[0]


def hang() -> bool:
    """Read until the lease is renewed no more; return whether another worker could take the job over then."""
    deadline = time.monotonic() + PATIENCE
    while renewing() and time.monotonic() < deadline:
        time.sleep(0.01)
    clock_of_test.shift(LEASE * 2)
    with db.engine.begin() as connection:
        over = update(Job).where(Job.leased_until < now())
        taken = over.values(attempts=Job.attempts + 1, leased_until=START + timedelta(days=1))
        return connection.execute(taken).rowcount == 1


def be_overtaken() -> datetime | None:
    """Read while another worker takes the job over; return the lease it has then, some renewals later."""
    with db.engine.begin() as connection:
        connection.execute(update(Job).values(attempts=Job.attempts + 1, leased_until=START + timedelta(days=1)))
    time.sleep(0.2)
    return leased_until()


def stumble() -> None:
    raise ValueError("no such luck")


@job(reads=read_for_long)
def take_long(found: int) -> None:
    ran.append(found)
    db.session.add(Company(name="once"))


@job(reads=hang)
def take_for_ever(found: bool) -> None:  # noqa: FBT001 - a job is called with what it has read
    ran.append(found)
    db.session.add(Company(name="late"))


@job(reads=be_overtaken)
def be_late(found: datetime | None) -> None:
    ran.append(found)
    db.session.add(Company(name="late"))


@job(reads=stumble)
def read_badly(found: None) -> None:
    ran.append(found)


@pytest.fixture
def worked(own_product: Flask, monkeypatch: pytest.MonkeyPatch, clock: time_machine.Traveller) -> Iterator[Flask]:
    """A product whose leases are renewed every twentieth of a second."""
    global app_of_test, clock_of_test
    app_of_test, clock_of_test = own_product, clock
    monkeypatch.setattr(leases, "RENEWAL", timedelta(seconds=0.05))
    with own_product.app_context():
        for model in (Job, Company):
            db.session.execute(delete(model))
        db.session.commit()
        yield own_product


def renewing() -> list[str]:
    return [each.name for each in threading.enumerate() if each.name == "lease"]


@pytest.mark.usefixtures("worked")
def test_what_reads_longer_than_a_lease_runs_once() -> None:
    enqueue("marketplace.take_long")
    db.session.commit()
    assert run_due() == 1
    assert ran == [0]  # another worker found nothing to do
    assert (only_job().state, only_job().attempts) == (JobState.DONE, 1)
    assert len(db.session.scalars(select(Company)).all()) == 1
    assert renewing() == []


@pytest.mark.usefixtures("worked")
def test_a_lease_that_was_lost_is_renewed_no_more_and_its_work_is_rolled_back() -> None:
    enqueue("marketplace.be_late")
    db.session.commit()
    assert run_due() == 1
    assert ran == [START + timedelta(days=1)]  # the other worker's, untouched
    assert (only_job().state, only_job().attempts) == (JobState.RUNNING, 2)
    assert db.session.scalars(select(Company)).all() == []
    assert renewing() == []


@pytest.mark.usefixtures("worked")
def test_what_hangs_is_left_to_another_worker_after_some_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "LONGEST_READ", leases.RENEWAL * 3)
    enqueue("marketplace.take_for_ever")
    db.session.commit()
    assert run_due() == 1
    assert ran == [True]
    assert (only_job().state, only_job().attempts) == (JobState.RUNNING, 2)
    assert db.session.scalars(select(Company)).all() == []


@pytest.mark.usefixtures("worked")
def test_nothing_is_renewed_after_a_failure() -> None:
    enqueue("marketplace.read_badly")
    db.session.commit()
    assert run_due() == 1
    assert (only_job().state, only_job().leased_until) == (JobState.QUEUED, None)
    assert renewing() == []


@pytest.mark.usefixtures("worked")
def test_a_database_that_is_away_for_a_moment_costs_no_lease(monkeypatch: pytest.MonkeyPatch) -> None:
    enqueue("marketplace.take_long")
    db.session.commit()
    engine, tries = db.engine, []
    connect = type(engine).connect

    def sometimes(self: object) -> object:
        if threading.current_thread().name == "lease":
            tries.append(1)
            if len(tries) % 2:
                raise OperationalError("away", None, OSError())
        return connect(self)  # type: ignore[arg-type]

    monkeypatch.setattr(type(engine), "connect", sometimes)
    assert run_due() == 1
    assert ran == [0]
    assert only_job().state is JobState.DONE
