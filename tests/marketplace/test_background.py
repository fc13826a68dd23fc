"""Jobs: queued with their cause, run once, tried again, given up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from sqlalchemy import select

from marketplace import background
from marketplace.accounts.models import Company
from marketplace.background import ATTEMPTS, Job, JobState, enqueue, job, rerun, run_due
from marketplace.clock import now
from marketplace.db import db
from marketplace.leases import LEASE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

START = datetime(2026, 11, 22, 3, tzinfo=UTC)
ran: list[object] = []


@job
def note(word: str = "", number: int | None = None) -> None:
    ran.append((word, number))
    db.session.add(Company(name=f"written by {word}"))


@job
def stumble() -> None:
    db.session.add(Company(name="half done"))
    db.session.flush()
    raise ValueError("no such luck")


@job
def stumble_once() -> None:
    ran.append("tried")
    if len(ran) == 1:
        raise ConnectionError("away")


@job
def break_the_database() -> None:
    db.session.add(Company(id=db.session.scalars(select(Company.id)).first(), name="twice"))


@pytest.fixture(autouse=True)
def clock(app: Flask) -> Iterator[time_machine.Traveller]:
    """Hold the clock, and remember what ran."""
    del app
    ran.clear()
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def only_job() -> Job:
    db.session.expire_all()
    return db.session.scalars(select(Job)).one()


def companies() -> list[str]:
    return list(db.session.scalars(select(Company.name)))


def test_a_job_is_queued_with_the_change_that_wants_it() -> None:
    db.session.add(Company(name="kept"))
    enqueue("marketplace.note", word="a")
    db.session.commit()
    db.session.add(Company(name="lost"))
    enqueue("marketplace.note", word="b")
    db.session.rollback()
    assert companies() == ["kept"]
    queued = only_job()
    assert (queued.name, queued.arguments, queued.state, queued.due_at) == (
        "marketplace.note",
        {"word": "a"},
        "queued",
        START,
    )


def test_the_bell_rings_after_the_commit_and_not_before(app: Flask) -> None:
    queue = app.extensions["queue"]
    queue.flush()
    enqueue("marketplace.note")
    db.session.flush()
    assert queue.pending_count() == 0
    db.session.commit()
    assert queue.pending_count() == 1
    db.session.commit()
    assert queue.pending_count() == 1
    queue.flush()


def test_a_lost_bell_does_not_harm_the_commit(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def silent() -> None:
        raise OSError("the queue's disk is full")

    monkeypatch.setitem(app.extensions, "bell", silent)
    enqueue("marketplace.note", word="a")
    db.session.commit()
    assert only_job().state is JobState.QUEUED


def test_one_key_waits_once() -> None:
    for word in "abc":
        enqueue("marketplace.note", key="rank:1", word=word)
    enqueue("marketplace.note", key="rank:2", word="d")
    enqueue("marketplace.note", word="e")
    enqueue("marketplace.note", word="f")
    db.session.commit()
    assert run_due() == 4
    assert ran == [("a", None), ("d", None), ("e", None), ("f", None)]


def test_a_key_is_free_again_while_its_job_runs_and_after() -> None:
    enqueue("marketplace.note", key="rank:1", word="a")
    db.session.commit()
    running = only_job()
    running.state, running.leased_until = JobState.RUNNING, now() + LEASE
    enqueue("marketplace.note", key="rank:1", word="b")
    db.session.commit()
    assert run_due() == 1
    assert ran == [("b", None)]
    enqueue("marketplace.note", key="rank:1", word="c")
    db.session.commit()
    assert run_due() == 1


def test_a_job_for_later_waits(clock: time_machine.Traveller) -> None:
    enqueue("marketplace.note", after=timedelta(hours=1), number=5)
    db.session.commit()
    assert run_due() == 0
    clock.shift(3599)
    assert run_due() == 0
    clock.shift(1)
    assert run_due() == 1
    assert ran == [("", 5)]


def test_a_job_runs_once_and_its_effects_stay() -> None:
    enqueue("marketplace.note", word="a", number=3)
    db.session.commit()
    assert run_due() == 1
    assert run_due() == 0
    assert ran == [("a", 3)]
    assert companies() == ["written by a"]
    done = only_job()
    assert (done.state, done.attempts, done.error, done.leased_until) == (JobState.DONE, 1, "", None)


def test_no_more_run_than_asked_for_and_the_longest_due_first(clock: time_machine.Traveller) -> None:
    for word in "abc":
        enqueue("marketplace.note", word=word)
        db.session.commit()
        clock.shift(1)
    assert run_due(limit=2) == 2
    assert ran == [("a", None), ("b", None)]


def test_a_failure_leaves_no_half_work_and_is_tried_again_later_and_later(clock: time_machine.Traveller) -> None:
    enqueue("marketplace.stumble")
    db.session.commit()
    for attempt, seconds in enumerate((15, 60, 240, 960), start=1):
        assert run_due() == 1
        assert run_due() == 0
        failed = only_job()
        assert (failed.state, failed.attempts, failed.leased_until) == (JobState.QUEUED, attempt, None)
        assert failed.due_at == now() + timedelta(seconds=seconds)
        assert "ValueError('no such luck')" in failed.error
        clock.shift(seconds)
    assert run_due() == 1
    failed = only_job()
    assert (failed.state, failed.attempts) == (JobState.FAILED, ATTEMPTS)
    assert "ValueError('no such luck')" in failed.error
    assert "in stumble" in failed.error
    clock.shift(10**7)
    assert run_due() == 0
    assert companies() == []


def test_a_job_that_stumbles_once_is_done_the_second_time(clock: time_machine.Traveller) -> None:
    enqueue("marketplace.stumble_once")
    db.session.commit()
    run_due()
    clock.shift(15)
    run_due()
    done = only_job()
    assert (done.state, done.attempts, done.error) == (JobState.DONE, 2, "")


@pytest.mark.parametrize(
    ("name", "values", "error"),
    [
        ("marketplace.nothing", {}, "KeyError"),
        ("marketplace.stumble", {"unknown": "x"}, "TypeError"),
        ("marketplace.break_the_database", {}, "IntegrityError"),
    ],
)
def test_a_job_may_fail_in_any_way(name: str, values: Any, error: str) -> None:  # noqa: ANN401 - arguments of any job
    db.session.add(Company(name="first"))
    enqueue(name, **values)
    enqueue("marketplace.note", word="next")
    db.session.commit()
    assert run_due() == 2
    assert ran == [("next", None)]
    failed = db.session.scalars(select(Job).where(Job.name == name)).one()
    assert failed.state is JobState.QUEUED
    assert error in failed.error


def test_a_failed_job_is_run_again_from_the_start(clock: time_machine.Traveller) -> None:
    enqueue("marketplace.stumble")
    db.session.commit()
    for _each in range(ATTEMPTS):
        run_due()
        clock.shift(10_000)
    failed = only_job()
    assert failed.state is JobState.FAILED
    rerun(failed)
    db.session.commit()
    again = only_job()
    assert (again.state, again.attempts, again.due_at) == (JobState.QUEUED, 0, now())
    assert run_due() == 1
    assert only_job().attempts == 1


@pytest.mark.usefixtures("app")
def test_a_patient_job_lets_every_other_go_first(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []
    monkeypatch.setitem(background._jobs, "tests.patient", lambda: ran.append("patient"))
    monkeypatch.setitem(background._jobs, "tests.plain", lambda: ran.append("plain"))
    monkeypatch.setattr(background, "_patient", {"tests.patient"})
    enqueue("tests.patient", after=timedelta(hours=-2))
    enqueue("tests.plain")
    db.session.commit()
    run_due()
    assert ran == ["plain", "patient"]
    monkeypatch.setattr(background, "PATIENCE", 0)
    enqueue("tests.patient")
    db.session.commit()
    assert run_due() == 0
