"""Long rounds against a real server and real processes: `make attack` runs them, `make test` does not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from sqlalchemy import func, select

from config import DEMO_SECRET, Config
from marketplace.app import create_app
from marketplace.background import Job, JobState, enqueue
from marketplace.clock import now
from marketplace.db import Model, begin_writing, db
from marketplace.demo.world import plant
from marketplace.engagements.models import Engagement
from marketplace.outbox import Message, queue_mail
from marketplace.pipeline.models import Application
from marketplace.profiles.models import Consultant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from uuid import UUID

    from flask import Flask

pytestmark = pytest.mark.attack
ROOT = Path(__file__).parents[2]
ROUNDS = 40
THREADS = 12


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Flask]:
    """A committed demo world on a SQLite file of its own, as two processes would share it."""
    config = Config(
        database_url=f"sqlite:///{tmp_path / 'ennoshita.db'}", secret_key=DEMO_SECRET, password_salt=DEMO_SECRET,
        totp_secret=DEMO_SECRET, instance=tmp_path, demo=True, secure_cookies=False, rate_limits=False,
    )  # fmt: skip
    app = create_app(config)
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        Model.metadata.create_all(db.engine)
        plant(consultants=20, engagements=20, say=lambda _text: None)
    yield app
    with app.app_context():
        db.engine.dispose()


def _at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Call all at the same moment, each in a thread, and return what they gave."""
    gate = threading.Barrier(len(calls))
    answers: list[Any] = [None] * len(calls)

    def run(at: int) -> None:
        gate.wait()
        answers[at] = calls[at]()

    threads = [threading.Thread(target=run, args=(at,)) for at in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_many_double_applications_make_one_each(world: Flask) -> None:
    with world.app_context():
        ids = db.session.scalars(select(Engagement.id).limit(ROUNDS)).all()
        consultant = db.session.scalars(select(Consultant).order_by(Consultant.id.desc()).limit(1)).one()
        token = consultant.user.fs_uniquifier
    form = {"message": "again", "rate": "1000000", "days": "3", "start_on": "2027-01-06", "consent": "y"}

    def apply(engagement_id: UUID) -> int:
        client = world.test_client()
        with client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = token, True
        return client.post(f"/engagements/{engagement_id}/apply", data=form).status_code

    for engagement_id in ids[:10]:
        answers = _at_once(*([partial(apply, engagement_id)] * THREADS))
        assert set(answers) <= {303, 409, 422}
        with world.app_context():
            count = select(func.count()).select_from(Application)
            mine = count.where(Application.engagement_id == engagement_id, Application.consultant_id == consultant.id)
            assert db.session.scalar(mine) == 1


def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(world: Flask, tmp_path: Path) -> None:
    environ = {
        **os.environ, "ENNOSHITA_DEMO": "1", "ENNOSHITA_INSTANCE": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'ennoshita.db'}",
    }  # fmt: skip
    command = [str(Path(sys.executable).parent / "flask"), "--app", "wsgi", "worker"]
    sent = 0
    for round_ in range(8):
        with world.app_context():
            begin_writing()
            for number in range(15):
                queue_mail(f"r{round_}n{number}@example.jp", "engagements/published", locale="ja", title="storm")
                sent += 1
            db.session.commit()
        worker = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(1.2 + 0.15 * round_)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    with world.app_context():
        begin_writing()
        db.session.execute(sa.update(Job).where(Job.state == JobState.RUNNING).values(leased_until=now()))
        db.session.commit()
    worker = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _until(lambda: _waiting(world) == 0)
    finally:
        worker.terminate()
        worker.wait(timeout=20)
    with world.app_context():
        delivered = db.session.scalars(
            select(Message.to_email).where(Message.facts["title"].as_string() == "storm")
        ).all()
        assert len(delivered) == len(set(delivered)) == sent
        assert db.session.scalar(select(func.count()).where(Message.text == "")) == 0


def _waiting(world: Flask) -> int:
    with world.app_context():
        states = (JobState.QUEUED, JobState.RUNNING)
        return db.session.scalar(select(func.count()).select_from(Job).where(Job.state.in_(states))) or 0


def _until(true: Callable[[], bool], seconds: float = 90) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if true():
            return
        time.sleep(0.3)
    raise AssertionError("it did not happen in time")


def test_writers_wait_for_each_other_instead_of_failing(world: Flask) -> None:
    def work(number: int) -> str:
        with world.app_context():
            for at in range(10):
                begin_writing()
                enqueue("engagements.expire", key=f"{number}-{at}")
                db.session.commit()
        return "done"

    assert _at_once(*(lambda number=number: work(number) for number in range(THREADS))) == ["done"] * THREADS
