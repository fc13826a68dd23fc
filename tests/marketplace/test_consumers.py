"""Processes that serve jobs: they say that they live, keep house, and begin each day's work once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import select

from marketplace.background import ATTEMPTS, Job, JobState, Worker, alive, beat, enqueue, enqueue_daily, job, run_due
from marketplace.db import db
from tests.factories.engagements import make_open

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

START = datetime(2026, 11, 22, 3, tzinfo=UTC)
heard: list[str] = []


@job
def hear(word: str) -> None:
    heard.append(word)


@job
def fall() -> None:
    raise ValueError("no such luck")


@pytest.fixture(autouse=True)
def clock(app: Flask) -> Iterator[time_machine.Traveller]:
    """Hold the clock, and remember what ran."""
    del app
    heard.clear()
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def daily_keys() -> list[str]:
    return sorted(db.session.scalars(select(Job.key).where(Job.key.startswith("daily:"))))


def test_a_consumer_is_alive_while_it_beats(clock: time_machine.Traveller) -> None:
    assert not alive()
    beat("one")
    beat("one")
    assert alive()
    assert db.session.scalars(select(Worker.name)).all() == ["one"]
    clock.shift(timedelta(minutes=3))
    assert not alive()
    beat("one")
    assert alive()


def test_what_was_done_long_ago_is_forgotten_and_what_failed_is_kept(clock: time_machine.Traveller) -> None:
    enqueue("marketplace.hear", word="a")
    enqueue("marketplace.fall")
    db.session.commit()
    for _each in range(ATTEMPTS):
        run_due()
        clock.shift(1000)
    ours = select(Job.name, Job.state).where(Job.name.startswith("marketplace.")).order_by(Job.name)
    beat("one")
    assert db.session.execute(ours).all() == [("marketplace.fall", "failed"), ("marketplace.hear", "done")]
    clock.shift(timedelta(days=8))
    beat("one")
    assert db.session.execute(ours).all() == [("marketplace.fall", "failed")]


def test_the_sweep_beats_and_runs_what_the_bell_missed(app: Flask) -> None:
    enqueue("marketplace.hear", word="missed")
    db.session.commit()
    app.extensions["sweep"]()
    assert heard == ["missed"]
    assert alive()


def test_each_days_work_is_queued_once_whoever_asks() -> None:
    today, tomorrow = date(2026, 11, 22), date(2026, 11, 23)
    enqueue_daily(today)
    db.session.commit()
    first = daily_keys()
    assert "daily:engagements.expire:2026-11-22" in first
    run_due()
    enqueue_daily(today)
    db.session.commit()
    assert daily_keys() == first
    enqueue_daily(tomorrow)
    db.session.commit()
    assert len(daily_keys()) == 2 * len(first)


def test_a_day_begins_at_midnight_in_japan(app: Flask, clock: time_machine.Traveller) -> None:
    clock.move_to(datetime(2026, 11, 22, 14, 59, tzinfo=UTC))
    app.extensions["sweep"]()
    assert {key.rpartition(":")[2] for key in daily_keys()} == {"2026-11-22"}
    clock.move_to(datetime(2026, 11, 22, 15, 0, tzinfo=UTC))
    app.extensions["sweep"]()
    assert {key.rpartition(":")[2] for key in daily_keys()} == {"2026-11-22", "2026-11-23"}


def test_a_posting_past_its_deadline_expires_by_itself(app: Flask, clock: time_machine.Traveller) -> None:
    engagement = make_open(deadline=date(2026, 11, 23))
    for days, state in ((1, "open"), (1, "expired")):
        clock.shift(timedelta(days=days))
        app.extensions["sweep"]()
        db.session.expire_all()
        assert engagement.state == state
    failed = db.session.scalars(select(Job.error).where(Job.state == JobState.FAILED)).all()
    assert failed == []
