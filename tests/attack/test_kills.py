"""Processes killed in the middle of their work: nothing acknowledged is lost, half there, or there twice."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from sqlalchemy import select

from marketplace.background import Job, JobState
from marketplace.clock import now
from marketplace.db import begin_writing, db
from marketplace.outbox import Delivery, Message, queue_mail
from tests.attack.market import applications, apply, make_consultants, make_postings
from tests.attack.product import at_once, kill, until
from tests.marketplace.inbox.sink import serving

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.attack.product import Product
    from tests.marketplace.inbox.sink import Sink

pytestmark = pytest.mark.attack
KILLS = 5
MAILS = 15  # queued before each kill
BACK = 15  # seconds until the web server answers again; most of it is the application's start
APART = 6  # seconds: a worker that dies twice within 5.5 is a crash loop to the web server, which then gives up


def queue(run: Product, round_: int) -> set[str]:
    """Queue mails to new addresses; return these."""
    addresses = {f"r{round_}n{number}@example.jp" for number in range(MAILS)}
    with run.app.app_context():
        begin_writing()
        for address in sorted(addresses):
            queue_mail(address, "engagements/published", locale="ja", title="storm")
        db.session.commit()
    return addresses


def finish(run: Product, **environ: str) -> None:
    """Let what killed workers had leased be due, and one more worker do all that is left."""
    with run.app.app_context():
        begin_writing()
        db.session.execute(sa.update(Job).where(Job.state == JobState.RUNNING).values(leased_until=now()))
        db.session.commit()
    run.start_consumer(**environ)
    until(lambda: run.waiting() == 0)
    with run.app.app_context():
        assert db.session.scalars(select(Job.error).where(Job.state == JobState.FAILED)).all() == []


def stored(run: Product) -> list[tuple[str, Delivery]]:
    with run.app.app_context():
        rows = db.session.execute(select(Message.to_email, Message.state)).all()
        return [(address, state) for address, state in rows]


def more_captured(run: Product) -> Callable[[], bool]:
    """Return what tells that more mails are captured than now."""

    def captured() -> int:
        return sum(state is Delivery.CAPTURED for _address, state in stored(run))

    before = captured()
    return lambda: captured() > before


def handed(sink: Sink) -> int:
    """Return how many mails the server has begun to take."""
    return sum(command.upper() == "DATA" for command in sink.commands)


def test_a_worker_killed_between_jobs_loses_and_doubles_nothing(run: Product) -> None:
    queued: set[str] = set()
    for round_ in range(KILLS):
        queued |= queue(run, round_)
        worker = run.start_consumer()
        until(more_captured(run), pause=0.01 * round_ + 0.01)
        kill(worker)
    finish(run)
    assert sorted(stored(run)) == sorted((each, Delivery.CAPTURED) for each in queued)


@pytest.mark.parametrize("moment", ["while it hands a mail over", "before it notes that a mail went"])
def test_a_worker_killed_while_it_sends_loses_no_mail(run: Product, moment: str) -> None:
    """A mail goes out once more only where it went and nobody lived to note it, and then under the same id."""

    def struck(sink: Sink) -> Callable[[], bool]:
        kept, begun = len(sink.mails), handed(sink)
        if moment.startswith("while"):
            return lambda: handed(sink) > begun + 1
        return lambda: len(sink.mails) > kept + 1

    queued: set[str] = set()
    with serving() as sink:
        for round_ in range(KILLS):
            queued |= queue(run, round_)
            worker = run.start_consumer(SMTP_URL=sink.url)
            until(struck(sink), pause=0.0005)
            kill(worker)
        finish(run, SMTP_URL=sink.url)
        sent = Counter((str(mail["To"]), str(mail["Message-ID"])) for mail in sink.mails)
    assert {address for address, _id in sent} == queued
    assert len(sent) == len(queued), "the same mail under two ids"
    assert sum(sent.values()) - len(queued) <= KILLS, "a mail that was noted went out again"
    assert sorted(stored(run)) == sorted((each, Delivery.SENT) for each in queued)


def test_a_web_process_killed_during_applications_leaves_nothing_half_saved(served: Product) -> None:
    """Who was answered has applied; who was not has, or has not, and may try again."""
    dice = random.Random(1)
    consultants = make_consultants(served, 8)
    for posting_id in make_postings(served, KILLS):
        worker = served.web_worker()
        blow = threading.Timer(dice.uniform(0.01, 0.3), worker.kill)
        blow.start()
        answers = at_once(*(partial(apply, each, posting_id) for each in consultants))
        blow.join()
        statuses = [each.status for each in answers]
        assert set(statuses) <= {0, 303}
        took = until(lambda: served.visitor().get("/healthz").status == 200)
        assert took < BACK
        time.sleep(APART)
        assert worker.pid != served.web_worker().pid
        assert len(applications(served, posting_id)) >= statuses.count(303)
        again = [apply(who, posting_id).status for who, status in zip(consultants, statuses, strict=True) if not status]
        assert set(again) <= {303}
        assert len(applications(served, posting_id)) == len(consultants)
